"""Pure decisions about posts, stand-ins and shifts."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.refusals import Refusal

LONGEST_SHIFT = timedelta(hours=24)


def why_not_period(start: date | datetime, end: date | datetime | None) -> Refusal | None:
    """A period must end after it starts."""
    if end is not None and end <= start:
        return Refusal(
            "ends_before_start", _("The end comes before the start. Choose a later end."), field="until"
        )
    return None


def why_not_stand_in(absent_id: int, stand_in_id: int, holder_ids: set[int]) -> Refusal | None:
    """Somebody else stands in, and only for a person who holds the post."""
    if absent_id == stand_in_id:
        return Refusal(
            "same_person", _("Nobody can stand in for themselves. Choose a colleague."), field="stand_in"
        )
    if absent_id not in holder_ids:
        return Refusal(
            "not_the_holder",
            _("This person does not hold the post. Choose one of its holders."),
            field="absent",
        )
    return None


def why_not_shift(from_at: datetime, until_at: datetime, overlapping: int) -> Refusal | None:
    """A turn of duty is not empty, not longer than a day, and nobody is on duty twice at once."""
    if refusal := why_not_period(from_at, until_at):
        return refusal
    if until_at - from_at > LONGEST_SHIFT:
        return Refusal("shift_too_long", _("A turn of duty is at most 24 hours. Plan two."), field="until")
    if overlapping:
        return Refusal(
            "already_on_duty",
            _("This person is already on duty in that time. Change the other turn first."),
            field="staff",
        )
    return None


def why_not_capabilities(wanted: list[str]) -> list[Refusal]:
    """Only capabilities the product knows can be given to a post."""
    return [
        Refusal(
            "unknown_capability",
            _("“%(key)s” is not a capability. Take it off the list."),
            params={"key": key},
        )
        for key in wanted
        if key not in CAPABILITIES
    ]
