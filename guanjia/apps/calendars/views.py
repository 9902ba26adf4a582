"""The screens of calendars: a site's hours, the year with its holidays, and what a deadline comes to."""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.calendars import panels, queries, services
from guanjia.apps.calendars.forms import HoursForm, LoadForm, OpenForm, ReckonForm
from guanjia.apps.calendars.rules import FIRST_YEAR, LAST_YEAR
from guanjia.apps.calendars.terms import NOTICE_STATES, Can, NoticeState, refusal_of
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.working_time import HoursPattern, WorkingTimeError
from guanjia.ui.http import Request, done, page, screen, verb


@screen(can=Can.SEE)
def list_calendars(request: Request) -> HttpResponse:
    """The calendars of the site, and the years with their state."""
    if request.site is None:
        raise NotFound
    site = organisations.get_site(request.actor, request.site.code)
    years = [one for one in queries.list_years() if one.year <= request.now.year + 2]
    return page(
        request,
        "calendars/list.html",
        site=site,
        calendars=queries.list_calendars(request.actor, site.pk),
        years=years[:6],
        announced=NoticeState.ANNOUNCED,
        states=NOTICE_STATES,
        may_set=request.actor.can(Can.SET_HOURS, site.pk),
        may_load=request.actor.can(Can.LOAD_YEAR),
    )


@screen(can=Can.SEE)
def show_calendar(request: Request, calendar_id: int) -> HttpResponse:
    """A year of a calendar: holidays, make-up days, the hours in force and their history."""
    calendar = queries.get_calendar(request.actor, calendar_id)
    today = queries.local_date(calendar, request.now)
    year = _year(request.GET.get("year", ""), today.year)
    working = queries.working_calendar(calendar.site_id, request.now, calendar.key)
    months = queries.year_page(working, year)
    days = list(working.days(date(year, 1, 1), date(year, 12, 31)))
    version = queries.hours_in_force(calendar, today)
    return page(
        request,
        "calendars/calendar.html",
        calendar=calendar,
        year=year,
        previous=year - 1 if year > FIRST_YEAR else None,
        following=year + 1 if year < LAST_YEAR else None,
        months=panels.year_panels(months, today),
        notable=panels.notable_days(days),
        working_days=sum(1 for day in days if day.hours),
        provisional=any(day.provisional for day in days),
        whole_year=year in working.provisional_years,
        version=version,
        versions=queries.list_versions(calendar),
        weeks=panels.week_panels(HoursPattern.parse(version.pattern)),
        weekdays=panels.WEEKDAY_NAMES.values(),
        holiday_rule=panels.HOLIDAY_RULES[version.pattern["on_holiday"]],
        may_set=request.actor.can(Can.SET_HOURS, calendar.site_id),
    )


def _year(text: str, otherwise: int) -> int:
    """The year of the address, if it is one a calendar covers."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else otherwise
    return min(max(year, FIRST_YEAR), LAST_YEAR)


@screen(can=Can.SEE)
def reckon(request: Request, calendar_id: int) -> HttpResponse:
    """When would something be due by this calendar, and why?"""
    calendar = queries.get_calendar(request.actor, calendar_id)
    form = ReckonForm(request.GET or None, initial={"start": request.now}, request=request)
    explanation = None
    if form.is_valid():
        working = queries.working_calendar(calendar.site_id, request.now, calendar.key)
        try:
            explanation = working.explain(form.cleaned_data["start"], form.cleaned_data["plus"])
        except WorkingTimeError as error:
            form.add_error(None, str(refusal_of(error)))
    return page(
        request,
        "calendars/reckon.html",
        calendar=calendar,
        form=form,
        explanation=explanation,
        rows=panels.span_rows(explanation) if explanation else [],
        counted=panels.length_text(explanation.counted_seconds) if explanation else "",
    )


@verb(can=Can.SET_HOURS)
def set_hours(request: Request, calendar_id: int) -> HttpResponse:
    """New hours from a day on."""
    calendar = queries.get_calendar(request.actor, calendar_id)
    today = queries.local_date(calendar, request.now)
    in_force = queries.hours_in_force(calendar, today)
    form = HoursForm.of(request, pattern=in_force.pattern, initial={"from_on": today})
    if form.ready():
        services.set_hours(
            calendar,
            by=request.actor,
            at=request.now,
            from_on=form.cleaned_data["from_on"],
            pattern=form.pattern,
            note=form.cleaned_data["note"],
        )
        return done(request, calendar, _("Hours set. Open deadlines are computed again."))
    return page(request, "calendars/hours.html", form=form, calendar=calendar)


@verb(can=Can.SET_HOURS)
def open_calendar(request: Request) -> HttpResponse:
    """A further calendar for the site."""
    if request.site is None:
        raise NotFound
    form = OpenForm.of(request)
    if form.ready():
        calendar = services.open_calendar(
            request.site.pk, by=request.actor, at=request.now, **form.cleaned_data
        )
        return done(request, calendar, _("Calendar opened."))
    return page(
        request, "ui/verb.html#form", form=form, title=_("New calendar"), submit=_("Open the calendar")
    )


@verb(
    can=Can.SET_HOURS,
    ask=gettext_lazy("Let duties that name no calendar go by this one? Open deadlines are computed again."),
)
def make_default(request: Request, calendar_id: int) -> HttpResponse:
    """Make a calendar the site's default."""
    calendar = queries.get_calendar(request.actor, calendar_id)
    services.make_default(calendar, by=request.actor, at=request.now)
    return done(request, calendar, _("This is the default calendar now."))


@verb(can=Can.LOAD_YEAR)
def load_year(request: Request) -> HttpResponse:
    """Load a year's file."""
    form = LoadForm.of(request)
    if form.ready():
        notice = queries.read_year_file(form.cleaned_data["file"].read())
        row = services.load_year(notice, by=request.actor, at=request.now)
        told = (
            _("%(year)s loaded. Open deadlines are computed again.")
            if row
            else _("%(year)s is already as in the file.")
        )
        return done(request, "calendars:list", told % {"year": notice.days.year})
    return page(
        request, "ui/verb.html#form", form=form, title=_("Load a year's holidays"), submit=_("Load the file")
    )


@screen(can=Can.SEE)
def show_year_file(request: Request, year: int) -> HttpResponse:
    """A shipped or loaded year as a file, to correct and load again."""
    text = queries.year_file(year)
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{year}.toml"'
    return response
