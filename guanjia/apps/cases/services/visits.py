"""Making return visits (回访): take the oldest, record what the customer says. The case is locked before the visit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from guanjia.apps.cases import events
from guanjia.apps.cases.lifecycle import VISIT, VisitState
from guanjia.apps.cases.models import Case, ReturnVisit
from guanjia.apps.cases.queries.parameters import parameters
from guanjia.apps.cases.queries.visits import next_visit, visits_for
from guanjia.apps.cases.rules import visits as rules
from guanjia.apps.cases.rules.intake import tidy
from guanjia.apps.cases.rules.promises import missing_text
from guanjia.apps.cases.services.endings import take_back
from guanjia.apps.cases.services.visit_queue import visit_due
from guanjia.apps.cases.terms import Can
from guanjia.apps.documents import services as documents
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refusal, refuse

PURPOSE = "return_visit"


def claim_next_visit(site_id: int, *, by: Actor, at: datetime) -> ReturnVisit | None:
    """Take the visit that has waited longest among those the actor may make; None when there is none.

    Two people asking at once get two different visits.
    """
    with transaction.atomic():
        permit_at(by, Can.VISIT, site_id)
        for candidate in visits_for(by, site_id, at):
            fresh = (
                ReturnVisit.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(pk=candidate.pk)
                .due(at)
                .select_related("case")
                .first()
            )
            if fresh is not None:
                return _claim(fresh, by=by, at=at)
        return None


def claim_visit(visit: ReturnVisit, *, by: Actor, at: datetime) -> ReturnVisit:
    """Take one visit: the oldest of one's own queue, or any for a supervisor. Never by whoever did the job."""
    with locked(visit) as visit:
        permit(by, Can.VISIT, visit)
        VISIT.step(
            visit.state, "claim"
        )  # told first: whose turn it is does not matter when it is not waiting
        oldest = next_visit(by, visit.site_id, at)
        refuse(
            [
                _why_not_visitor(visit, by),
                rules.why_not_yet(visit.due_at, at),
                rules.why_not_jump(
                    by, site_id=visit.site_id, oldest=oldest.ref if oldest else "", ref=visit.ref
                ),
            ]
        )
        return _claim(visit, by=by, at=at)


def release_visit(visit: ReturnVisit, *, by: Actor, at: datetime) -> ReturnVisit:
    """Put a visit taken back at its old place in the queue."""
    with locked(visit) as visit:
        permit(by, Can.VISIT, visit)
        refuse(rules.why_not_release(by, site_id=visit.site_id, claimed_by=visit.visitor_id))
        _release(visit, by=by, at=at)
        return visit


def release_stale_claims(*, at: datetime) -> int:
    """Put back every visit of the open company that was taken and not made in time; answers how many."""
    count = 0
    for found in ReturnVisit.objects.filter(state=VisitState.CLAIMED.value).order_by("id"):
        put_back_at = at - parameters(found.site_id).visit_claim_lasts
        if found.claimed_at is None or found.claimed_at > put_back_at:
            continue
        with locked(found) as visit:
            if visit.claimed_at == found.claimed_at and VISIT.allows(visit.state, "release"):
                _release(visit, by=Actor.system(visit.company_id), at=at)
                count += 1
    return count


def record_satisfied(
    visit: ReturnVisit,
    *,
    by: Actor,
    at: datetime,
    signed_by: str,
    how: str,
    strokes: str = "",
    rating: int | None = None,
    note: str = "",
) -> ReturnVisit:
    """The customer is satisfied and signs: on the screen (``strokes``), or by phone to the visitor.

    ``signed_by`` is the customer's name. By phone the visitor's own name stands beside it as witness.
    """
    with _visit_locked(visit) as (case, visit):
        permit(by, Can.VISIT, visit)
        state = VISIT.step(visit.state, "record_satisfied")
        refuse(
            [
                *_why_not_recorder(visit, by),
                *rules.why_not_signed(signed_by=signed_by, how=how),
                rules.why_not_rating(rating),
            ]
        )
        visit.state = state
        _sign(
            case, visit, by=by, at=at, signed_by=signed_by, how=how, strokes=strokes, rating=rating, note=note
        )
        record(_visited(case, visit, "satisfied", by.id), by=by, at=at)
        return visit


def record_dissatisfied(
    visit: ReturnVisit, *, by: Actor, at: datetime, reason: str, rating: int | None = None
) -> ReturnVisit:
    """The customer is not satisfied: the case goes back to its handler with the reason (C-RULE-260)."""
    with _visit_locked(visit) as (case, visit):
        permit(by, Can.VISIT, visit)
        state = VISIT.step(visit.state, "record_dissatisfied")
        refuse([*_why_not_recorder(visit, by), missing_text(reason, "reason"), rules.why_not_rating(rating)])
        _dissatisfied(case, visit, state, by=by, at=at, reason=reason, rating=rating, visitor_id=by.id)
        return visit


def record_unreached(
    visit: ReturnVisit, *, by: Actor, at: datetime, note: str = "", again_at: datetime | None = None
) -> ReturnVisit:
    """Nobody was there: the visit is queued again for later (``again_at``, or by rule) and stays as old as it is."""
    with _visit_locked(visit) as (case, visit):
        permit(by, Can.VISIT, visit)
        figures = parameters(visit.site_id)
        state = VISIT.step(visit.state, "record_unreached")
        refuse([*_why_not_recorder(visit, by), rules.why_not_retry_at(at, again_at, figures)])
        visit.state = state
        visit.attempts += 1
        visit.due_at = again_at or rules.next_attempt(at, visit.attempts, figures)
        visit.note = tidy(note)
        visit.visitor_id = visit.claimed_at = None
        visit.save(update_fields=["state", "attempts", "due_at", "note", "visitor", "claimed_at"])
        record(_visited(case, visit, "unreached", by.id), by=by, at=at)
        record(visit_due(case, visit), by=by, at=at)
        return visit


def confirm_visit(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    signed_by: str,
    strokes: str,
    rating: int | None = None,
    note: str = "",
) -> ReturnVisit:
    """The customer confirms by the link and signs there. After a major complaint only during the manager's visit."""
    with _open_visit_locked(case) as (case, visit):
        permit(by, Can.FOLLOW, case)
        state = VISIT.step(visit.state, "confirm")
        refuse(
            [
                rules.why_not_customer_signs(visit.visitor_post, claimed=visit.visitor_id is not None),
                *rules.why_not_signed(signed_by=signed_by, how="SCREEN"),
                rules.why_not_rating(rating),
            ]
        )
        visit.state = state
        _sign(
            case,
            visit,
            by=by,
            at=at,
            signed_by=signed_by,
            how="SCREEN",
            strokes=strokes,
            rating=rating,
            note=note,
        )
        record(_visited(case, visit, "satisfied", visit.visitor_id), by=by, at=at)
        return visit


def contest_visit(
    case: Case, *, by: Actor, at: datetime, reason: str, rating: int | None = None
) -> ReturnVisit:
    """The customer says by the link that it is not settled: the case goes back to its handler."""
    with _open_visit_locked(case) as (case, visit):
        permit(by, Can.FOLLOW, case)
        state = VISIT.step(visit.state, "contest")
        refuse([missing_text(reason, "reason"), rules.why_not_rating(rating)])
        _dissatisfied(
            case, visit, state, by=by, at=at, reason=reason, rating=rating, visitor_id=visit.visitor_id
        )
        return visit


@contextmanager
def _visit_locked(visit: ReturnVisit) -> Iterator[tuple[Case, ReturnVisit]]:
    """The case, then its visit, both fresh and locked: everywhere in this order."""
    with locked(visit.case) as case:
        fresh = ReturnVisit.objects.select_for_update().filter(pk=visit.pk).first()
        if fresh is None:
            raise NotFound
        yield case, fresh


@contextmanager
def _open_visit_locked(case: Case) -> Iterator[tuple[Case, ReturnVisit]]:
    with locked(case) as fresh:
        visit = ReturnVisit.objects.select_for_update().filter(case_id=fresh.pk).open().first()
        if visit is None:
            refuse(rules.NOTHING_TO_CONFIRM)
            raise AssertionError("unreachable")
        yield fresh, visit


def _why_not_visitor(visit: ReturnVisit, by: Actor) -> Refusal | None:
    return rules.why_not_visitor(
        by,
        site_id=visit.site_id,
        group_code=visit.group_code,
        post=visit.visitor_post,
        doers=visit.doer_ids,
    )


def _why_not_recorder(visit: ReturnVisit, by: Actor) -> list[Refusal | None]:
    return [_why_not_visitor(visit, by), rules.why_not_record(by, visit.visitor_id)]


def _claim(visit: ReturnVisit, *, by: Actor, at: datetime) -> ReturnVisit:
    visit.state = VISIT.step(visit.state, "claim")
    visit.visitor_id, visit.claimed_at = by.id, at
    visit.save(update_fields=["state", "visitor", "claimed_at"])
    assert by.id is not None
    record(
        events.VisitClaimed(
            site_id=visit.site_id, ref=visit.ref, thread=visit.case.ref, visit=visit.ref, visitor_id=by.id
        ),
        by=by,
        at=at,
    )
    return visit


def _release(visit: ReturnVisit, *, by: Actor, at: datetime) -> None:
    visit.state = VISIT.step(visit.state, "release")
    visit.visitor_id = visit.claimed_at = None
    visit.save(update_fields=["state", "visitor", "claimed_at"])
    record(
        events.VisitReleased(site_id=visit.site_id, ref=visit.ref, thread=visit.case.ref, visit=visit.ref),
        by=by,
        at=at,
    )


def _sign(
    case: Case,
    visit: ReturnVisit,
    *,
    by: Actor,
    at: datetime,
    signed_by: str,
    how: str,
    strokes: str,
    rating: int | None,
    note: str,
) -> None:
    visit.signature = documents.sign(
        by=by,
        at=at,
        site_id=visit.site_id,
        about_ref=visit.ref,
        purpose=PURPOSE,
        signer_name=tidy(signed_by, one_line=True),
        how=how,
        strokes=strokes,
        thread=case.ref,
    )
    visit.signed_by = visit.signature.signer_name
    visit.rating, visit.note, visit.done_at = rating, tidy(note), at
    visit.save(update_fields=["state", "signature", "signed_by", "rating", "note", "done_at"])
    case.told_at = at
    case.save(update_fields=["told_at"])


def _dissatisfied(
    case: Case,
    visit: ReturnVisit,
    state: str,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    rating: int | None,
    visitor_id: int | None,
) -> None:
    visit.state = state
    visit.rating, visit.note, visit.done_at = rating, tidy(reason), at
    visit.save(update_fields=["state", "rating", "note", "done_at"])
    record(_visited(case, visit, "dissatisfied", visitor_id), by=by, at=at)
    take_back(case, by=by, at=at, reason=tidy(reason))


def _visited(case: Case, visit: ReturnVisit, outcome: str, visitor_id: int | None) -> events.Visited:
    return events.Visited(
        site_id=visit.site_id,
        ref=visit.ref,
        thread=case.ref,
        visit=visit.ref,
        outcome=outcome,
        visitor_id=visitor_id,
        signed_by=visit.signed_by,
        rating=visit.rating,
        note=visit.note,
    )
