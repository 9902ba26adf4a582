"""A consequence is proposed, the person concerned says their view, a manager decides. Nothing else ever happens by it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.messaging import services as messaging
from guanjia.apps.messaging.terms import Draft, MessageKind
from guanjia.apps.obligations.events import (
    ConsequenceApproved,
    ConsequenceDeclined,
    ConsequenceProposed,
    ConsequenceWithdrawn,
    ViewStated,
)
from guanjia.apps.obligations.lifecycle import PROPOSAL
from guanjia.apps.obligations.models import Breach, Proposal
from guanjia.apps.obligations.rules import proposals
from guanjia.apps.obligations.services.superiors import superior_ids
from guanjia.apps.obligations.terms import (
    DECIDED,
    PROPOSAL_LINK,
    PROPOSED,
    TO_DECIDE,
    UNDECIDED,
    VIEW_DAYS,
    VIEW_STATED,
    Can,
    Consequence,
)
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound, Refusal, refuse
from guanjia.kernel.working_time import Duration, Unit


def propose(
    breach: Breach,
    *,
    by: Actor,
    at: datetime,
    person: int,
    kind: str,
    words: str,
    amount_fen: int | None = None,
    points: int | None = None,
) -> Proposal:
    """Propose a consequence of a breach for somebody below in the reporting line, who is told and can state their view.

    ``amount_fen`` is what a fine is proposed at, in fen. Refuses a deduction from pay, whoever asks for one, and a second
    proposal of the same kind while the first is undecided.
    """
    with locked(breach) as row:
        permit(by, Can.PROPOSE, row)
        concerned = organisations.get_staff(by, person)
        below = None if by.is_system else organisations.below(by, at).get(row.site_id, (None, frozenset()))[1]
        refuse(
            [
                *proposals.why_not_propose(kind, words, amount_fen, points),
                proposals.why_not_person(concerned.pk, by.id, below),
                _why_not_again(row, concerned.pk, kind),
            ]
        )
        made = Proposal(
            company_id=row.company_id,
            breach=row,
            site_id=row.site_id,
            person=concerned,
            pack=row.obligation.pack,
            clause=row.obligation.clause,
            kind=kind,
            amount_fen=amount_fen if kind == Consequence.FINE else None,
            points=points if kind == Consequence.POINTS else None,
            words=words.strip()[:500],
            state=PROPOSAL.initial.value,
            proposed_at=at,
            proposed_by_id=by.id,
            proposed_by_name=by.name,
            view_until=calendars.working_calendar(row.site_id, at).add(
                at, Duration(Unit.WORKING_DAYS, VIEW_DAYS)
            ),
        )
        made.save(force_insert=True)
        record(ConsequenceProposed(**_about(made)), by=by, at=at)
        until = {"moment": made.view_until.isoformat()}
        _tell(made, PROPOSED, [concerned.pk], at, until=until)
        _tell(made, TO_DECIDE, _deciders(made, at), at, until=until)
    return made


def state_view(proposal: Proposal, *, by: Actor, at: datetime, view: str) -> Proposal:
    """The person concerned says what they think of it; possible until the decision, and again to add something."""
    with locked(proposal) as row:
        _permit_seen(by, row)
        refuse(proposals.why_not_view(row.person_id, by.id, view))
        row.state = PROPOSAL.step(row.state, "state_view")
        row.view, row.viewed_at = view.strip()[:1000], at
        row.save(update_fields=["state", "view", "viewed_at"])
        record(ViewStated(**_about(row)), by=by, at=at)
        messaging.settle([row.number], company_id=row.company_id, at=at)
        _tell(row, VIEW_STATED, _deciders(row, at), at)
    return row


def decide(proposal: Proposal, *, by: Actor, at: datetime, approves: bool, reason: str = "") -> Proposal:
    """Approve or decline a proposal; person and proposer are told. That is all: nothing is booked or deducted.

    Refuses the proposer and the person themselves, an approval before the person was heard or their time is over, and
    declining without a reason.
    """
    with locked(proposal) as row:
        permit(by, Can.DECIDE, row)
        state = PROPOSAL.step(row.state, "approve" if approves else "decline")
        refuse(
            proposals.why_not_decide(
                approves=approves,
                state=row.state,
                at=at,
                view_until=row.view_until,
                reason=reason,
                by_id=by.id,
                person_id=row.person_id,
                proposed_by_id=row.proposed_by_id,
            )
        )
        row.state, row.reason = state, reason.strip()[:500]
        row.decided_at, row.decided_by_id, row.decided_by_name = at, by.id, by.name
        row.save(update_fields=["state", "reason", "decided_at", "decided_by_id", "decided_by_name"])
        fact = ConsequenceApproved if approves else ConsequenceDeclined
        record(fact(**_about(row)), by=by, at=at)
        messaging.settle([row.number], company_id=row.company_id, at=at)
        _tell(row, DECIDED, {row.person_id, row.proposed_by_id} - {None, by.id}, at)
    return row


def withdraw(proposal: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """Whoever proposed it takes it back; the person concerned is told."""
    with locked(proposal) as row:
        permit(by, Can.PROPOSE, row)
        refuse(proposals.why_not_withdraw(by.id, row.proposed_by_id))
        row.state = PROPOSAL.step(row.state, "withdraw")
        row.decided_at, row.decided_by_id, row.decided_by_name = at, by.id, by.name
        row.save(update_fields=["state", "decided_at", "decided_by_id", "decided_by_name"])
        record(ConsequenceWithdrawn(**_about(row)), by=by, at=at)
        messaging.settle([row.number], company_id=row.company_id, at=at)
        _tell(row, DECIDED, {row.person_id} - {by.id}, at)
    return row


def _why_not_again(row: Breach, person_id: int, kind: str) -> Refusal | None:
    if Proposal.objects.filter(breach=row, person_id=person_id, kind=kind, state__in=UNDECIDED).exists():
        return Refusal(
            "proposed_already",
            _("The same is proposed for this person already. Wait for the decision."),
            field="kind",
        )
    return None


def _permit_seen(by: Actor, row: Proposal) -> None:
    if row.company_id != by.company_id:
        raise NotFound


def _about(row: Proposal) -> dict[str, Any]:
    """What every fact carries: its own number as the matter, so that it stands on nobody else's timeline."""
    return {"site_id": row.site_id, "ref": row.number, "thread": row.number, "kind": row.kind}


def _deciders(row: Proposal, at: datetime) -> tuple[int, ...]:
    own = {row.proposed_by_id, row.person_id}
    return superior_ids(row.site_id, row.person_id, "", Can.DECIDE, at, but=own)


def _tell(row: Proposal, kind: MessageKind, to: Iterable[int | None], at: datetime, **params: Any) -> None:
    drafts = [
        Draft(
            company_id=row.company_id,
            site_id=row.site_id,
            staff_id=staff_id,
            kind=kind,
            params={"number": row.number, **params},
            link=PROPOSAL_LINK % row.pk,
            about=row.number,
            thread=row.number,
        )
        for staff_id in to
        if staff_id is not None
    ]
    messaging.notify_many(drafts, at=at)
