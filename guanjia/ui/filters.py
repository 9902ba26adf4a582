"""Filters of lists: each lives in the address under its name and is drawn as a chip."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.kernel.refusals import Text
from guanjia.ui import rows as row_tools
from guanjia.ui.request import Request

Apply = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Option:
    """One answer of a chip, with the address that chooses it."""

    value: str
    label: Text
    url: str
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """A filter as it is drawn."""

    name: str
    label: Text
    shown: Text
    active: bool
    clear_url: str
    options: list[Option] = field(default_factory=list)
    toggle_url: str = ""


@dataclass(frozen=True)
class Filter:
    """One of several values. ``options`` is pairs of value and label, or a function of the request giving them.

    ``field`` is what to compare when it differs from ``name``; ``apply(rows, value)`` narrows in its own way.
    """

    name: str
    label: Text
    options: Iterable[tuple[Any, Text]] | Callable[[Request], Iterable[tuple[Any, Text]]] = ()
    field: str = ""
    apply: Apply | None = None

    def known(self, request: Request) -> dict[str, Text]:
        """Values that may be asked for, with their labels."""
        pairs = self.options(request) if callable(self.options) else self.options
        return {str(value): label for value, label in pairs}

    def value(self, request: Request) -> str:
        """The value asked for, "" when none or an unknown one."""
        wanted = request.GET.get(self.name, "")
        return wanted if wanted and wanted in self.known(request) else ""

    def narrow(self, rows: Any, request: Request) -> Any:
        """The rows that pass."""
        value = self.value(request)
        if not value:
            return rows
        return (
            self.apply(rows, value)
            if self.apply
            else row_tools.narrowed(rows, self.field or self.name, value)
        )

    def chip(self, request: Request) -> Chip:
        """How the filter is drawn now."""
        value, known = self.value(request), self.known(request)
        options = [
            Option(key, label, _with(request, self.name, key), key == value) for key, label in known.items()
        ]
        return Chip(
            self.name, self.label, known.get(value, ""), bool(value), _with(request, self.name, ""), options
        )


STILL, EVERYTHING = "STILL", "ALL"
ALL_OF_THEM = gettext_lazy("All of them")


@dataclass(frozen=True)
class States(Filter):
    """One state of a lifecycle; while none is asked for, the ``still`` ones: what is not over yet, as a rule.

    ``still_label`` is their common word, ``all_label`` that of every state together.
    """

    still: tuple[str, ...] = ()
    still_label: Text = ""
    all_label: Text = ALL_OF_THEM

    def known(self, request: Request) -> dict[str, Text]:
        return {STILL: self.still_label, **super().known(request), EVERYTHING: self.all_label}

    def value(self, request: Request) -> str:
        return super().value(request) or STILL

    def narrow(self, rows: Any, request: Request) -> Any:
        value = self.value(request)
        if value == STILL:
            return rows.filter(**{f"{self.field or self.name}__in": self.still})
        return rows if value == EVERYTHING else row_tools.narrowed(rows, self.field or self.name, value)

    def chip(self, request: Request) -> Chip:
        return replace(super().chip(request), active=self.value(request) != STILL)


@dataclass(frozen=True)
class Flag(Filter):
    """On or off: ``apply(rows, request)`` narrows when it is on, or the field must be true."""

    def known(self, request: Request) -> dict[str, Text]:  # noqa: ARG002
        return {"1": self.label}

    def narrow(self, rows: Any, request: Request) -> Any:
        if not self.value(request):
            return rows
        return (
            self.apply(rows, request)
            if self.apply
            else row_tools.narrowed(rows, self.field or self.name, True)
        )

    def chip(self, request: Request) -> Chip:
        on = bool(self.value(request))
        return Chip(
            self.name,
            self.label,
            "",
            on,
            _with(request, self.name, ""),
            toggle_url=_with(request, self.name, "" if on else "1"),
        )


@dataclass(frozen=True)
class Period(Filter):
    """When: today, yesterday, the last 7 or 30 days, this month; for a field that is a moment."""

    def known(self, request: Request) -> dict[str, Text]:  # noqa: ARG002
        return {
            "today": _("Today"),
            "yesterday": _("Yesterday"),
            "7d": _("Last 7 days"),
            "30d": _("Last 30 days"),
            "month": _("This month"),
        }

    def narrow(self, rows: Any, request: Request) -> Any:
        value = self.value(request)
        if not value:
            return rows
        start, end = bounds(value, request.now)
        name = self.field or self.name
        if isinstance(rows, QuerySet):
            return rows.filter(**{f"{name}__gte": start, f"{name}__lt": end})
        return [
            row for row in rows if (at := row_tools.attribute(row, name)) is not None and start <= at < end
        ]


@dataclass(frozen=True)
class Day(Filter):
    """One day on the site's clock, written like 2026-03-02 in the address; for a field that is a moment."""

    def known(self, request: Request) -> dict[str, Text]:
        wanted = request.GET.get(self.name, "")
        return {wanted: wanted} if _as_day(wanted) else {}

    def narrow(self, rows: Any, request: Request) -> Any:
        day = _as_day(self.value(request))
        if day is None:
            return rows
        start = _midnight(day, timezone.localtime(request.now))
        name = self.field or self.name
        return rows.filter(**{f"{name}__gte": start, f"{name}__lt": start + timedelta(days=1)})


def _as_day(words: str) -> date | None:
    try:
        return parse_date(words)
    except ValueError:  # the shape of a date, and no such day
        return None


ANY = gettext_lazy("Any")


def bounds(period: str, now: datetime) -> tuple[datetime, datetime]:
    """The half-open period on the site's clock."""
    here = timezone.localtime(now)
    today = here.date()
    first = {
        "today": today,
        "yesterday": today - timedelta(days=1),
        "7d": today - timedelta(days=6),
        "30d": today - timedelta(days=29),
        "month": today.replace(day=1),
    }[period]
    last = today if period == "yesterday" else today + timedelta(days=1)
    return _midnight(first, here), _midnight(last, here)


def _midnight(day: date, here: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=here.tzinfo)


def _with(request: Request, name: str, value: str) -> str:
    """The address with the filter set (or dropped), from the first page."""
    kept = [
        (key, each)
        for key, many in request.GET.lists()
        for each in many
        if key not in {name, "page", "format"}
    ]
    if value:
        kept.append((name, value))
    return f"?{urlencode(kept)}"
