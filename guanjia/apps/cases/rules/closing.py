"""When a case may be resolved, closed, reopened, withdrawn, merged: what is still missing, each as its own reason."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.lifecycle import CaseState, VisitState
from guanjia.apps.cases.rules.complaints import NOT_RULED, missing_acts
from guanjia.apps.cases.rules.standing import Standing
from guanjia.apps.cases.rules.visits import ORDINARY_VISITORS
from guanjia.apps.cases.terms import ANSWERED_AT_ONCE, FIXABLE, Can, ComplaintClass, Kind
from guanjia.kernel.refusals import Refusal

NOT_ANSWERED = Refusal(
    "not_answered", _("The customer has not been answered. The owner or the handler answers first.")
)
VISIT_MISSING = Refusal(
    "visit_missing", _("The return visit is not made, or the customer was not satisfied. Visit first.")
)
NOT_SIGNED = Refusal(
    "not_signed", _("The customer has not signed the return visit. Take the signature first.")
)
VISIT_NOT_BY_MANAGER = Refusal(
    "visit_not_by_manager",
    _("After a major complaint the property manager visits in person. That visit is missing."),
)
URGING_OPEN = Refusal(
    "urging_unanswered", _("The customer is urging and has no answer yet. Answer the urging first.")
)


def needs_visit(complaint_class: str) -> bool:
    """Whether a resolved case gets a return visit: every one, except a complaint that does not hold.

    An invalid complaint ends with its explanation; the customer need not agree (C-RULE-270).
    """
    return complaint_class != ComplaintClass.INVALID


def unfinished_parts(standing: Standing) -> list[Refusal]:
    """Children and work orders that are still open: a parent never ends first."""
    found = _open_children(standing)
    if standing.open_work:
        found.append(
            Refusal(
                "work_open",
                _("%(count)s work orders are still open. Complete or cancel them first."),
                params={"count": standing.open_work},
            )
        )
    return found


def why_not_resolve(standing: Standing) -> list[Refusal]:
    """Everything under the case must be done."""
    return unfinished_parts(standing)


def why_not_close(standing: Standing) -> list[Refusal]:
    """What is missing before a resolved case may close: answer, parts, ruling, class demands, visit, signature."""
    case = standing.case
    found = [*unfinished_parts(standing), *_unsaid(standing)]
    if case.kind == Kind.COMPLAINT:
        if case.ruled_at is None:
            found.append(NOT_RULED)
        found += missing_acts(case.complaint_class, written=case.written, acts=frozenset(standing.acts))
    if needs_visit(case.complaint_class):
        found += _unvisited(standing)
    return found


def why_not_close_at_once(standing: Standing) -> list[Refusal]:
    """Only inquiries and praise close without a visit, and only when nothing is under way."""
    if standing.case.kind not in ANSWERED_AT_ONCE:
        return [
            Refusal("needs_visit", _("This kind of case needs a return visit. Mark it as resolved instead."))
        ]
    return unfinished_parts(standing)


def why_not_reopen(standing: Standing) -> list[Refusal]:
    """A closed case comes back only within a month, and never under a parent that has ended."""
    case = standing.case
    found: list[Refusal] = []
    if (
        case.state == CaseState.CLOSED
        and case.closed_at
        and standing.at > case.closed_at + standing.parameters.reopen_within
    ):
        found.append(
            Refusal(
                "closed_too_long",
                _("This was closed more than %(days)s days ago. Register a new case."),
                params={"days": standing.parameters.reopen_within.days},
            )
        )
    if standing.parent_closed:
        found.append(
            Refusal(
                "parent_closed",
                _("The case above it, %(ref)s, has ended. Reopen that one first."),
                params={"ref": standing.parent_closed},
            )
        )
    return found


def why_not_reopener(standing: Standing) -> Refusal | None:
    """A resolved case is reopened by those responsible; a closed one by a supervisor."""
    if standing.case.state == CaseState.CLOSED and not standing.actor.can(
        Can.SUPERVISE, standing.case.site_id
    ):
        return Refusal("reopened_by_supervisor", _("A closed case is reopened by a supervisor. Ask yours."))
    return None


def why_not_withdraw(standing: Standing) -> list[Refusal]:
    """Cases under it end first; a major complaint is withdrawn only under a supervisor's eyes. Its work is cancelled."""
    found = _open_children(standing)
    if standing.case.complaint_class == ComplaintClass.MAJOR and not standing.supervises:
        found.append(
            Refusal("major_withdrawn", _("A major complaint is withdrawn by a supervisor only. Ask yours."))
        )
    return found


def why_not_merge(standing: Standing) -> list[Refusal]:
    """What has parts of its own is not merged away."""
    return unfinished_parts(standing)


def why_not_merge_into(
    *, ref: str, site_id: int, into_ref: str, into_site: int, into_open: bool
) -> list[Refusal]:
    """The survivor is another, open case of the same site."""
    if ref == into_ref:
        return [
            Refusal("same_case", _("A case cannot be merged into itself. Choose another one."), field="into")
        ]
    if site_id != into_site:
        return [Refusal("other_site", _("Both cases must belong to the same site."), field="into")]
    if not into_open:
        return [
            Refusal(
                "survivor_ended",
                _("%(ref)s has ended. Choose an open case."),
                field="into",
                params={"ref": into_ref},
            )
        ]
    return []


def why_not_place_under(
    *,
    ref: str,
    site_id: int,
    parent_ref: str,
    parent_site: int,
    parent_open: bool,
    line_above: tuple[str, ...],
) -> list[Refusal]:
    """The parent is another, open case of the same site, and not itself under this one."""
    if ref == parent_ref or ref in line_above:
        return [
            Refusal(
                "circle", _("The cases would stand in a circle. Choose another case above."), field="parent"
            )
        ]
    if site_id != parent_site:
        return [Refusal("other_site", _("Both cases must belong to the same site."), field="parent")]
    if not parent_open:
        return [
            Refusal(
                "parent_ended",
                _("%(ref)s has ended. Choose an open case."),
                field="parent",
                params={"ref": parent_ref},
            )
        ]
    return []


def why_not_dispatch(standing: Standing, skill: str) -> list[Refusal]:
    """Work is for repairs, help, complaints and suggestions, and somebody must know which trade does it."""
    if standing.case.kind not in FIXABLE:
        return [
            Refusal(
                "nothing_to_fix", _("There is no work in an inquiry or in praise. Correct the kind first.")
            )
        ]
    if not skill:
        return [Refusal("skill_missing", _("Choose the fault, or the trade that is needed."), field="skill")]
    return []


def _unsaid(standing: Standing) -> list[Refusal]:
    found = []
    if standing.case.answered_at is None:
        found.append(NOT_ANSWERED)
    if standing.case.urged_at is not None:
        found.append(URGING_OPEN)
    return found


def _unvisited(standing: Standing) -> list[Refusal]:
    visit, major = standing.visit, standing.case.complaint_class == ComplaintClass.MAJOR
    if visit is None or visit.state != VisitState.SATISFIED:
        return [VISIT_NOT_BY_MANAGER if major else VISIT_MISSING]
    found = [] if visit.signed else [NOT_SIGNED]
    if major and visit.visitor_post in ORDINARY_VISITORS:
        found.append(VISIT_NOT_BY_MANAGER)
    return found


def _open_children(standing: Standing) -> list[Refusal]:
    if not standing.open_children:
        return []
    return [
        Refusal(
            "children_open",
            _("Cases under this one are still open: %(refs)s. Finish them first."),
            params={"refs": ", ".join(standing.open_children)},
        )
    ]
