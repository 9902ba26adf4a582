"""Return visits: whose they are, who may never make them, when they are tried again."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.terms import Can, ComplaintClass, DeskPost, Parameters, SignedHow
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import Refusal

ORDINARY_VISITORS = frozenset({DeskPost.STEWARD, DeskPost.FRONT_DESK})
"""Every other post visits only after a major complaint."""


NOTHING_TO_CONFIRM = Refusal(
    "nothing_to_confirm", _("There is nothing to confirm at the moment. We will let you know.")
)


def visitor_post(*, complaint_class: str, steward_ids: Collection[int], doers: Collection[int]) -> DeskPost:
    """Whose visit it is: the property manager's for a major complaint (C-RULE-269), the steward's of the own cluster

    (A-RULE-377) unless the steward did the job, else the front desk's (C-RULE-261).
    """
    if complaint_class == ComplaintClass.MAJOR:
        return DeskPost.PROPERTY_MANAGER
    if any(steward not in doers for steward in steward_ids):
        return DeskPost.STEWARD
    return DeskPost.FRONT_DESK


def why_not_visitor(
    actor: Actor, *, site_id: int, group_code: str, post: str, doers: Collection[int]
) -> Refusal | None:
    """Whether the actor may make this visit.

    Never the one who did the job; a major complaint's only by the property manager; any other's by the post it
    stands for (a steward's by the cluster's own) or by a supervisor.
    """
    if actor.kind is not ActorKind.STAFF or actor.id is None:
        return Refusal(
            "visit_by_person", _("A return visit is made by a person of the staff. Sign in as one.")
        )
    if actor.id in doers:
        return Refusal(
            "visitor_did_the_job",
            _("Whoever did the job does not make the return visit. A colleague takes it."),
        )
    if post not in ORDINARY_VISITORS:
        if post in actor.posts:
            return None
        return Refusal(
            "visit_by_property_manager",
            _("The property manager visits after a major complaint. Ask them to take it."),
        )
    if actor.can(Can.SUPERVISE, site_id) or (post != DeskPost.STEWARD and post in actor.posts):
        return None
    if post == DeskPost.STEWARD and DeskPost.STEWARD in actor.posts:
        mine = [group for group in actor.groups if group.startswith(f"{site_id}:")]
        if not mine or f"{site_id}:{group_code}" in mine:
            return None
    return Refusal(
        "visit_of_another_post", _("This visit is not in your queue. Take the oldest one of your own queue.")
    )


def why_not_jump(actor: Actor, *, site_id: int, oldest: str, ref: str) -> Refusal | None:
    """The oldest of one's queue comes first, so that nobody waits for ever; a supervisor may choose."""
    if not oldest or oldest == ref or actor.can(Can.SUPERVISE, site_id):
        return None
    return Refusal(
        "older_visit_waits", _("%(ref)s has waited longer. Take it first."), params={"ref": oldest}
    )


def why_not_yet(due_at: datetime, at: datetime) -> Refusal | None:
    """A visit to be tried later is not taken before."""
    if due_at > at:
        return Refusal("visit_not_due", _("The next attempt is later. Take another visit until then."))
    return None


def why_not_record(actor: Actor, claimed_by: int | None) -> Refusal | None:
    """The one who took the visit records it; nobody signs for somebody else's call."""
    if actor.id is not None and actor.id == claimed_by:
        return None
    return Refusal(
        "visit_of_another", _("A colleague has taken this visit. Ask them, or wait until it is put back.")
    )


def why_not_release(actor: Actor, *, site_id: int, claimed_by: int | None) -> Refusal | None:
    """One's own visit can be put back; a supervisor puts back anybody's."""
    if actor.can(Can.SUPERVISE, site_id):
        return None
    return why_not_record(actor, claimed_by)


def why_not_signed(*, signed_by: str, how: str) -> list[Refusal]:
    """A satisfied customer signs, on the screen or by phone."""
    found: list[Refusal] = []
    if not signed_by.strip():
        found.append(
            Refusal("signer_missing", _("Enter the name of the person who confirms."), field="signed_by")
        )
    if how not in {one.value for one in SignedHow}:
        found.append(
            Refusal(
                "sign_how_unknown",
                _("Choose whether the customer signed on the screen or by phone."),
                field="how",
            )
        )
    return found


def why_not_rating(rating: int | None) -> Refusal | None:
    """Stars go from 1 to 5."""
    if rating is None or 1 <= rating <= 5:
        return None
    return Refusal("rating_out_of_range", _("Give one to five stars, or none."), field="rating")


def why_not_customer_signs(post: str, *, claimed: bool) -> Refusal | None:
    """After a major complaint the customer signs at the property manager's visit, not instead of it (C-RULE-269)."""
    if post not in ORDINARY_VISITORS and not claimed:
        return Refusal(
            "visit_first",
            _("The property manager will visit you first. You can sign when they are with you."),
        )
    return None


def next_attempt(at: datetime, attempts: int, parameters: Parameters) -> datetime:
    """When an unreached customer is tried again: 4 h, 8 h, 16 h …, never more than two days on."""
    doublings = min(max(attempts - 1, 0), 6)
    wait = parameters.visit_retry * int(2**doublings)
    return at + min(wait, parameters.visit_retry_most)


def why_not_retry_at(at: datetime, again_at: datetime | None, parameters: Parameters) -> Refusal | None:
    """The customer may name a time for the next attempt, soon enough not to be forgotten."""
    if again_at is None or timedelta(0) < again_at - at <= parameters.visit_retry_most:
        return None
    return Refusal(
        "retry_out_of_range",
        _("Try again within %(hours)s hours. Choose an earlier time."),
        field="again_at",
        params={"hours": int(parameters.visit_retry_most.total_seconds() // 3600)},
    )
