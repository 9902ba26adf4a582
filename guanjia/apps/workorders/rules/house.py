"""A site's own rules of dispatch, and who sees a customer's number."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations.terms import TRADES
from guanjia.kernel.refusals import Refusal


def why_not_rules(*, full_load: int, longest_pause_hours: int, skills: list[str]) -> list[Refusal]:
    """Everything wrong with a site's rules of dispatch."""
    found = []
    if not 1 <= full_load <= 50:
        found.append(
            Refusal("full_load", _("Somebody can have 1 to 50 orders at a time."), field="full_load")
        )
    if not 1 <= longest_pause_hours <= 24 * 90:
        found.append(
            Refusal(
                "longest_pause", _("A pause can last 1 hour to 90 days at most."), field="longest_pause_hours"
            )
        )
    if set(skills) - set(TRADES):
        found.append(Refusal("skill_unknown", _("Choose trades from the list.")))
    return found


def may_read_phone(
    *, is_open: bool, assignee_id: int | None, issued_by_id: int | None, actor_id: int | None
) -> bool:
    """Whether a customer's number shows without asking: to whoever does the work or issued it, while it is open."""
    return is_open and actor_id is not None and actor_id in {assignee_id, issued_by_id}
