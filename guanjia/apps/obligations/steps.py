"""Which steps of an obligation an actor can take now: what the lifecycle, the capability and the rules all allow."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations.lifecycle import OBLIGATION
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.queries.views import duty_of
from guanjia.apps.obligations.rules import refusals
from guanjia.apps.obligations.terms import RUNNING, Can, State
from guanjia.kernel.actor import Actor
from guanjia.ui.steps import Offered

NEEDS = {
    "acknowledge": Can.ACKNOWLEDGE,
    "pause": Can.PAUSE,
    "resume": Can.PAUSE,
    "reassign": Can.REASSIGN,
    "excuse": Can.EXCUSE,
}
ICONS = {
    "acknowledge": "bell-check",
    "pause": "player-pause",
    "resume": "player-play",
    "reassign": "user-share",
    "excuse": "hand-stop",
}
AT_ONCE = frozenset({"acknowledge", "resume"})
"""Steps that need nothing typed."""


REPORT = _("Report it done")


def offered(actor: Actor, row: Obligation, at: datetime) -> list[Offered]:
    """The steps that would be accepted now, the likeliest first; asks nothing of the database."""
    return [*_report(actor, row, at), *_others(actor, row, at)]


def _report(actor: Actor, row: Obligation, at: datetime) -> list[Offered]:
    """Reporting ends a duty in one of two states, so it is no step of the table; it comes first where it can be done."""
    duty = duty_of(row)
    if duty is None or not duty.is_reported or row.state not in RUNNING or at < row.start_at:
        return []
    is_owner = row.owner_id == actor.id if row.owner_id else row.owner_post in actor.posts
    if not is_owner and not actor.can(Can.REASSIGN, row.site_id):
        return []
    url = reverse("obligations:report", args=[row.pk])
    return [Offered("report", REPORT, "circle-check", url, False, "primary" if is_owner else "")]


def _others(actor: Actor, row: Obligation, at: datetime) -> list[Offered]:
    open_ones = [
        step
        for step in OBLIGATION.next_steps(row.state)
        if step.verb in NEEDS
        and actor.can(NEEDS[step.verb], row.site_id)
        and _makes_sense(step.verb, actor, row, at)
    ]
    return [
        Offered(
            step.verb,
            step.label,
            ICONS[step.verb],
            reverse(f"obligations:{step.verb}", args=[row.pk]),
            step.verb in AT_ONCE,
            "primary" if number == 0 and step.verb in AT_ONCE else "",
        )
        for number, step in enumerate(open_ones)
    ]


def can_acknowledge(actor: Actor, row: Obligation, at: datetime) -> bool:
    """Whether an escalation waits that this actor may acknowledge."""
    return (
        actor.can(Can.ACKNOWLEDGE, row.site_id)
        and waits_for_acknowledgement(row, at)
        and refusals.why_not_acknowledge(row.breached_at is not None, row.owner_id, actor.id, row.level)
        is None
    )


def waits_for_acknowledgement(row: Obligation, at: datetime) -> bool:
    """Whether the duty has been escalated and nobody has said (or no longer says) they see to it."""
    heard = row.acknowledged_at is not None and (
        row.acknowledged_until is None or row.acknowledged_until > at
    )
    return row.state == State.OPEN and row.breached_at is not None and row.level > 0 and not heard


def _makes_sense(verb: str, actor: Actor, row: Obligation, at: datetime) -> bool:
    if verb == "acknowledge":
        return can_acknowledge(actor, row, at)
    return verb != "pause" or row.due_at > at
