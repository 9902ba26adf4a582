"""The list of work orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.organisations import queries as organisation
from guanjia.apps.organisations.terms import TRADES
from guanjia.apps.workorders.models import WorkOrder, WorkOrders
from guanjia.apps.workorders.rules import is_pause_overdue
from guanjia.apps.workorders.terms import STATES, URGENCIES, Can, State, Urgency
from guanjia.ui.http import Request
from guanjia.ui.lists import Bulk, Column, Empty, Filter, Flag, List, Period


def _technicians(request: Request) -> Iterable[tuple[Any, Any]]:
    site_id = request.site.pk if request.site else None
    return [(one.pk, one.name) for one in organisation.list_staff(request.actor, site_id) if one.skills]


def _open(rows: WorkOrders, request: Request) -> WorkOrders:
    return rows.open()


def _mine(rows: WorkOrders, request: Request) -> WorkOrders:
    return rows.filter(assignee_id=request.actor.id)


def _resting(rows: WorkOrders, request: Request) -> WorkOrders:
    return rows.filter(state=State.PAUSED, pause_until__lte=request.now)


class WorkOrderList(List):
    """Orders, the latest first."""

    key = "work-orders"
    columns: ClassVar[Sequence[Column]] = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column(
            "title",
            _("What is to be done"),
            wide=True,
            template="workorders/cells/title.html",
            excel=lambda one: one.title,
        ),
        Column(
            "where",
            _("Place"),
            sort="where",
            template="workorders/cells/where.html",
            excel=lambda one: one.where,
        ),
        Column(
            "state",
            _("State"),
            kind="badge",
            value=lambda one: one.state_label,
            tone=lambda one: one.state_tone,
            icon=lambda one: one.state_icon,
        ),
        Column(
            "skill",
            _("Trade"),
            sort="skill",
            phone=False,
            template="workorders/cells/skill.html",
            excel=lambda one: one.skill_label,
        ),
        Column("assignee.name", _("Technician"), sort="assignee__name"),
        Column("received_at", _("First receipt"), kind="moment", sort="received_at"),
        Column("closed_at", _("Closed at"), kind="moment", sort="closed_at", phone=False),
        Column(
            "charge_fen",
            _("To be paid"),
            kind="money",
            sort="charge_fen",
            total=True,
            phone=False,
            template="workorders/cells/charge.html",
            excel=lambda one: one.charge_fen,
        ),
    )
    filters = (
        Flag("open", pgettext_lazy("work orders", "Open"), apply=_open),
        Flag("mine", _("Mine"), apply=_mine),
        Flag("resting", _("Pause overdue"), apply=_resting),
        Filter("state", _("State"), options=STATES.items()),
        Filter("urgency", _("Urgency"), options=URGENCIES.items()),
        Filter("skill", _("Trade"), options=TRADES.items()),
        Filter("assignee", _("Technician"), options=_technicians, field="assignee_id"),
        Period("received_at", _("First receipt")),
    )
    search = ("ref", "thread", "title", "where", "contact_name", "assignee__name")
    order = "-id"
    empty = Empty(
        _("No work orders yet"),
        _("They come from cases; what you find yourself you can issue here."),
        "workorders:issue",
        _("Issue a work order"),
        "tool",
    )
    bulk = (
        Bulk("workorders:auto_assign_many", _("Assign automatically"), icon="route", can=Can.ASSIGN),
        Bulk("workorders:offer_many", _("Put up to grab"), icon="hand-grab", can=Can.OFFER),
        Bulk("workorders:pdfs", _("Print as PDF"), icon="printer", can=Can.SEE),
    )

    def row_css(self, thing: WorkOrder) -> str:
        if is_pause_overdue(thing.state, thing.pause_until, self.request.now):
            return "row-late"
        return "row-soon" if thing.is_waiting and thing.urgency != Urgency.NORMAL else ""

    def row_key(self, thing: WorkOrder) -> str:
        return thing.ref


class WorkOrderBook(WorkOrderList):
    """The same as a workbook, with the columns nobody has room for on a screen."""

    columns: ClassVar[Sequence[Column]] = (
        *WorkOrderList.columns,
        Column("urgency", _("Urgency"), value=lambda one: one.urgency_label),
        Column("thread", _("Case"), value=lambda one: one.thread if one.has_case else ""),
        Column("issued_at", _("Issued"), kind="moment"),
        Column("accepted_at", _("Accepted"), kind="moment"),
        Column("arrived_at", _("Arrived"), kind="moment"),
        Column("labour_minutes", _("Minutes of work"), kind="number"),
        Column("outcome", _("What was found and done")),
    )
