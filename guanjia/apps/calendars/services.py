"""The verbs of calendars; the only writers of their tables."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.calendars import memory, queries
from guanjia.apps.calendars.events import DefaultChanged, HoursChanged, YearPublished
from guanjia.apps.calendars.models import CalendarVersion, SiteCalendar, YearNotice
from guanjia.apps.calendars.rules import dump_days, why_not_from, why_not_hours
from guanjia.apps.calendars.shipped import named_hours, shipped_years
from guanjia.apps.calendars.terms import CHINA, Can, Notice
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse
from guanjia.kernel.working_time import HoursPattern


def open_calendar(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    key: str,
    hours: str,
    name: str = "",
    name_en: str = "",
    is_default: bool | None = None,
) -> SiteCalendar:
    """Give a site a calendar that starts with shipped hours (``hours`` is their key). The first one is the default.

    Its first version also holds for all days before. Refuses unknown hours and a key the site already has.
    """
    permit_at(by, Can.SET_HOURS, site_id)
    refuse(_why_not_open(site_id, key, hours))
    named = named_hours()[hours]
    with transaction.atomic():
        others = SiteCalendar.objects.select_for_update().filter(site_id=site_id)
        first = not others.exists()
        calendar = SiteCalendar.objects.create(
            company_id=by.company_id,
            site_id=site_id,
            key=key,
            name=name or named.name,
            name_en=name_en or named.name_en,
            country=CHINA,
            is_default=first,
        )
        _add_version(calendar, 1, queries.local_date(calendar, at), named.data, "", by, at)
        if is_default and not first:
            make_default(calendar, by=by, at=at)
            calendar.is_default = True
    return calendar


def _why_not_open(site_id: int, key: str, hours: str) -> Refusal | None:
    if hours not in named_hours():
        known = ", ".join(named_hours())
        return Refusal(
            "unknown_hours",
            _("There are no hours “%(hours)s”; use one of %(known)s."),
            "hours",
            {"hours": hours, "known": known},
        )
    if SiteCalendar.objects.filter(site_id=site_id, key=key).exists():
        return Refusal(
            "calendar_exists",
            _("The site already has a calendar “%(key)s”; change its hours instead."),
            "key",
            {"key": key},
        )
    return None


def set_hours(
    calendar: SiteCalendar,
    *,
    by: Actor,
    at: datetime,
    from_on: date,
    pattern: Mapping[str, Any],
    note: str = "",
) -> CalendarVersion:
    """New hours from a day on (today or later). ``pattern`` is what ``HoursPattern.parse`` reads.

    Refuses overlapping intervals, an end before its start, a day in the past, and hours that change nothing.
    """
    with locked(calendar) as calendar:
        permit(by, Can.SET_HOURS, calendar)
        refuse([why_not_from(from_on, queries.local_date(calendar, at)), why_not_hours(pattern)])
        clean = HoursPattern.parse(pattern).dump()
        versions = queries.list_versions(calendar)
        if queries.hours_in_force(calendar, from_on).pattern == clean and all(
            one.from_on <= from_on for one in versions
        ):
            refuse(
                Refusal(
                    "same_hours",
                    _("These are the hours already in force on that day; change something."),
                    "week",
                )
            )
        return _add_version(calendar, versions[0].number + 1, from_on, clean, note, by, at)


def _add_version(
    calendar: SiteCalendar,
    number: int,
    from_on: date,
    pattern: Mapping[str, Any],
    note: str,
    by: Actor,
    at: datetime,
) -> CalendarVersion:
    version = CalendarVersion.objects.create(
        company_id=calendar.company_id,
        calendar=calendar,
        number=number,
        from_on=from_on,
        pattern=dict(pattern),
        note=note,
        set_at=at,
    )
    _forget()
    record(
        HoursChanged(
            site_id=calendar.site_id,
            ref=f"calendar:{calendar.pk}",
            calendar=calendar.key,
            version=number,
            from_on=from_on,
            note=note,
        ),
        by=by,
        at=at,
    )
    return version


def make_default(calendar: SiteCalendar, *, by: Actor, at: datetime) -> SiteCalendar:
    """Let duties that name no calendar go by this one. Does nothing when it already is the default."""
    with locked(calendar) as calendar:
        permit(by, Can.SET_HOURS, calendar)
        if calendar.is_default:
            return calendar
        SiteCalendar.objects.filter(site_id=calendar.site_id, is_default=True).update(is_default=False)
        calendar.is_default = True
        calendar.save(update_fields=["is_default"])
        _forget()
        record(
            DefaultChanged(site_id=calendar.site_id, ref=f"calendar:{calendar.pk}", calendar=calendar.key),
            by=by,
            at=at,
        )
    return calendar


def load_year(notice: Notice, *, by: Actor, at: datetime) -> YearNotice | None:
    """Take over a year's holidays and make-up days for the actor's company; answers None when nothing is new.

    A correction is a new version. One event is recorded for every site, so that its open deadlines are computed again.
    """
    permit_at(by, Can.LOAD_YEAR, None)
    days = dump_days(notice.days)
    try:
        with transaction.atomic():
            rows = YearNotice.objects.select_for_update().filter(
                country=notice.country, year=notice.days.year
            )
            latest = rows.order_by("-version").first()
            if _in_force(notice, latest) == (days, notice.state.value):
                return None
            return _take_over(notice, days, latest.version + 1 if latest else 1, by, at)
    except IntegrityError:
        refuse(
            Refusal(
                "loaded_meanwhile", _("Somebody else has just loaded this year; look at it and try again.")
            )
        )
        raise


def _in_force(notice: Notice, latest: YearNotice | None) -> tuple[Any, str] | None:
    if latest is not None:
        return latest.days, latest.state
    shipped = shipped_years(notice.country).get(notice.days.year)
    return (dump_days(shipped), Notice(notice.country, shipped).state.value) if shipped else None


def _take_over(notice: Notice, days: dict[str, Any], version: int, by: Actor, at: datetime) -> YearNotice:
    row = YearNotice.objects.create(
        company_id=by.company_id,
        country=notice.country,
        year=notice.days.year,
        version=version,
        state=notice.state,
        days=days,
        source=notice.source,
        loaded_at=at,
    )
    _forget()
    for site in organisations.list_sites(Actor.system(by.company_id)):
        record(
            YearPublished(
                site_id=site.pk,
                ref=f"holidays:{row.country}-{row.year}",
                country=row.country,
                year=row.year,
                version=version,
                state=row.state,
            ),
            by=by,
            at=at,
        )
    return row


def _forget() -> None:
    """Reactions of this transaction see the change at once; after the commit nobody goes on with what was before."""
    memory.forget()
    transaction.on_commit(memory.forget)
