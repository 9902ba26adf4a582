"""Who answers for a case: handed over inside the cluster, forwarded to a department, given another owner."""

from datetime import datetime

from guanjia.apps.cases import events
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.queries.colleagues import colleague, department_head, departments
from guanjia.apps.cases.queries.standing import standing
from guanjia.apps.cases.rules import responsibility as rules
from guanjia.apps.cases.rules.intake import tidy
from guanjia.apps.cases.rules.promises import missing_text
from guanjia.apps.cases.rules.steps import NEEDS, why_not
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


def hand_over(case: Case, *, by: Actor, at: datetime, handler_id: int, reason: str) -> Case:
    """Give the case to a colleague of the same cluster, the desk, or the same department; the owner stays."""
    with locked(case) as case:
        permit(by, NEEDS["hand_over"], case)
        refuse(
            [
                *why_not("hand_over", standing(case, by, at)),
                rules.why_not_colleague(case, colleague(handler_id, case.site_id, at)),
                missing_text(reason, "reason"),
            ]
        )
        previous, case.handler_id = case.handler_id, handler_id
        case.state = CASE.step(case.state, "hand_over")
        case.save(update_fields=["state", "handler"])
        record(
            events.HandlerChanged(
                site_id=case.site_id,
                ref=case.ref,
                handler_id=handler_id,
                previous_id=previous,
                reason=tidy(reason),
            ),
            by=by,
            at=at,
        )
        return case


def forward(
    case: Case, *, by: Actor, at: datetime, to_department: str, note: str = "", handler_id: int | None = None
) -> Case:
    """Send the case to another department: its head handles it unless somebody there is named. The owner stays.

    The one who sends it follows it up the same day (A-RULE-378); within 30 minutes for a complaint (C-RULE-257).
    """
    with locked(case) as case:
        permit(by, NEEDS["forward"], case)
        known = departments(case.site_id)
        taker = handler_id or department_head(case.site_id, to_department, at, case.group_code)
        refuse(
            [
                *why_not("forward", standing(case, by, at)),
                rules.why_not_department(case.department, to_department, known),
                rules.why_not_taker(
                    taker, colleague(taker, case.site_id, at) if taker else None, to_department
                ),
            ]
        )
        assert taker is not None
        previous, case.department, case.handler_id = case.department, to_department, taker
        case.state = CASE.step(case.state, "forward")
        case.save(update_fields=["state", "department", "handler"])
        record(
            events.Forwarded(
                site_id=case.site_id,
                ref=case.ref,
                from_department=previous,
                to_department=to_department,
                handler_id=taker,
                note=tidy(note),
            ),
            by=by,
            at=at,
        )
        return case


def change_owner(case: Case, *, by: Actor, at: datetime, owner_id: int, reason: str) -> Case:
    """Make somebody else the owner (首问责任人): by a supervisor, with a reason."""
    with locked(case) as case:
        permit(by, NEEDS["change_owner"], case)
        refuse(
            [
                *why_not("change_owner", standing(case, by, at)),
                rules.why_not_owner(case.first_receiver_id, colleague(owner_id, case.site_id, at)),
                missing_text(reason, "reason"),
            ]
        )
        previous, case.first_receiver_id = case.first_receiver_id, owner_id
        case.state = CASE.step(case.state, "change_owner")
        case.save(update_fields=["state", "first_receiver"])
        record(
            events.OwnerChanged(
                site_id=case.site_id,
                ref=case.ref,
                owner_id=owner_id,
                previous_id=previous,
                reason=tidy(reason),
            ),
            by=by,
            at=at,
        )
        return case
