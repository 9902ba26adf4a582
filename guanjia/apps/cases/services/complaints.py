"""Complaints: rulings on class and validity, raising by rule, and what a major or invalid one demands."""

from collections.abc import Sequence
from datetime import datetime

from guanjia.apps.cases import events
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case, ComplaintAct, ComplaintRuling
from guanjia.apps.cases.queries.parameters import parameters
from guanjia.apps.cases.queries.repeats import count_prior_unsolved, grounds_used
from guanjia.apps.cases.queries.standing import standing
from guanjia.apps.cases.rules import complaints as rules
from guanjia.apps.cases.rules import promises
from guanjia.apps.cases.rules.intake import first_class, tidy
from guanjia.apps.cases.rules.steps import NEEDS, why_not
from guanjia.apps.cases.services.promises import promised, record_postponement
from guanjia.apps.cases.services.visit_queue import realign_visit
from guanjia.apps.cases.terms import Act, ComplaintClass, Ground
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import Refusal, refuse


def rule_complaint(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    complaint_class: str,
    reason: str,
    promised_at: datetime | None = None,
) -> Case:
    """The supervisor rules on class and validity; every ruling is kept, and clocks run anew from the receipt.

    ``promised_at`` is wanted where it cannot be solved now: the day the customer hears news. If a date was promised
    before, this is its one postponement.
    """
    with locked(case) as case:
        permit(by, NEEDS["rule_complaint"], case)
        here = standing(case, by, at)
        refuse(
            [
                *why_not("rule_complaint", here),
                *rules.why_not_ruling(here, complaint_class, reason=reason, promised_at=promised_at),
                *_why_not_new_date(case, by=by, at=at, promised_at=promised_at),
            ]
        )
        case.state = CASE.step(case.state, "rule_complaint")
        case.ruled_at = at
        _rule(case, ComplaintClass(complaint_class), by=by, at=at, reason=tidy(reason)[:500])
        if promised_at is not None:
            _promise_by_ruling(case, by=by, at=at, promised_at=promised_at, reason=tidy(reason)[:500])
        realign_visit(case, by=by, at=at)
        return case


def raise_if_due(case: Case, *, at: datetime, is_new: bool = False) -> Ground | None:
    """Raise a complaint to major when the rulebook says so (C-RULE-243); answers the ground, if any.

    Call it on the locked case whenever something happened that may be a ground.
    """
    figures = parameters(case.site_id)
    ground = rules.ground_to_raise(
        kind=case.kind,
        complaint_class=case.complaint_class,
        fee_refused=case.fee_refused,
        prior_unsolved=count_prior_unsolved(case, figures),
        reopened=case.reopened,
        used=frozenset() if is_new else grounds_used(case),
        parameters=figures,
    )
    if ground is not None:
        rulebook = Actor.system(case.company_id)
        _rule(case, ComplaintClass.MAJOR, by=rulebook, at=at, ground=ground)
        realign_visit(case, by=rulebook, at=at)
    return ground


def note_fee_refusal(case: Case, *, by: Actor, at: datetime, note: str) -> Case:
    """Note that the owner is about to refuse the fee over this; by rule that makes the complaint major."""
    with locked(case) as case:
        permit(by, NEEDS["note_fee_refusal"], case)
        refuse([*why_not("note_fee_refusal", standing(case, by, at)), promises.missing_text(note, "note")])
        case.state = CASE.step(case.state, "note_fee_refusal")
        case.fee_refused = True
        case.save(update_fields=["state", "fee_refused"])
        record(events.FeeRefusalNoted(site_id=case.site_id, ref=case.ref, note=tidy(note)), by=by, at=at)
        raise_if_due(case, at=at)
        return case


def report_to_gm(case: Case, *, by: Actor, at: datetime, note: str) -> Case:
    """Record that the property general manager was told of a major complaint (C-RULE-265)."""
    return _act(case, "report_to_gm", Act.REPORTED_TO_GM, by=by, at=at, text=note)


def hold_emergency_meeting(
    case: Case, *, by: Actor, at: datetime, attendants: Sequence[str], decisions: str
) -> Case:
    """Record the emergency meeting: who was there, what was decided (C-RULE-265)."""
    names = tuple(name for name in (tidy(one, one_line=True)[:60] for one in attendants) if name)
    return _act(
        case, "hold_emergency_meeting", Act.EMERGENCY_MET, by=by, at=at, text=decisions, attendants=names
    )


def apologise_in_person(case: Case, *, by: Actor, at: datetime, note: str) -> Case:
    """The customer-service manager records the apology at the customer's home (C-RULE-266)."""
    return _act(case, "apologise_in_person", Act.APOLOGISED, by=by, at=at, text=note)


def reply_in_writing(case: Case, *, by: Actor, at: datetime, text: str) -> Case:
    """Record the letter to the customer: required when the complaint came in writing (C-RULE-266)."""
    return _act(case, "reply_in_writing", Act.REPLIED_IN_WRITING, by=by, at=at, text=text)


def explain_invalid(case: Case, *, by: Actor, at: datetime, text: str) -> Case:
    """The steward explains why the complaint does not hold (C-RULE-252, C-RULE-270)."""
    return _act(case, "explain_invalid", Act.INVALID_EXPLAINED, by=by, at=at, text=text)


def change_kind(case: Case, kind: str, *, by: Actor, at: datetime) -> None:
    """Make a case another kind: becoming a complaint starts the clocks of one, ceasing to be one ends them."""
    previous = case.complaint_class
    case.kind, case.complaint_class = kind, first_class(kind, "")
    case.save(update_fields=["kind", "complaint_class"])
    if case.complaint_class != previous:
        record(_ruled(case, previous), by=by, at=at)


def _act(
    case: Case,
    verb: str,
    act: Act,
    *,
    by: Actor,
    at: datetime,
    text: str,
    attendants: tuple[str, ...] | None = None,
) -> Case:
    """The verbs above: they differ in what they demand of the class and in the event they record."""
    with locked(case) as case:
        permit(by, NEEDS[verb], case)
        nobody = attendants is not None and not attendants
        refuse(
            [
                *why_not(verb, standing(case, by, at)),
                promises.missing_text(text, "text"),
                rules.NOBODY_ATTENDED if nobody else None,
            ]
        )
        case.state = CASE.step(case.state, verb)
        case.told_at = at if act in rules.TOLD_BY else case.told_at
        case.save(update_fields=["state", "told_at"])
        ComplaintAct.objects.create(
            company_id=case.company_id,
            case=case,
            act=act.value,
            text=tidy(text),
            attendants=list(attendants or ()),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        record(_event_of(case, act, tidy(text), attendants or ()), by=by, at=at)
        return case


def _event_of(case: Case, act: Act, text: str, attendants: tuple[str, ...]) -> Event:
    site_id, ref = case.site_id, case.ref
    match act:
        case Act.REPORTED_TO_GM:
            return events.ReportedToGm(site_id=site_id, ref=ref, note=text)
        case Act.EMERGENCY_MET:
            return events.EmergencyMet(site_id=site_id, ref=ref, attendants=attendants, decisions=text)
        case Act.APOLOGISED:
            return events.Apologised(site_id=site_id, ref=ref, note=text)
        case Act.REPLIED_IN_WRITING:
            return events.RepliedInWriting(site_id=site_id, ref=ref, text=text)
        case Act.INVALID_EXPLAINED:
            return events.InvalidExplained(site_id=site_id, ref=ref, text=text)


def _rule(
    case: Case,
    complaint_class: ComplaintClass,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    ground: Ground | None = None,
) -> None:
    """Keep a ruling, put it on the case, record it."""
    previous, case.complaint_class = case.complaint_class, complaint_class.value
    case.save(update_fields=["state", "complaint_class", "ruled_at"])
    ComplaintRuling.objects.create(
        company_id=case.company_id,
        case=case,
        complaint_class=case.complaint_class,
        previous_class=previous,
        valid=complaint_class != ComplaintClass.INVALID,
        reason=reason,
        ground=ground.value if ground else "",
        ruled_by_id=by.id,
        ruled_by_name=by.name,
        at=at,
    )
    record(_ruled(case, previous, reason=reason, ground=ground), by=by, at=at)


def _ruled(case: Case, previous: str, *, reason: str = "", ground: Ground | None = None) -> events.Ruled:
    return events.Ruled(
        site_id=case.site_id,
        ref=case.ref,
        complaint_class=case.complaint_class,
        previous_class=previous,
        valid=case.complaint_class != ComplaintClass.INVALID,
        raised_by_rule=ground is not None,
        reason=reason,
        ground=ground.value if ground else "",
        written=case.written,
    )


def _why_not_new_date(
    case: Case, *, by: Actor, at: datetime, promised_at: datetime | None
) -> list[Refusal | None]:
    """A date named with the ruling is a promise, or the one postponement of an earlier one."""
    if promised_at is None:
        return []
    here = standing(case, by, at)
    if case.promised_at is None:
        return [promises.why_not_date(here, promised_at)]
    return [
        promises.why_not_postpone(here),
        promises.why_not_date(here, promised_at, later_than=case.promised_at),
    ]


def _promise_by_ruling(case: Case, *, by: Actor, at: datetime, promised_at: datetime, reason: str) -> None:
    if case.promised_at is not None:
        record_postponement(case, by=by, at=at, promised_at=promised_at, reason=reason)
        return
    case.promised_at, case.told_at = promised_at, at
    case.save(update_fields=["promised_at", "told_at"])
    record(promised(case), by=by, at=at)
