"""Pure decisions: what a year's file says, and why hours or days are refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.calendars.terms import Notice, NoticeState, refusal_of
from guanjia.kernel.refusals import Refusal, Refused
from guanjia.kernel.working_time import BadHours, HoursPattern, MakeUp, YearDays

FIRST_YEAR, LAST_YEAR = 2010, 2040
"""The years every calendar covers; shipped data reaches as far, announced or computed."""


def read_notice(data: Mapping[str, Any], *, year: int | None = None) -> Notice:
    """Read a year's file (the shape of ``data/cn/2026.toml``). Raises ``Refused`` with every fault it has.

    ``year``: the year the caller expects; another one is refused.
    """
    reader = _Reader(data)
    notice = reader.notice(year)
    if reader.faults:
        raise Refused(*reader.faults)
    return notice


@dataclass
class _Reader:
    data: Mapping[str, Any]
    faults: list[Refusal] = field(default_factory=list)
    seen: dict[date, str] = field(default_factory=dict)

    def notice(self, expected: int | None) -> Notice:
        for key in sorted(set(self.data) - {"country", "year", "state", "source", "holiday", "makeup"}):
            self._fault("unknown_key", _("“%(key)s” is not known in a year's file; remove it."), key=key)
        country = str(self.data.get("country", ""))
        if len(country) != 2 or not country.isalpha() or not country.isupper():
            self._fault("unknown_country", _('Give the country as two capital letters, like country = "CN".'))
        year = self.data.get("year")
        if not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
            self._fault(
                "unknown_year",
                _("Give the year as a number from %(first)s to %(last)s."),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
            year = expected or FIRST_YEAR
        elif expected is not None and year != expected:
            self._fault(
                "year_mismatch",
                _("The file is for %(year)s, not for %(expected)s; choose the other file."),
                year=year,
                expected=expected,
            )
        state = str(self.data.get("state", "announced"))
        if state not in ("announced", "provisional"):
            self._fault(
                "unknown_state", _("“%(state)s” is no state; use announced or provisional."), state=state
            )
        holidays = self._holidays(year)
        makeup = self._makeup(year)
        if not holidays and not self.faults:
            self._fault("no_holidays", _("The file names no holiday; a year has at least one. Complete it."))
        days = YearDays(
            year, tuple(sorted(holidays)), tuple(sorted(makeup, key=lambda day: day.on)), state == "announced"
        )
        return Notice(country, days, str(self.data.get("source", ""))[:200])

    def _fault(self, code: str, message: Any, **params: Any) -> None:
        self.faults.append(Refusal(code, message, field="file", params=params))

    def _blocks(self, key: str) -> list[Mapping[str, Any]]:
        blocks = self.data.get(key, [])
        if not isinstance(blocks, list) or not all(isinstance(block, Mapping) for block in blocks):
            self._fault("unreadable_block", _("Write each entry as its own [[%(key)s]] block."), key=key)
            return []
        return blocks

    def _holidays(self, year: int) -> list[tuple[date, str]]:
        found = []
        for block in self._blocks("holiday"):
            name = str(block.get("name", "")).strip()
            days = block.get("days", [])
            if not name or not isinstance(days, list):
                self._fault(
                    "holiday_without_name", _("A holiday needs a name and a list of days; complete it.")
                )
                continue
            for value in days:
                on = self._date(value, year, name)
                if on is not None and self._first_time(on, name):
                    found.append((on, name))
        return found

    def _makeup(self, year: int) -> list[MakeUp]:
        found = []
        for block in self._blocks("makeup"):
            name = str(block.get("name", "")).strip()
            on = self._date(block.get("on"), year, name)
            works_for = None
            if block.get("works_for") is not None:
                works_for = self._date(block["works_for"], year, name)
            if on is not None and self._first_time(on, name):
                found.append(MakeUp(on, works_for, name))
        return found

    def _date(self, value: Any, year: int, name: str) -> date | None:
        try:
            on = value if type(value) is date else date.fromisoformat(str(value))
        except ValueError:
            self._fault(
                "unknown_date",
                _("%(name)s: “%(value)s” is not a date; write it like 2027-01-01."),
                name=name,
                value=str(value)[:30],
            )
            return None
        if not date(year - 1, 12, 25) <= on <= date(year, 12, 31):
            self._fault(
                "date_of_another_year",
                _(
                    "%(name)s: %(value)s does not belong to %(year)s (nor to the last week before it); correct the date."
                ),
                name=name,
                value=on.isoformat(),
                year=year,
            )
            return None
        return on

    def _first_time(self, on: date, name: str) -> bool:
        if on in self.seen:
            self._fault(
                "day_named_twice",
                _("%(value)s is named twice (%(one)s, %(other)s); keep one."),
                value=on.isoformat(),
                one=self.seen[on],
                other=name,
            )
            return False
        self.seen[on] = name
        return True


def dump_days(days: YearDays) -> dict[str, Any]:
    """A year's days as they are kept in the database."""
    return {
        "holidays": [[on.isoformat(), name] for on, name in days.holidays],
        "makeup": [
            [day.on.isoformat(), day.works_for.isoformat() if day.works_for else None, day.name]
            for day in days.makeup
        ],
    }


def load_days(year: int, state: str, days: Mapping[str, Any]) -> YearDays:
    """The inverse of :func:`dump_days`."""
    return YearDays(
        year,
        tuple((date.fromisoformat(on), name) for on, name in days["holidays"]),
        tuple(
            MakeUp(date.fromisoformat(on), date.fromisoformat(works_for) if works_for else None, name)
            for on, works_for, name in days["makeup"]
        ),
        state == NoticeState.ANNOUNCED,
    )


def write_notice(notice: Notice) -> str:
    """A year as a file that :func:`read_notice` reads back: something to correct and load."""
    lines = [
        f'country = "{notice.country}"',
        f"year = {notice.days.year}",
        f'state = "{notice.state.value.lower()}"',
    ]
    if notice.source:
        lines.append(f"source = {json.dumps(notice.source, ensure_ascii=False)}")
    names = dict.fromkeys(name for _on, name in notice.days.holidays)
    for name in names:
        days = ", ".join(on.isoformat() for on, other in notice.days.holidays if other == name)
        lines += ["", "[[holiday]]", f"name = {json.dumps(name, ensure_ascii=False)}", f"days = [{days}]"]
    for day in notice.days.makeup:
        lines += ["", "[[makeup]]", f"on = {day.on.isoformat()}"]
        if day.works_for:
            lines.append(f"works_for = {day.works_for.isoformat()}")
        lines.append(f"name = {json.dumps(day.name, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def why_not_hours(pattern: Mapping[str, Any]) -> Refusal | None:
    """Refuse hours that cannot be: overlapping intervals, an end before its start, an unknown day."""
    try:
        HoursPattern.parse(pattern)
    except BadHours as error:
        return refusal_of(error, field="week")
    return None


def why_not_from(from_on: date, today: date) -> Refusal | None:
    """New hours hold from today on or later: what has been due keeps the hours it was due by."""
    if from_on < today:
        return Refusal(
            "from_in_the_past",
            _("New hours cannot hold from %(from_on)s, which is past; choose today or a later day."),
            field="from_on",
            params={"from_on": from_on.isoformat()},
        )
    if from_on.year > LAST_YEAR:
        return Refusal(
            "from_too_far",
            _("The calendar reaches to the end of %(last)s; choose an earlier day."),
            field="from_on",
            params={"last": LAST_YEAR},
        )
    return None
