"""Classes of complaints: who is raised to major by rule, what each class demands."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.rules.standing import Standing
from guanjia.apps.cases.terms import Act, ComplaintClass, DeskPost, Ground, Kind, Parameters
from guanjia.kernel.refusals import Refusal

MAJOR_DEMANDS: dict[Act, Refusal] = {
    Act.REPORTED_TO_GM: Refusal(
        "not_reported_to_gm", _("The property general manager has not been told. Report the complaint first.")
    ),
    Act.EMERGENCY_MET: Refusal(
        "no_emergency_meeting", _("There is no record of the emergency meeting. Hold it and record it.")
    ),
    Act.APOLOGISED: Refusal(
        "no_apology", _("Nobody has apologised in person. The customer-service manager visits the customer.")
    ),
}
"""What a major complaint demands (C-RULE-249, 265, 266), and what is said while it is missing."""

NO_LETTER = Refusal(
    "no_written_reply", _("The complaint came in writing and has no written answer. Send the letter first.")
)
NOT_EXPLAINED = Refusal(
    "invalid_not_explained",
    _("The customer has not been told why the complaint is invalid. The steward explains it first."),
)
NOT_RULED = Refusal(
    "not_ruled", _("The class and validity of the complaint are not ruled. Ask the supervisor to rule.")
)


NOBODY_ATTENDED = Refusal(
    "attendants_missing", _("Name at least one person who was at the meeting."), field="attendants"
)

TOLD_BY = frozenset({Act.APOLOGISED, Act.REPLIED_IN_WRITING, Act.INVALID_EXPLAINED})
"""Acts in which the customer hears from us."""


def missing_acts(case_class: str, *, written: bool, acts: frozenset[Act] | set[Act]) -> list[Refusal]:
    """What the class demands and is not done yet, each as its own reason."""
    if case_class == ComplaintClass.INVALID:
        return [] if Act.INVALID_EXPLAINED in acts else [NOT_EXPLAINED]
    if case_class != ComplaintClass.MAJOR:
        return []
    missing = [refusal for act, refusal in MAJOR_DEMANDS.items() if act not in acts]
    if written and Act.REPLIED_IN_WRITING not in acts:
        missing.append(NO_LETTER)
    return missing


def why_not_complaint(standing: Standing) -> Refusal | None:
    """The verb is for complaints."""
    if standing.case.kind != Kind.COMPLAINT:
        return Refusal("no_complaint", _("This is not a complaint. Correct the kind first if it is one."))
    return None


def why_not_major(standing: Standing) -> Refusal | None:
    """The verb is for major complaints."""
    if standing.case.complaint_class != ComplaintClass.MAJOR:
        return Refusal(
            "not_major", _("This is not a major complaint. The supervisor rules on the class first.")
        )
    return None


def why_not_apologise(standing: Standing) -> Refusal | None:
    """The customer-service manager apologises in person, nobody instead (C-RULE-266)."""
    if standing.actor.is_system or DeskPost.MANAGER in standing.actor.posts:
        return None
    return Refusal(
        "apology_by_manager",
        _("The customer-service manager apologises in person. Ask them to go and record it."),
    )


def why_not_invalid(standing: Standing) -> Refusal | None:
    """Explaining belongs to complaints ruled invalid."""
    if standing.case.complaint_class != ComplaintClass.INVALID:
        return Refusal("not_invalid", _("The complaint is not ruled invalid. Answer the customer instead."))
    return None


def why_not_ruling(
    standing: Standing, complaint_class: str, *, reason: str, promised_at: datetime | None
) -> list[Refusal]:
    """A ruling names one of the five classes and a reason; what cannot be solved now also needs a date."""
    found: list[Refusal] = []
    if complaint_class not in {one.value for one in ComplaintClass}:
        found.append(
            Refusal(
                "class_unknown",
                _("This is not one of the five classes. Choose one."),
                field="complaint_class",
            )
        )
    if not reason.strip():
        found.append(
            Refusal("reason_missing", _("Write why: the reason stays in the record."), field="reason")
        )
    unsolvable = complaint_class == ComplaintClass.UNSOLVABLE
    promised = standing.case.promised_at
    if unsolvable and promised_at is None and (promised is None or promised <= standing.at):
        found.append(
            Refusal(
                "date_missing",
                _("Say by when the customer hears news: what cannot be solved now needs a promised date."),
                field="promised_at",
            )
        )
    return found


def why_not_fee_refusal(standing: Standing) -> Refusal | None:
    """It is noted once."""
    if standing.case.fee_refused:
        return Refusal("fee_refusal_noted", _("This is noted already."))
    return None


def ground_to_raise(
    *,
    kind: str,
    complaint_class: str,
    fee_refused: bool,
    prior_unsolved: int,
    reopened: int,
    used: frozenset[str] | set[str],
    parameters: Parameters,
) -> Ground | None:
    """Why a complaint must be major, if it must and is not (C-RULE-243).

    Each ground raises once: what the supervisor rules after it, with a reason, stands.
    """
    if kind != Kind.COMPLAINT or complaint_class == ComplaintClass.MAJOR:
        return None
    grounds = [
        (Ground.FEE_REFUSED, fee_refused),
        (Ground.REOPENED, reopened >= parameters.reopen_limit),
        (Ground.REPEATED, prior_unsolved >= parameters.repeat_count),
    ]
    return next((ground for ground, holds in grounds if holds and ground.value not in used), None)
