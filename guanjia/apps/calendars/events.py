"""What can have happened to a calendar. Whoever keeps deadlines recomputes the open ones of ``site_id`` on both."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("calendars.hours_changed", label=_("Working hours changed"))
@dataclass(frozen=True, kw_only=True)
class HoursChanged(Event):
    """A site has new working hours from a date on. ``calendar`` is the calendar's key, ``version`` its new number."""

    calendar: str
    version: int
    from_on: date
    note: str = ""


@event("calendars.default_changed", label=_("Default calendar changed"))
@dataclass(frozen=True, kw_only=True)
class DefaultChanged(Event):
    """Duties that name no calendar go by another one from now on."""

    calendar: str


@event("calendars.year_published", label=_("Holidays of a year published"))
@dataclass(frozen=True, kw_only=True)
class YearPublished(Event):
    """The holidays of a year were loaded or corrected; recorded once for every site of the company."""

    country: str
    year: int
    version: int
    state: str
