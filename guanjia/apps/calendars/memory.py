"""Working calendars kept in this process, so that a deadline costs no query.

A site's calendars are read once and looked at again with two cheap queries at most every ``GUANJIA_CALENDAR_CHECK_SECONDS``
(2). A verb that changes hours or years forgets at once what this process keeps, and again when it commits; another
process notices after those seconds. Why seconds and not a counter in the database: reading a counter would itself be a
query in every verb, and a deadline made in the gap is not lost, for the events of the change make the app that keeps
deadlines compute the open ones again, by the label it stored with each.

What was known at a moment is part of the answer: versions and notices set later do not count for an earlier ``at``, so
an old deadline can be computed and explained again as it was. The first version of a calendar always counts.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings

from guanjia.apps.calendars.models import CalendarVersion, SiteCalendar, YearNotice
from guanjia.apps.calendars.rules import FIRST_YEAR, LAST_YEAR, load_days
from guanjia.apps.calendars.shipped import named_hours, shipped_years
from guanjia.apps.calendars.terms import CHINA
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.scope import across_companies
from guanjia.kernel.working_time import DatedHours, HoursPattern, WorkingCalendar, YearDays

FALLBACK = "office-week"
"""The hours of a site that has set none: the week in which “working days” mean what the law says."""


@dataclass(frozen=True)
class _Version:
    number: int
    from_on: date
    set_at: datetime
    pattern: HoursPattern


@dataclass(frozen=True)
class _Notice:
    country: str
    loaded_at: datetime
    days: YearDays


@dataclass
class _Site:
    """Everything a site's calendars are made of, and those already made."""

    code: str
    zone: str
    stamp: tuple[Any, ...]
    checked: float
    default: str = ""
    countries: dict[str, str] = field(default_factory=dict)
    versions: dict[str, list[_Version]] = field(default_factory=dict)
    notices: list[_Notice] = field(default_factory=list)
    made: dict[tuple[str, int, int], WorkingCalendar] = field(default_factory=dict)

    def calendar(self, key: str, at: datetime) -> WorkingCalendar:
        key = key or self.default
        if key and key not in self.versions:
            raise NotFound
        versions = self.versions.get(key, [])
        known = [version for version in versions if version.set_at <= at] or versions[:1]
        notices = [notice for notice in self.notices if notice.loaded_at <= at]
        token = (key, len(known), len(notices))
        if token not in self.made:
            self.made[token] = self._make(key, known, notices)
        return self.made[token]

    def _make(self, key: str, versions: list[_Version], notices: list[_Notice]) -> WorkingCalendar:
        if not versions:
            return national(FALLBACK, zone=self.zone, notices=[notice.days for notice in notices])
        country = self.countries[key]
        mine = [notice.days for notice in notices if notice.country == country]
        return compose(
            [DatedHours(version.from_on, version.pattern) for version in versions],
            country=country,
            zone=self.zone,
            notices=mine,
            name=f"{self.code}/{key}@{versions[-1].number}",
        )


_kept: dict[int, _Site] = {}


def calendar_of(site_id: int, at: datetime, key: str = "") -> WorkingCalendar:
    """A site's calendar as it was known at ``at``. Raises ``NotFound`` for a key the site does not have."""
    now = time.monotonic()
    site = _kept.get(site_id)
    if site is None or now - site.checked >= getattr(settings, "GUANJIA_CALENDAR_CHECK_SECONDS", 2):
        site = _looked_at_again(site_id, site, now)
        _kept[site_id] = site
    return site.calendar(key, at)


def forget() -> None:
    """Keep nothing: after a change of this process, and between tests."""
    _kept.clear()


def national(
    pattern: str = FALLBACK, *, zone: str = "Asia/Shanghai", notices: Iterable[YearDays] = ()
) -> WorkingCalendar:
    """A calendar of no site: shipped hours and China's years. Needs no database."""
    hours = [DatedHours(date.min, named_hours()[pattern].pattern)]
    return compose(hours, country=CHINA, zone=zone, notices=notices, name=f"{CHINA}/{pattern}")


def compose(
    hours: Iterable[DatedHours], *, country: str, zone: str, notices: Iterable[YearDays], name: str
) -> WorkingCalendar:
    """Hours and years as one value. Notices replace shipped years, later notices earlier ones."""
    loaded = list(notices)
    years = dict(shipped_years(country)) | {days.year: days for days in loaded}
    announced = max((year for year, days in years.items() if days.announced), default=0)
    label = f"{name}+{country}{announced}" + (f".{len(loaded)}" if loaded else "")
    return WorkingCalendar(
        hours=tuple(hours),
        years=tuple(days for _year, days in sorted(years.items())),
        zone=zone,
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
        label=label,
    )


def _looked_at_again(site_id: int, old: _Site | None, now: float) -> _Site:
    site = organisations.site(site_id)
    with across_companies(reason="keeping a site's calendars in memory"):
        calendars = list(SiteCalendar.objects.filter(site_id=site_id).order_by("id"))
        versions = list(
            CalendarVersion.objects.filter(calendar__site_id=site_id).order_by("calendar_id", "number")
        )
        notices = YearNotice.objects.filter(company_id=site.company_id).order_by("loaded_at", "id")
        stamp = (
            site.company_id,
            site.code,
            tuple((one.pk, one.key, one.is_default, one.country) for one in calendars),
            tuple((one.pk, one.set_at, repr(one.pattern)) for one in versions),
            tuple(notices.values_list("id", "loaded_at", "state")),
        )
        if old is not None and old.stamp == stamp:
            old.checked = now
            return old
        loaded = [
            _Notice(one.country, one.loaded_at, load_days(one.year, one.state, one.days)) for one in notices
        ]
    keys = {one.pk: one.key for one in calendars}
    fresh = _Site(site.code, site.timezone, stamp, now, notices=loaded)
    fresh.default = next((one.key for one in calendars if one.is_default), "")
    fresh.countries = {one.key: one.country for one in calendars}
    for one in versions:
        fresh.versions.setdefault(keys[one.calendar_id], []).append(
            _Version(one.number, one.from_on, one.set_at, HoursPattern.parse(one.pattern))
        )
    return fresh
