"""The lists: breaches with their answers, and proposed consequences."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations import looks, queries
from guanjia.apps.obligations.lists.duties import _duties, _owners
from guanjia.apps.obligations.models import Breach, Proposal
from guanjia.apps.obligations.queries import Answered
from guanjia.apps.obligations.terms import (
    BREACH_STATES,
    CAUSES,
    CONSEQUENCES,
    PROPOSAL_STATES,
    UNANSWERED,
    UNDECIDED,
    Can,
    Consequence,
)
from guanjia.ui.http import Request
from guanjia.ui.lists import Bulk, Column, Empty, Filter, Flag, List, Period, States


def _mine(rows: QuerySet[Breach], request: Request) -> QuerySet[Breach]:
    return queries.mine_to_answer(request.actor, rows)


def _team(rows: QuerySet[Breach], request: Request) -> QuerySet[Breach]:
    return queries.of_team(request.actor, rows, request.now)


def _to_check(rows: QuerySet[Breach], request: Request) -> QuerySet[Breach]:
    return queries.to_check(request.actor, rows)


def _of_owner(rows: QuerySet[Breach], value: str) -> QuerySet[Breach]:
    if value.startswith("post:"):
        post = value.removeprefix("post:")
        return rows.filter(obligation__owner=None, obligation__owner_post=post)
    return rows.filter(obligation__owner_id=int(value))


class BreachList(List):
    """Breaches, the oldest first."""

    key = "breaches"
    columns = (
        Column("title", _("Duty"), link=True, wide=True, value=lambda one: one.clock.title),
        Column(
            "state",
            _("State"),
            kind="badge",
            value=lambda one: BREACH_STATES[one.breach.state],
            tone=lambda one: looks.BREACH_TONES[one.breach.state],
            icon=lambda one: looks.BREACH_ICONS[one.breach.state],
        ),
        Column("owner", _("Whose duty"), value=lambda one: one.clock.owner),
        Column(
            "times",
            _("Times in 30 days"),
            template="obligations/cells/times.html",
            excel=lambda one: one.times,
        ),
        Column("matter", _("Matter"), value=lambda one: one.clock.matter, phone=False),
        Column("clause", _("Clause"), value=lambda one: one.breach.obligation.clause, phone=False),
        Column("cause", _("Cause"), value=lambda one: one.cause),
        Column("correction", _("Correction"), value=lambda one: one.breach.correction, phone=False),
        Column(
            "breached_at",
            _("Overdue since"),
            kind="moment",
            value=lambda one: one.breach.breached_at,
            sort="breached_at",
        ),
    )
    filters: ClassVar[Sequence[Filter]] = (
        States(
            "state",
            _("State"),
            options=tuple(BREACH_STATES.items()),
            still=tuple(UNANSWERED),
            still_label=_("Not answered yet"),
        ),
        Flag("mine", _("Mine to answer"), apply=_mine),
        Flag("team", _("My team's"), apply=_team),
        Flag("check", _("Mine to check"), apply=_to_check),
        Filter("cause", _("Cause"), options=[(one.value, label) for one, label in CAUSES.items()]),
        Filter("duty", _("Duty"), options=_duties, field="obligation__duty"),
        Filter("owner", _("Whose duty"), options=_owners, apply=_of_owner),
        Period("breached_at", _("Overdue since")),
    )
    search = ("obligation__thread", "obligation__clause", "obligation__owner__name", "correction")
    order = "breached_at"
    bulk = (
        Bulk("obligations:answer_many", _("Answer together"), icon="message-check"),
        Bulk("obligations:accept_many", _("Accept corrections"), icon="checks", can=Can.CHECK),
    )
    empty = Empty(
        _("No breach waits for an answer"),
        _("What was late or missed and needs a cause stands here until the correction is checked."),
        icon="circle-check",
    )

    def prepare(self, things: list[Any]) -> list[Any]:
        return list(queries.answered(things, self.request.now))

    def row_url(self, thing: Answered) -> str:
        return thing.breach.get_absolute_url()

    def row_key(self, thing: Answered) -> str:
        return str(thing.breach.pk)

    def row_css(self, thing: Answered) -> str:
        return "row-soon" if thing.recurs and thing.breach.state in UNANSWERED else ""


class ProposalList(List):
    """Proposed consequences, the latest first."""

    key = "proposals"
    columns = (
        Column("number", _("Number"), link=True),
        Column("person", _("For whom"), value=lambda one: one.person.name, sort="person__name"),
        Column("kind", _("What is proposed"), value=lambda one: CONSEQUENCES[Consequence(one.kind)]),
        Column("amount_fen", _("Amount of the fine"), kind="money", phone=False),
        Column(
            "state",
            _("State"),
            kind="badge",
            value=lambda one: PROPOSAL_STATES[one.state],
            tone=lambda one: looks.PROPOSAL_TONES[one.state],
            icon=lambda one: looks.PROPOSAL_ICONS[one.state],
        ),
        Column("clause", _("Clause"), phone=False),
        Column("proposed_by_name", _("Proposed by"), phone=False),
        Column("view_until", _("View until"), kind="moment", phone=False),
        Column("proposed_at", _("Proposed"), kind="moment", sort="proposed_at"),
    )
    filters: ClassVar[Sequence[Filter]] = (
        States(
            "state",
            _("State"),
            options=tuple(PROPOSAL_STATES.items()),
            still=tuple(UNDECIDED),
            still_label=_("Not decided"),
        ),
        Flag("about_me", _("About me"), apply=lambda rows, request: rows.filter(person_id=request.actor.id)),
        Filter(
            "kind", _("What is proposed"), options=[(one.value, label) for one, label in CONSEQUENCES.items()]
        ),
        Period("proposed_at", _("Proposed")),
    )
    order = "-proposed_at"
    empty = Empty(
        _("No proposal waits"),
        _("A consequence is proposed on the page of a breach; a manager approves or declines it."),
        icon="gavel",
    )

    def row_url(self, thing: Proposal) -> str:
        return thing.get_absolute_url()
