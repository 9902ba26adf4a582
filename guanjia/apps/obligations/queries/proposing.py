"""Reading proposed consequences: for the person concerned, for whoever proposed it, and for those up the line who may."""

from datetime import datetime

from django.db.models import Q, QuerySet

from guanjia.apps.obligations.models import Breach, Proposal
from guanjia.apps.obligations.terms import Can, ProposalState
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


def list_proposals(actor: Actor, at: datetime) -> QuerySet[Proposal]:
    """The proposals the actor may see, the latest first: about themselves, by themselves, and about people below them."""
    rows = Proposal.objects.filter(company_id=actor.company_id)
    if not actor.is_system:
        rows = rows.filter(_about(actor) | _of_line(actor, at))
    return rows.select_related("person", "breach__obligation").order_by("-proposed_at", "-id")


def get_proposal(actor: Actor, proposal_id: int, at: datetime) -> Proposal:
    """One proposal the actor may see. Raises ``NotFound`` for others' and for none."""
    found = list_proposals(actor, at).filter(pk=proposal_id).first()
    if found is None:
        raise NotFound
    return found


def proposals_of(actor: Actor, breach: Breach, at: datetime) -> list[Proposal]:
    """The proposals about a breach, as far as the actor may see them."""
    return list(list_proposals(actor, at).filter(breach=breach))


def proposals_waiting(actor: Actor, at: datetime) -> tuple[list[Proposal], list[Proposal]]:
    """What waits for the actor's view, and for their decision; who stands below them is asked only when there is any."""
    ripe = Q(state=ProposalState.HEARD.value) | Q(state=ProposalState.PROPOSED.value, view_until__lte=at)
    decide = ripe & Q(site_id__in=actor.sites_with(Can.DECIDE))
    mine = Q(person_id=actor.id, state=ProposalState.PROPOSED.value)
    rows = Proposal.objects.filter(mine | decide, company_id=actor.company_id)
    found = list(rows.select_related("person", "breach__obligation").order_by("-proposed_at", "-id"))
    about = [one for one in found if one.person_id == actor.id and one.state == ProposalState.PROPOSED.value]
    others = [one for one in found if actor.id not in (one.person_id, one.proposed_by_id)]
    if not others or actor.is_system:
        return about, others
    below = {site_id: people for site_id, (_posts, people) in organisations.below(actor, at).items()}
    return about, [one for one in others if one.person_id in below.get(one.site_id, ())]


def _about(actor: Actor) -> Q:
    return Q(person_id=actor.id) | Q(proposed_by_id=actor.id) if actor.id is not None else Q(pk__in=())


def _of_line(actor: Actor, at: datetime) -> Q:
    """About people below the actor, at the sites where they may propose or decide."""
    able = actor.sites_with(Can.PROPOSE) | actor.sites_with(Can.DECIDE)
    found = Q(pk__in=())
    for site_id, (_posts, people) in organisations.below(actor, at).items():
        if site_id in able:
            found |= Q(site_id=site_id, person_id__in=people)
    return found
