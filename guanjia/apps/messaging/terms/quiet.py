"""The part of the day in which nobody is disturbed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A daily stretch, half-open, perhaps over midnight, in which only messages about safety go out."""

    start: time
    end: time

    @classmethod
    def parse(cls, words: str) -> "QuietHours":
        """Read "22:00-07:30". Raises ``ValueError`` for anything else, and for an empty stretch."""
        start, _dash, end = words.partition("-")
        read = cls(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
        if read.start == read.end:
            raise ValueError("quiet hours must end at another time than they start")
        return read

    def holds(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether a moment falls into the quiet hours of the zone."""
        clock = moment.astimezone(zone).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def ends_after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first end of quiet hours after a moment."""
        local = moment.astimezone(zone)
        here = _on(local.date(), self.end, zone)
        return here if here > moment else _on(local.date() + timedelta(days=1), self.end, zone)

    def begins_by(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The last beginning of quiet hours at or before a moment."""
        local = moment.astimezone(zone)
        here = _on(local.date(), self.start, zone)
        return here if here <= moment else _on(local.date() - timedelta(days=1), self.start, zone)

    def begins_after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first beginning of quiet hours after a moment."""
        local = moment.astimezone(zone)
        here = _on(local.date(), self.start, zone)
        return here if here > moment else _on(local.date() + timedelta(days=1), self.start, zone)

    def heard_at(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment itself, or the end of the quiet hours it falls into."""
        return self.ends_after(moment, zone) if self.holds(moment, zone) else moment

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def _on(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone)
