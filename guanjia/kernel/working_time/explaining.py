"""Why a deadline is when it is: the stretches between start and due, each counted or not, each with its reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from guanjia.kernel.working_time.days import DayKind
from guanjia.kernel.working_time.pauses import Stretch
from guanjia.kernel.working_time.reckoning import Reckoning
from guanjia.kernel.working_time.zone import to_epoch


class Why(StrEnum):
    """The reason a stretch counts or does not."""

    ELAPSED = "elapsed"
    """Counted: the duration runs by the clock on the wall."""
    WORK = "work"
    """Counted: working time."""
    MAKEUP = "makeup"
    """Counted: working time of a make-up working day."""
    BREAK = "break"
    """Not counted: between two intervals of one working day (lunch)."""
    NIGHT = "night"
    """Not counted: after closing or before opening of a working day."""
    REST = "rest"
    """Not counted: a day off of the weekly pattern."""
    HOLIDAY = "holiday"
    """Not counted: a holiday; the span carries its name."""
    PAUSE = "pause"
    """Not counted: a pause; the span carries its reason."""


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch, half-open; ``name`` is the holiday's or make-up day's name, or the reason of a pause."""

    from_at: datetime
    until: datetime
    counted: bool
    why: Why
    name: str = ""

    @property
    def seconds(self) -> int:
        """Its elapsed length."""
        return to_epoch(self.until) - to_epoch(self.from_at)


class _Piece(NamedTuple):
    start: int
    end: int
    why: Why
    name: str


_COUNTED = frozenset({Why.ELAPSED, Why.WORK, Why.MAKEUP})


def spans(
    reckoning: Reckoning, start: int, due: int, pauses: Sequence[Stretch], *, by_work: bool
) -> Iterator[Span]:
    """The stretches from ``start`` to ``due`` without a gap; ``by_work`` says whether only work counts."""
    pieces = (
        _calendar_pieces(reckoning, start, due) if by_work else iter([_Piece(start, due, Why.ELAPSED, "")])
    )
    moment = reckoning.clock.far_moment
    for piece in _joined(_with_pauses(pieces, pauses)):
        yield Span(moment(piece.start), moment(piece.end), piece.why in _COUNTED, piece.why, piece.name)


def _calendar_pieces(reckoning: Reckoning, start: int, due: int) -> Iterator[_Piece]:
    table = reckoning.table
    at = start
    index = bisect_right(table.ends, start)
    while at < due:
        opens, closes = (table.starts[index], table.ends[index]) if index < len(table.starts) else (due, due)
        if at < opens:
            yield from _idle(reckoning, at, min(opens, due))
            at = opens
        if at < due:
            day = reckoning.book.day(date.fromordinal(table.dates[bisect_right(table.opens, at) - 1]))
            why = Why.MAKEUP if day.kind is DayKind.MAKEUP else Why.WORK
            yield _Piece(at, min(closes, due), why, day.name)
            at = closes
        index += 1


def _idle(reckoning: Reckoning, start: int, end: int) -> Iterator[_Piece]:
    """A stretch without work, cut at midnights where the reason may change."""
    clock = reckoning.clock
    if reckoning.day_of(start)[1] == 0 and reckoning.day_of(end - 1) == reckoning.day_of(start):
        yield _Piece(start, end, Why.BREAK, "")
        return
    at = start
    while at < end:
        ordinal = clock.ordinal(at)
        until = min(clock.at(ordinal + 1, 0), end)
        day = reckoning.book.day(date.fromordinal(ordinal))
        if day.hours:
            yield _Piece(at, until, Why.NIGHT, "")
        elif day.kind is DayKind.HOLIDAY:
            yield _Piece(at, until, Why.HOLIDAY, day.name)
        else:
            yield _Piece(at, until, Why.REST, "")
        at = until


def _with_pauses(pieces: Iterable[_Piece], pauses: Sequence[Stretch]) -> Iterator[_Piece]:
    for piece in pieces:
        at = piece.start
        for pause in pauses:
            if pause.end <= at or pause.start >= piece.end:
                continue
            if pause.start > at:
                yield _Piece(at, pause.start, piece.why, piece.name)
            until = min(pause.end, piece.end)
            yield _Piece(max(pause.start, at), until, Why.PAUSE, pause.reason)
            at = until
        if at < piece.end:
            yield _Piece(at, piece.end, piece.why, piece.name)


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Neighbours with the same reason become one."""
    last: _Piece | None = None
    for piece in pieces:
        if last is not None and (last.end, last.why, last.name) == (piece.start, piece.why, piece.name):
            last = last._replace(end=piece.end)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
