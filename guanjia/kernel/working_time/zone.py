"""Seconds since 1970 and local clocks, both ways, without the cost of time-zone look-ups where the zone stands still."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from guanjia.kernel.working_time.errors import BeyondCalendar, NaiveMoment

DAY: Final = 86_400
EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def to_epoch(moment: datetime) -> int:
    """Whole seconds since 1970 (a fraction of a second is dropped); a moment without offset is refused."""
    try:
        since = moment - EPOCH
    except TypeError:
        raise NaiveMoment(
            "naive_moment",
            "%(moment)s has no offset from UTC; add one, like +08:00.",
            moment=moment.isoformat(),
        ) from None
    return since.days * DAY + since.seconds


class LocalClock:
    """The wall clock of one zone. ``offset`` is the zone's one offset in the covered years, or None where it changes.

    China has kept +08:00 since 1991, so moments there are one addition; zones with summer time take the slow road.
    """

    __slots__ = ("_base", "offset", "zone")

    def __init__(self, zone: ZoneInfo, first: date, last: date) -> None:
        self.zone = zone
        offsets = {
            datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset()
            for day in map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        }
        only = offsets.pop() if len(offsets) == 1 else None
        self.offset = None if only is None else int(only.total_seconds())
        self._base = datetime(1970, 1, 1, tzinfo=zone) + timedelta(seconds=self.offset or 0)

    def moment(self, epoch: int) -> datetime:
        """The local, aware moment of an epoch second."""
        if self.offset is not None:
            return self._base + timedelta(0, epoch)
        return self.far_moment(epoch)

    def moments(self, epochs: Iterable[int]) -> list[datetime]:
        """``moment`` for many."""
        if self.offset is None:
            return [self.far_moment(epoch) for epoch in epochs]
        base, delta = self._base, timedelta
        return [base + delta(0, epoch) for epoch in epochs]

    def far_moment(self, epoch: int) -> datetime:
        """The same for any year, also outside the covered ones; raises :class:`BeyondCalendar` after year 9999."""
        try:
            return (EPOCH + timedelta(0, epoch)).astimezone(self.zone)
        except OverflowError:
            raise BeyondCalendar(
                "beyond_time", "The moment lies outside the years a date can name."
            ) from None

    def wall(self, epoch: int) -> int:
        """Seconds the local wall clock shows since 1970-01-01 00:00 local."""
        if self.offset is not None:
            return epoch + self.offset
        offset = self.far_moment(epoch).utcoffset()
        return epoch + int(offset.total_seconds()) if offset else epoch

    def unwall(self, wall: int) -> int:
        """The epoch second at which the wall clock shows this (the earlier one where it shows it twice)."""
        if self.offset is not None:
            return wall - self.offset
        return to_epoch(datetime(1970, 1, 1, tzinfo=self.zone) + timedelta(0, wall))

    def at(self, ordinal: int, second: int) -> int:
        """Epoch second of a local date (by ordinal) and seconds after its midnight; may run past the date's end."""
        return self.unwall((ordinal - EPOCH_ORDINAL) * DAY + second)

    def ordinal(self, epoch: int) -> int:
        """Ordinal of the local date."""
        return EPOCH_ORDINAL + self.wall(epoch) // DAY
