"""What can be done with a case now, by this person: the buttons of every page, from the tables the verbs read."""

from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.cases.lifecycle import CASE, VISIT
from guanjia.apps.cases.models import Case, ReturnVisit
from guanjia.apps.cases.queries.standing import whole_standing
from guanjia.apps.cases.queries.visits import next_visit
from guanjia.apps.cases.rules import visits as visit_rules
from guanjia.apps.cases.rules.standing import Standing
from guanjia.apps.cases.rules.steps import NEEDS, is_done, why_not
from guanjia.apps.cases.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refusal, Text


@dataclass(frozen=True)
class Option:
    """One verb the lifecycle and the actor's posts allow. With ``refusals`` the button is shown, closed, and says why.

    ``done``: it was taken before and is seldom wanted again.
    """

    verb: str
    label: Text
    weight: int
    refusals: tuple[Refusal, ...] = ()
    done: bool = False

    @property
    def enabled(self) -> bool:
        """Whether the verb would be accepted, given a complete form."""
        return not self.refusals


def allowed_steps(actor: Actor, case: Case, at: datetime, standing: Standing | None = None) -> list[Option]:
    """Every verb that is legal in this state and within the actor's capabilities: what comes next first, then what was
    done already, closed ones last.

    ``standing`` saves the queries when the page has it already.
    """
    here = standing or whole_standing(case, actor, at)
    options = [
        Option(step.verb, step.label, step.weight, tuple(why_not(step.verb, here)), is_done(step.verb, here))
        for step in CASE.next_steps(case.state)
        if actor.can(NEEDS[step.verb], case.site_id)
    ]
    return sorted(options, key=lambda option: (not option.enabled, option.done, -option.weight))


def allowed_visit_steps(actor: Actor, visit: ReturnVisit, at: datetime) -> list[Option]:
    """The same for a return visit. What only the customer does (confirm, contest) is not among them."""
    if not actor.can(Can.VISIT, visit.site_id):
        return []
    return [
        Option(step.verb, step.label, step.weight, tuple(_why_not_visit(step.verb, actor, visit, at)))
        for step in VISIT.next_steps(visit.state)
        if step.verb not in {"confirm", "contest", "cancel"}
    ]


def _why_not_visit(verb: str, actor: Actor, visit: ReturnVisit, at: datetime) -> list[Refusal]:
    if verb == "release":
        found = [visit_rules.why_not_release(actor, site_id=visit.site_id, claimed_by=visit.visitor_id)]
    else:
        found = [
            visit_rules.why_not_visitor(
                actor,
                site_id=visit.site_id,
                group_code=visit.group_code,
                post=visit.visitor_post,
                doers=visit.doer_ids,
            )
        ]
    if verb == "claim":
        oldest = next_visit(actor, visit.site_id, at)
        found += [
            visit_rules.why_not_yet(visit.due_at, at),
            visit_rules.why_not_jump(
                actor, site_id=visit.site_id, oldest=oldest.ref if oldest else "", ref=visit.ref
            ),
        ]
    elif verb.startswith("record"):
        found.append(visit_rules.why_not_record(actor, visit.visitor_id))
    return [refusal for refusal in found if refusal]
