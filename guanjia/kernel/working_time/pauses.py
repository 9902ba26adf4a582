"""Pauses: stretches of time that do not count, each with the reason somebody gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from guanjia.kernel.working_time.errors import WorkingTimeError
from guanjia.kernel.working_time.zone import to_epoch


@dataclass(frozen=True, slots=True)
class Pause:
    """Half-open stretch of time that does not count. A pause still running is given with ``until`` = the moment asked about."""

    from_at: datetime
    until: datetime
    reason: str = ""


class Stretch(NamedTuple):
    """A pause in epoch seconds."""

    start: int
    end: int
    reason: str


def laid_out(pauses: Iterable[Pause], start: int) -> list[Stretch]:
    """The pauses from ``start`` on, in order and without overlap; where two overlap, the earlier one's reason stays."""
    stretches: list[Stretch] = []
    free_from = start
    for begin, end, reason in sorted(_stretch(pause) for pause in pauses):
        begin = max(begin, free_from)
        if end > begin:
            stretches.append(Stretch(begin, end, reason))
            free_from = end
    return stretches


def _stretch(pause: Pause) -> Stretch:
    begin, end = to_epoch(pause.from_at), to_epoch(pause.until)
    if end < begin:
        raise WorkingTimeError(
            "pause_ends_before_start",
            "The pause from %(from_at)s ends before it begins; correct one of the two moments.",
            from_at=pause.from_at.isoformat(),
        )
    return Stretch(begin, end, pause.reason)
