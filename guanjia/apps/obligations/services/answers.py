"""What people do about a breach: give the cause, say what was done, check it, say that no answer is needed."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guanjia.apps.messaging import services as messaging
from guanjia.apps.messaging.terms import Draft, MessageKind
from guanjia.apps.obligations.events import (
    AnswerDispensed,
    AnswerRuleSet,
    BreachCorrected,
    CauseGiven,
    CorrectionAccepted,
    CorrectionSentBack,
)
from guanjia.apps.obligations.lifecycle import BREACH
from guanjia.apps.obligations.models import AnswerRule, Breach
from guanjia.apps.obligations.rules import answers, refusals
from guanjia.apps.obligations.rules.titles import title_of
from guanjia.apps.obligations.services.changes import about
from guanjia.apps.obligations.services.superiors import superior_ids
from guanjia.apps.obligations.terms import BREACH_LINK, CHECK_WANTED, SENT_BACK, AnswerPolicy, Can
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.terms import Duty
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refused, refuse


@contextmanager
def _held(breach: Breach) -> Iterator[tuple[Breach, Duty]]:
    """The locked breach with its obligation and duty."""
    with locked(breach) as row:
        one = row.obligation
        yield row, rulebook.adoption_by_id(one.site_id, one.adoption_id).duties[one.duty]


def explain(breach: Breach, *, by: Actor, at: datetime, cause: str, words: str = "") -> Breach:
    """Give the cause of a breach: a class, and for another cause words.

    For whoever owed the duty, or somebody who may give it to another.
    """
    with _held(breach) as (row, duty):
        refuse([_why_not_answerer(row, by), answers.why_not_cause(cause, words)])
        row.state = BREACH.step(row.state, "explain")
        row.cause, row.cause_words = cause, words.strip()[:500]
        row.cause_at, row.cause_by_name = at, by.name
        row.save(update_fields=["state", "cause", "cause_words", "cause_at", "cause_by_name"])
        fact = CauseGiven(**about(row.obligation, duty), cause=cause, words=row.cause_words)
        record(fact, by=by, at=at)
    return row


def correct(
    breach: Breach,
    *,
    by: Actor,
    at: datetime,
    correction: str,
    correction_by: int | None = None,
    until: date | None = None,
) -> Breach:
    """Say what was done about a breach, by whom (None: the actor), and until when; somebody else then checks it."""
    with _held(breach) as (row, duty):
        refuse([_why_not_answerer(row, by), answers.why_not_correction(correction)])
        doer = organisations.get_staff(by, correction_by).pk if correction_by else by.id
        row.state = BREACH.step(row.state, "correct")
        row.correction, row.correction_by_id = correction.strip()[:500], doer
        row.correction_until, row.corrected_at = until, at
        row.corrected_by_id, row.corrected_by_name = by.id, by.name
        row.save(
            update_fields=[
                "state",
                "correction",
                "correction_by",
                "correction_until",
                "corrected_at",
                "corrected_by_id",
                "corrected_by_name",
            ]
        )
        fact = BreachCorrected(
            **about(row.obligation, duty),
            correction=row.correction,
            correction_by=doer,
            until=until.isoformat() if until else "",
        )
        record(fact, by=by, at=at)
        messaging.settle([row.number], company_id=row.company_id, at=at)
        _tell(row, duty, CHECK_WANTED, _checkers(row, at), at, name=by.name)
    return row


def check(breach: Breach, *, by: Actor, at: datetime, accepted: bool, note: str = "") -> Breach:
    """Look at a correction: accept it, or send it back with a word. Refuses whoever made it."""
    with _held(breach) as (row, duty):
        permit(by, Can.CHECK, row)
        state = BREACH.step(row.state, "accept" if accepted else "send_back")
        refuse(
            answers.why_not_check(
                accepted=accepted,
                note=note,
                by_id=by.id,
                corrected_by_id=row.corrected_by_id,
                done_by_id=row.correction_by_id,
            )
        )
        row.state, row.check_note = state, note.strip()[:500]
        row.checked_at, row.checked_by_name = at, by.name
        row.times_sent_back += 0 if accepted else 1
        row.save(update_fields=["state", "check_note", "checked_at", "checked_by_name", "times_sent_back"])
        fact = CorrectionAccepted if accepted else CorrectionSentBack
        record(fact(**about(row.obligation, duty), note=row.check_note), by=by, at=at)
        messaging.settle([row.number], company_id=row.company_id, at=at)
        if not accepted and row.corrected_by_id:
            _tell(row, duty, SENT_BACK, [row.corrected_by_id], at, name=by.name, note=row.check_note)
    return row


def dispense(breach: Breach, *, by: Actor, at: datetime, reason: str) -> Breach:
    """Say that a breach needs no answer, with a reason. The breach itself stays recorded."""
    with _held(breach) as (row, duty):
        permit(by, Can.EXCUSE, row)
        refuse(refusals.why_not_reason(reason))
        row.state = BREACH.step(row.state, "dispense")
        row.reason = reason.strip()[:200]
        row.save(update_fields=["state", "reason"])
        record(AnswerDispensed(**about(row.obligation, duty), reason=row.reason), by=by, at=at)
        messaging.settle([row.number], company_id=row.company_id, at=at)
    return row


@dataclass(frozen=True)
class Batch:
    """What became of several breaches answered together: how many were, and why each of the others was not."""

    done: int
    refused: tuple[tuple[Breach, Refused], ...]


def answer_many(
    breaches: Iterable[Breach],
    *,
    by: Actor,
    at: datetime,
    cause: str,
    words: str = "",
    correction: str = "",
    correction_by: int | None = None,
    until: date | None = None,
) -> Batch:
    """Give several breaches one cause, and where ``correction`` is said also one correction; each by itself, wholly or not."""

    def both(one: Breach) -> None:
        explain(one, by=by, at=at, cause=cause, words=words)
        if correction.strip():
            correct(one, by=by, at=at, correction=correction, correction_by=correction_by, until=until)

    return _each(breaches, both)


def check_many(breaches: Iterable[Breach], *, by: Actor, at: datetime) -> Batch:
    """Accept several corrections; each by itself."""
    return _each(breaches, lambda one: check(one, by=by, at=at, accepted=True))


def _each(breaches: Iterable[Breach], do: Callable[[Breach], object]) -> Batch:
    done, refused = 0, []
    for one in breaches:
        try:
            with transaction.atomic():
                do(one)
            done += 1
        except Refused as why:
            refused.append((one, why))
    return Batch(done, tuple(refused))


def set_answer_rule(site_id: int, *, by: Actor, at: datetime, policy: AnswerPolicy) -> None:
    """Set which breaches of a site are answered; from now on, for breaches that come."""
    with transaction.atomic():
        permit_at(by, Can.DECIDE, site_id)
        refuse(answers.why_not_policy(policy.clause_count, policy.clause_days))
        values: dict[str, Any] = {
            "all_breaches": policy.all_breaches,
            "with_consequence": policy.with_consequence,
            "safety": policy.safety,
            "clause_count": policy.clause_count,
            "clause_days": policy.clause_days,
        }
        AnswerRule.objects.update_or_create(company_id=by.company_id, site_id=site_id, defaults=values)
        ref = f"site:{site_id}"
        record(AnswerRuleSet(site_id=site_id, ref=ref, thread=ref, **values), by=by, at=at)


def _why_not_answerer(row: Breach, by: Actor) -> Any:
    one = row.obligation
    is_owner = one.owner_id == by.id if one.owner_id else one.owner_post in by.posts
    return refusals.why_not_answerer(is_owner=is_owner, may_give_away=by.can(Can.REASSIGN, row.site_id))


def _checkers(row: Breach, at: datetime) -> tuple[int, ...]:
    """Whoever stands nearest above the owner and may check, but did not correct it."""
    own = {row.corrected_by_id, row.correction_by_id}
    one = row.obligation
    return superior_ids(one.site_id, one.owner_id, one.owner_post, Can.CHECK, at, but=own)


def _tell(row: Breach, duty: Duty, kind: MessageKind, to: Iterable[int], at: datetime, **params: Any) -> None:
    title = title_of(duty, row.obligation.occurrence)
    values = {"title": title.as_json(), "thread": row.obligation.thread, **params}
    messaging.notify_many(
        [
            Draft(
                company_id=row.company_id,
                site_id=row.site_id,
                staff_id=staff_id,
                kind=kind,
                params=values,
                link=BREACH_LINK % row.pk,
                about=row.number,
                thread=row.obligation.thread,
            )
            for staff_id in to
        ],
        at=at,
    )
