"""The daily review (日清日审) and the weekly list: facts of a site and a day."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("cases.review_due", label=_("Daily review due"))
@dataclass(frozen=True, kw_only=True)
class ReviewDue(Event):
    """The day is to be reviewed."""

    day: date


@event("cases.reviewed", label=_("Day reviewed"))
@dataclass(frozen=True, kw_only=True)
class Reviewed(Event):
    """Everything unfinished was gone through: how many items, how many late, how many without a word that day."""

    day: date
    count: int
    late: int = 0
    without_word: int = 0


@event("cases.weekly_list_due", label=_("Weekly list due"))
@dataclass(frozen=True, kw_only=True)
class WeeklyListDue(Event):
    """The unfinished items of the week are to be analysed; ``day`` is the Monday of the week."""

    day: date


@event("cases.weekly_list_made", label=_("Weekly list made"))
@dataclass(frozen=True, kw_only=True)
class WeeklyListMade(Event):
    """The list of unfinished items was analysed."""

    day: date
    count: int
