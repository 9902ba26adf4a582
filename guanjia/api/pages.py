"""Cursor pages: a page starts after the last row of the one before, so rows that come in between move nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.api.problems import Problem
from guanjia.kernel.refusals import Refusal

MOST = 200
_BAD = Refusal("bad_cursor", _("This cursor is not one of ours. Start again without it."), field="cursor")


def newest_first(rows: QuerySet[Any], cursor: str | None, limit: int) -> tuple[list[Any], str | None]:
    """A page in order of descending id, and the cursor of the next one (None: this was the last)."""
    if cursor:
        (last,) = _read(cursor, (_whole,))
        rows = rows.filter(pk__lt=last)
    return _cut(list(rows.order_by("-pk")[: limit + 1]), limit, lambda row: [row.pk])


def oldest_first(rows: QuerySet[Any], cursor: str | None, limit: int) -> tuple[list[Any], str | None]:
    """A page in order of ascending id, and the cursor of the next one."""
    if cursor:
        (last,) = _read(cursor, (_whole,))
        rows = rows.filter(pk__gt=last)
    return _cut(list(rows.order_by("pk")[: limit + 1]), limit, lambda row: [row.pk])


def by_moment(
    rows: QuerySet[Any], field: str, cursor: str | None, limit: int
) -> tuple[list[Any], str | None]:
    """A page in order of a moment (then of id), soonest first, and the cursor of the next one."""
    if cursor:
        moment, last = _read(cursor, (_moment, _whole))
        rows = rows.filter(Q(**{f"{field}__gt": moment}) | Q(**{field: moment, "pk__gt": last}))
    found = list(rows.order_by(field, "pk")[: limit + 1])
    return _cut(found, limit, lambda row: [getattr(row, field).astimezone(UTC).isoformat(), row.pk])


def _cut(found: list[Any], limit: int, place: Callable[[Any], list[Any]]) -> tuple[list[Any], str | None]:
    if len(found) <= limit:
        return found, None
    shown = found[:limit]
    return shown, _write(place(shown[-1]))


def _write(place: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def _read(cursor: str, kinds: Sequence[Callable[[Any], Any]]) -> list[Any]:
    """The place a cursor stands for. Raises ``Problem`` for anything we have not written ourselves."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(place, list):
            raise TypeError
        return [kind(value) for kind, value in zip(kinds, place, strict=True)]
    except (ValueError, TypeError, RecursionError) as error:
        raise Problem(422, _BAD) from error


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**62:
        raise ValueError
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None or not 1900 < moment.year < 2200:
        raise ValueError
    return moment
