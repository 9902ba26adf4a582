"""Which details may be put right, and when the kind may not change any more."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.terms import Kind
from guanjia.kernel.refusals import Refusal

CORRECTED = (
    "title",
    "description",
    "caller_name",
    "caller_phone",
    "urgency",
    "written",
    "classification_id",
    "category",
    "unit_id",
    "place_id",
    "group_code",
    "where",
)
"""The columns ``correct`` may change, besides the kind."""


def why_not_change_kind(old: str, new: str, *, ruled: bool) -> Refusal | None:
    """A complaint the supervisor has ruled on stays one."""
    if old == Kind.COMPLAINT and new != old and ruled:
        return Refusal(
            "ruled_complaint",
            _("The complaint has been ruled on and stays one. The supervisor can rule it invalid."),
            field="kind",
        )
    return None
