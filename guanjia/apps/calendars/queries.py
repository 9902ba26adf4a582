"""Reading calendars: the one for a deadline, the ones on a screen; and a year's file before it is loaded."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.apps.calendars import memory
from guanjia.apps.calendars.models import CalendarVersion, SiteCalendar, YearNotice
from guanjia.apps.calendars.rules import FIRST_YEAR, LAST_YEAR, load_days, read_notice, write_notice
from guanjia.apps.calendars.shipped import NamedHours, named_hours, shipped_years
from guanjia.apps.calendars.terms import CHINA, Notice, NoticeState
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound, Refusal, Refused
from guanjia.kernel.working_time import Day, WorkingCalendar


def working_calendar(site_id: int, at: datetime, key: str = "") -> WorkingCalendar:
    """The calendar deadlines of a site are computed by, as known at ``at``; ``key`` names one that is not the default.

    A site without calendars goes by the national office week. Kept in memory: no query within two seconds of the last
    look. Raises ``NotFound`` for a key the site does not have.
    """
    return memory.calendar_of(site_id, at, key)


def national_calendar(pattern: str = memory.FALLBACK) -> WorkingCalendar:
    """The calendar of no site in particular: shipped hours, China's holidays. Needs no database."""
    return memory.national(pattern)


def forget_kept_calendars() -> None:
    """Drop what this process keeps in memory; for tests, which undo their writes behind its back."""
    memory.forget()


def read_year_file(content: bytes, *, year: int | None = None) -> Notice:
    """A year's TOML file, checked whole. Raises ``Refused`` with every fault; ``year`` refuses another year's file."""
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError as error:  # neither UTF-8 nor TOML
        reason = Refusal(
            "not_toml",
            _(
                "The file cannot be read as TOML (%(reason)s); correct it there, or start from a shipped year's file."
            ),
            field="file",
            params={"reason": str(error)},
        )
        raise Refused(reason) from None
    return read_notice(table, year=year)


def list_named_hours() -> list[NamedHours]:
    """The shipped hours one can start from."""
    return list(named_hours().values())


def list_calendars(actor: Actor, site_id: int | None = None) -> QuerySet[SiteCalendar]:
    """The calendars of the actor's sites, or of one of them, default first."""
    found = SiteCalendar.objects.filter(site__in=organisations.list_sites(actor))
    if site_id is not None:
        found = found.filter(site_id=site_id)
    return found.select_related("site").order_by("site_id", "-is_default", "id")


def get_calendar(actor: Actor, calendar_id: int) -> SiteCalendar:
    """One calendar of the actor's sites. Raises ``NotFound``."""
    found = list_calendars(actor).filter(pk=calendar_id).first()
    if found is None:
        raise NotFound
    return found


def list_versions(calendar: SiteCalendar) -> list[CalendarVersion]:
    """A calendar's versions, newest first."""
    return list(CalendarVersion.objects.filter(calendar=calendar).order_by("-number"))


def hours_in_force(calendar: SiteCalendar, on: date) -> CalendarVersion:
    """The version that holds on a day. Raises ``NotFound`` for a calendar without any."""
    versions = list_versions(calendar)
    if not versions:
        raise NotFound
    # Of two versions from the same day the newer one holds; before the first day, the first version.
    return max(
        (one for one in versions if one.from_on <= on),
        key=lambda one: (one.from_on, one.number),
        default=versions[-1],
    )


@dataclass(frozen=True)
class YearStatus:
    """One year of a country: where its days come from and how many there are."""

    year: int
    state: NoticeState
    loaded: YearNotice | None
    holidays: int
    makeup: int


def list_years(country: str = CHINA) -> Iterator[YearStatus]:
    """The covered years of a country for the open company, newest first."""
    latest = latest_notices(country)
    for year in range(LAST_YEAR, FIRST_YEAR - 1, -1):
        notice = latest.get(year)
        days = shipped_years(country).get(year)
        if notice is not None:
            holidays, makeup = len(notice.days["holidays"]), len(notice.days["makeup"])
            yield YearStatus(year, NoticeState(notice.state), notice, holidays, makeup)
        elif days is not None:
            state = NoticeState.ANNOUNCED if days.announced else NoticeState.PROVISIONAL
            yield YearStatus(year, state, None, len(days.holidays), len(days.makeup))


def year_file(year: int, country: str = CHINA) -> str:
    """A year in force for the open company, as a file to correct and load again. Raises ``NotFound``."""
    loaded = latest_notices(country).get(year)
    if loaded is not None:
        days = load_days(year, loaded.state, loaded.days)
        return write_notice(Notice(country, days, loaded.source))
    shipped = shipped_years(country).get(year)
    if shipped is None:
        raise NotFound
    return write_notice(Notice(country, shipped))


def latest_notices(country: str = CHINA) -> dict[int, YearNotice]:
    """The newest loaded notice of each year, of the open company."""
    notices = YearNotice.objects.filter(country=country).order_by("year", "version")
    return {notice.year: notice for notice in notices}


@dataclass(frozen=True)
class Month:
    """A month as a calendar page shows it: weeks of seven, None where a week begins or ends in another month."""

    first: date
    weeks: list[list[Day | None]]


def year_page(calendar: WorkingCalendar, year: int) -> list[Month]:
    """The twelve months of a year, each day resolved."""
    months = []
    for number in range(1, 13):
        first = date(year, number, 1)
        last = date(year + number // 12, number % 12 + 1, 1).toordinal() - 1
        days: list[Day | None] = [None] * first.weekday()
        days += calendar.days(first, date.fromordinal(last))
        days += [None] * (-len(days) % 7)
        months.append(Month(first, [days[index : index + 7] for index in range(0, len(days), 7)]))
    return months


def local_date(calendar: SiteCalendar, at: datetime) -> date:
    """The date on the wall of the calendar's site."""
    return at.astimezone(ZoneInfo(organisations.site(calendar.site_id).timezone)).date()
