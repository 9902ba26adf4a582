"""Which steps of an answer and of a proposal an actor can take now, as buttons; asks nothing of the database."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations.lifecycle import BREACH, PROPOSAL
from guanjia.apps.obligations.models import Breach, Proposal
from guanjia.apps.obligations.terms import Can, ProposalState
from guanjia.kernel.actor import Actor
from guanjia.ui.steps import Offered


def of_breach(actor: Actor, breach: Breach) -> list[Offered]:
    """The steps of an answer that would be accepted now, the likeliest first."""
    found = []
    one, site_id = breach.obligation, breach.site_id
    is_owner = one.owner_id == actor.id if one.owner_id else one.owner_post in actor.posts
    if is_owner or actor.can(Can.REASSIGN, site_id):
        if BREACH.allows(breach.state, "correct"):
            found.append(_breach("correct", _("Say what was done"), "tool", breach, "primary"))
        if BREACH.allows(breach.state, "explain"):
            tone = "" if found else "primary"
            found.append(_breach("explain", _("Give the cause"), "help-circle", breach, tone))
    own = actor.id is not None and actor.id in (breach.corrected_by_id, breach.correction_by_id)
    if BREACH.allows(breach.state, "accept") and not own and actor.can(Can.CHECK, site_id):
        found.append(_breach("check", _("Check the correction"), "eye", breach, "primary"))
    if BREACH.allows(breach.state, "dispense") and actor.can(Can.EXCUSE, site_id):
        found.append(_breach("dispense", _("No answer needed"), "ban", breach))
    if actor.can(Can.PROPOSE, site_id):
        found.append(_breach("propose", _("Propose a consequence"), "gavel", breach))
    return found


def of_proposal(actor: Actor, proposal: Proposal, at: datetime) -> list[Offered]:
    """The steps of a proposal that would be accepted now."""
    found = []
    is_person = actor.id is not None and actor.id == proposal.person_id
    is_proposer = actor.id is not None and actor.id == proposal.proposed_by_id
    if is_person and PROPOSAL.allows(proposal.state, "state_view"):
        tone = "primary" if proposal.state == ProposalState.PROPOSED else ""
        found.append(_proposal("state_view", _("State my view"), "message", proposal, tone))
    others = not is_person and not is_proposer and actor.can(Can.DECIDE, proposal.site_id)
    if others and PROPOSAL.allows(proposal.state, "decline"):
        ripe = proposal.state == ProposalState.HEARD or proposal.view_until <= at
        found.append(_proposal("decide", _("Decide"), "gavel", proposal, "primary" if ripe else ""))
    if is_proposer and PROPOSAL.allows(proposal.state, "withdraw"):
        found.append(_proposal("withdraw", _("Take it back"), "arrow-back-up", proposal, at_once=True))
    return found


def _breach(verb: str, label: object, icon: str, breach: Breach, tone: str = "") -> Offered:
    return Offered(verb, label, icon, reverse(f"obligations:{verb}", args=[breach.pk]), False, tone)  # type: ignore[arg-type]


def _proposal(
    verb: str, label: object, icon: str, proposal: Proposal, tone: str = "", *, at_once: bool = False
) -> Offered:
    return Offered(verb, label, icon, reverse(f"obligations:{verb}", args=[proposal.pk]), at_once, tone)  # type: ignore[arg-type]
