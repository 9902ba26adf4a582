"""Orders that end without being done, parents that wait for children, and parts that are split off."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.workorders.terms import CLOSED
from guanjia.kernel.refusals import Refusal

MOST_PARTS = 10


def why_not_reason(reason: str) -> Refusal | None:
    """Why a step that must be explained is not."""
    if reason.strip():
        return None
    return Refusal("reason_missing", _("Write the reason; it stays with the order."), field="reason")


def why_not_close(open_children: tuple[str, ...]) -> Refusal | None:
    """Why an order with open orders under it stays open."""
    if not open_children:
        return None
    return Refusal(
        "children_open",
        _("First close what was issued under this order: %(refs)s."),
        params={"refs": "、".join(open_children)},
    )


def why_not_merge(
    *, same: bool, target_state: str, same_site: bool, consented: bool, target_below: bool
) -> list[Refusal]:
    """Everything that speaks against merging one order into another."""
    found = []
    if same:
        found.append(
            Refusal(
                "merge_itself", _("An order cannot be merged into itself. Choose another one."), field="into"
            )
        )
    if target_state in CLOSED and not same:
        found.append(
            Refusal("target_closed", _("The other order is closed. Choose an open one."), field="into")
        )
    if not same_site:
        found.append(
            Refusal(
                "other_site",
                _("The other order belongs to another site. Choose one of this site."),
                field="into",
            )
        )
    if target_below:
        found.append(
            Refusal(
                "target_below",
                _("The other order was issued under this one. Merge it into this one instead."),
                field="into",
            )
        )
    if consented:
        found.append(
            Refusal(
                "consent_given",
                _(
                    "The customer has consented to a price on this order. Merge the other one into it instead."
                ),
            )
        )
    return found


def why_not_split(titles: list[str]) -> list[Refusal]:
    """Why these are no parts."""
    if not titles:
        return [
            Refusal(
                "parts_missing", _("Write at least one part that gets an order of its own."), field="parts"
            )
        ]
    found = []
    if len(titles) > MOST_PARTS:
        found.append(
            Refusal(
                "parts_too_many",
                _("At most %(most)s parts at a time."),
                field="parts",
                params={"most": MOST_PARTS},
            )
        )
    if any(not title.strip() for title in titles):
        found.append(Refusal("title_missing", _("Write in a few words what is to be done."), field="parts"))
    return found
