"""What the customer is told and promised: one promise, one postponement, words, answers, urgings."""

from datetime import datetime

from guanjia.apps.cases import events
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.queries.standing import standing
from guanjia.apps.cases.rules import promises as rules
from guanjia.apps.cases.rules.intake import tidy
from guanjia.apps.cases.rules.steps import CUSTOMER_NEEDS, NEEDS, why_not
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


def agree_later_arrival(case: Case, *, by: Actor, at: datetime, until: datetime, agreed_with: str) -> Case:
    """Note that the customer agrees to our coming later. Only before the arrival time is over (C-RULE-041)."""
    with locked(case) as case:
        permit(by, NEEDS["agree_later_arrival"], case)
        here = standing(case, by, at)
        refuse(
            [
                *why_not("agree_later_arrival", here),
                rules.why_not_until(here, until),
                rules.missing_text(agreed_with, "agreed_with"),
            ]
        )
        case.state = CASE.step(case.state, "agree_later_arrival")
        case.later_arrival_until, case.told_at = until, at
        case.save(update_fields=["state", "later_arrival_until", "told_at"])
        record(
            events.LaterArrivalAgreed(
                site_id=case.site_id,
                ref=case.ref,
                until=until,
                agreed_with=tidy(agreed_with, one_line=True)[:60],
            ),
            by=by,
            at=at,
        )
        return case


def promise(case: Case, *, by: Actor, at: datetime, promised_at: datetime) -> Case:
    """Promise the customer a date: once; at most a week ahead unless the actor may promise longer (C-RULE-035)."""
    with locked(case) as case:
        permit(by, NEEDS["promise"], case)
        here = standing(case, by, at)
        refuse([*why_not("promise", here), rules.why_not_date(here, promised_at)])
        case.state = CASE.step(case.state, "promise")
        case.promised_at, case.told_at = promised_at, at
        case.save(update_fields=["state", "promised_at", "told_at"])
        record(promised(case), by=by, at=at)
        return case


def promised(case: Case) -> events.Promised:
    """The event of a promise just made."""
    assert case.promised_at is not None
    return events.Promised(
        site_id=case.site_id, ref=case.ref, promised_at=case.promised_at, handler_id=case.handler_id
    )


def postpone(case: Case, *, by: Actor, at: datetime, promised_at: datetime, reason: str) -> Case:
    """Use the one postponement, with a reason and a new promise. A second is refused, whoever asks (C-RULE-034)."""
    with locked(case) as case:
        permit(by, NEEDS["postpone"], case)
        here = standing(case, by, at)
        refuse(
            [
                *why_not("postpone", here),
                rules.why_not_date(here, promised_at, later_than=case.promised_at),
                rules.missing_text(reason, "reason"),
            ]
        )
        case.state = CASE.step(case.state, "postpone")
        record_postponement(case, by=by, at=at, promised_at=promised_at, reason=tidy(reason))
        return case


def record_postponement(case: Case, *, by: Actor, at: datetime, promised_at: datetime, reason: str) -> None:
    """Store and record a postponement that is not refused."""
    previous, case.promised_at = case.promised_at, promised_at
    case.postponements += 1
    case.told_at = at
    case.save(update_fields=["state", "promised_at", "postponements", "told_at"])
    record(
        events.Postponed(
            site_id=case.site_id, ref=case.ref, promised_at=promised_at, reason=reason, previous_at=previous
        ),
        by=by,
        at=at,
    )


def tell_progress(case: Case, *, by: Actor, at: datetime, text: str) -> Case:
    """Note that the customer was told how it stands: the daily word (C-RULE-002)."""
    with locked(case) as case:
        permit(by, NEEDS["tell_progress"], case)
        refuse([*why_not("tell_progress", standing(case, by, at)), rules.missing_text(text, "text")])
        case.state = CASE.step(case.state, "tell_progress")
        case.told_at = at
        case.save(update_fields=["state", "told_at"])
        record(events.ProgressTold(site_id=case.site_id, ref=case.ref, text=tidy(text)), by=by, at=at)
        return case


def answer(case: Case, *, by: Actor, at: datetime, text: str) -> Case:
    """The owner or the handler answers the customer; the other hears of it by the event (C-RULE-036)."""
    with locked(case) as case:
        permit(by, NEEDS["answer"], case)
        refuse([*why_not("answer", standing(case, by, at)), rules.missing_text(text, "text")])
        case.state = CASE.step(case.state, "answer")
        case.answered_at = case.told_at = at
        case.save(update_fields=["state", "answered_at", "told_at"])
        record(answered(case, text), by=by, at=at)
        return case


def answered(case: Case, text: str) -> events.Answered:
    """The event of an answer just given."""
    return events.Answered(
        site_id=case.site_id,
        ref=case.ref,
        owner_id=case.first_receiver_id,
        handler_id=case.handler_id,
        text=tidy(text),
    )


def urge(case: Case, *, by: Actor, at: datetime, text: str = "") -> Case:
    """Note that the customer urges (催单): by the customer with the link, or by staff for them."""
    with locked(case) as case:
        permit(by, CUSTOMER_NEEDS["urge"] if by.kind is ActorKind.CUSTOMER else NEEDS["urge"], case)
        refuse(why_not("urge", standing(case, by, at)))
        case.state = CASE.step(case.state, "urge")
        case.urged_at = case.urged_at or at
        case.urgings += 1
        case.save(update_fields=["state", "urged_at", "urgings"])
        record(
            events.Urged(
                site_id=case.site_id,
                ref=case.ref,
                count=case.urgings,
                owner_id=case.first_receiver_id,
                handler_id=case.handler_id,
                text=tidy(text)[:1000],
            ),
            by=by,
            at=at,
        )
        return case


def answer_urge(case: Case, *, by: Actor, at: datetime, text: str) -> Case:
    """Answer the urging customer."""
    with locked(case) as case:
        permit(by, NEEDS["answer_urge"], case)
        refuse([*why_not("answer_urge", standing(case, by, at)), rules.missing_text(text, "text")])
        case.state = CASE.step(case.state, "answer_urge")
        case.urged_at, case.told_at = None, at
        case.save(update_fields=["state", "urged_at", "told_at"])
        record(events.UrgeAnswered(site_id=case.site_id, ref=case.ref, text=tidy(text)), by=by, at=at)
        return case
