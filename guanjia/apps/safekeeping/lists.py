"""The lists: what is on the shelf, batches, losses, what was refused, subscriptions and newspapers of a day."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.apps.places import queries as places
from guanjia.apps.safekeeping import queries
from guanjia.apps.safekeeping.models import KeptItem
from guanjia.apps.safekeeping.terms import HERE, KINDS, LOSS_STATES, SORTS, STATES, Can, LossState, State
from guanjia.ui.http import Request
from guanjia.ui.lists import Bulk, Column, Empty, Filter, Flag, List, Period, States


def _groups(request: Request) -> Iterable[tuple[int, str]]:
    if request.site is None:
        return []
    return [(one.pk, str(one)) for one in places.list_groups(request.actor, request.site.pk)]


def _late(rows: QuerySet[KeptItem], request: Request) -> QuerySet[KeptItem]:
    return rows.filter(state__in=HERE, due_at__lte=request.now)


def _with_me(rows: QuerySet[KeptItem], request: Request) -> QuerySet[KeptItem]:
    return rows.filter(state=State.WITH_STEWARD.value, steward_id=request.actor.id)


class ShelfList(List):
    """What the desk keeps, the latest first."""

    key = "safekeeping"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("what", _("What it is"), wide=True, sort="what"),
        Column("kind_label", _("Kind"), phone=False),
        Column("sort_label", _("Sort"), phone=False),
        Column("where", _("Unit or place"), sort="unit__code"),
        Column("for_name", _("For"), phone=False, sort="for_name"),
        Column("shelf", _("Shelf"), sort="shelf"),
        Column("left", _("Pieces"), kind="number", total=True, sort="left"),
        Column("state_label", _("State"), kind="badge", tone=lambda one: one.tone, icon=lambda one: one.icon),
        Column("received_at", _("Taken in on"), kind="moment", sort="received_at"),
        Column("due_at", _("Fetched by"), kind="moment", sort="due_at", phone=False),
        Column("tracking", _("Tracking number"), phone=False, sort="tracking"),
        Column("steward_name", _("Steward"), phone=False, sort="steward_name"),
    )
    filters: ClassVar[Sequence[Filter]] = (
        States(
            "state",
            _("State"),
            options=tuple(STATES.items()),
            still=tuple(one.value for one in HERE),
            still_label=_("Still here"),
        ),
        Filter("kind", _("Kind"), options=[(one.value, label) for one, label in KINDS.items()]),
        Filter(
            "sort_of", _("Sort"), options=[(one.value, label) for one, label in SORTS.items()], field="sort"
        ),
        Filter("group", _("Group"), options=_groups, field="group_id"),
        Flag("late", _("Not fetched in time"), apply=_late),
        Flag("with_me", _("With me"), apply=_with_me),
        Period("received_at", _("Taken in on")),
    )
    search = ("ref", "what", "tracking", "for_name", "unit__code", "shelf")
    order = "-received_at"
    empty = Empty(
        _("Nothing is on the shelf"),
        _("What comes in at the counter stands here until it is handed over."),
        "safekeeping:counter",
        _("To the counter"),
        icon="package",
    )
    bulk = (
        Bulk("safekeeping:hand_on", _("Hand on to a steward"), icon="walk", can=Can.RECEIVE),
        Bulk("safekeeping:labels", _("Print labels"), icon="qrcode", can=Can.SEE),
        Bulk("safekeeping:pdfs", _("Papers"), icon="printer", can=Can.SEE),
    )

    def row_key(self, thing: KeptItem) -> str:
        return thing.ref

    def row_css(self, thing: KeptItem) -> str:
        return "row-late" if thing.is_late(self.request.now) else ""


class BatchList(List):
    """What stewards took over."""

    key = "safekeeping-batches"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("steward_name", _("Steward"), wide=True, sort="steward_name"),
        Column("count", _("Things"), kind="number", total=True, sort="count"),
        Column("at", _("Handed on"), kind="moment", sort="at"),
        Column("by_name", _("By"), phone=False, sort="by_name"),
    )
    filters: ClassVar[Sequence[Filter]] = (Period("at", _("Handed on")),)
    search = ("ref", "steward_name")
    order = "-at"
    empty = Empty(
        _("Nothing was handed on yet"),
        _("Tick what goes out on the list of the shelf, and hand it on to a steward."),
        "safekeeping:shelf",
        _("To the shelf"),
        icon="walk",
    )


class LossList(List):
    """What people miss."""

    key = "safekeeping-losses"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("what", _("What it is"), wide=True, sort="what"),
        Column("sort_label", _("Sort"), phone=False),
        Column("state_label", _("State"), kind="badge", tone=lambda one: one.tone),
        Column("where", _("Lost where"), phone=False, sort="where"),
        Column("lost_on", _("Lost on"), kind="day", sort="lost_on"),
        Column("name", _("Who misses it"), sort="name"),
    )
    filters: ClassVar[Sequence[Filter]] = (
        States(
            "state",
            _("State"),
            options=tuple(LOSS_STATES.items()),
            still=(LossState.OPEN.value,),
            still_label=_("Still looked for"),
        ),
        Filter(
            "sort_of", _("Sort"), options=[(one.value, label) for one, label in SORTS.items()], field="sort"
        ),
        Period("reported_at", _("Reported")),
    )
    search = ("ref", "what", "features", "where", "name")
    order = "-reported_at"
    empty = Empty(
        _("Nobody misses anything"),
        _("Report what somebody lost; it is compared with what was found."),
        "safekeeping:report_loss",
        _("Report a loss"),
        icon="search",
    )


class TurnedAwayList(List):
    """What was not taken in."""

    key = "safekeeping-refused"
    columns = (
        Column("ref", _("Number"), sort="ref"),
        Column("what", _("What it is"), wide=True, sort="what"),
        Column("reason", _("Refused class"), value=lambda one: queries.class_words(one.reason)),
        Column("offered_by", _("Offered by"), sort="offered_by"),
        Column("unit", _("Unit"), value=lambda one: one.unit.code if one.unit else "", phone=False),
        Column("at", _("When"), kind="moment", sort="at"),
        Column("by_name", _("By"), phone=False, sort="by_name"),
    )
    filters: ClassVar[Sequence[Filter]] = (Period("at", _("When")),)
    search = ("ref", "what", "offered_by")
    order = "-at"
    empty = Empty(
        _("Nothing was refused"),
        _("Whatever is not taken into keeping is entered at the counter, with its class."),
        "safekeeping:turn_away",
        _("Refuse to keep"),
        icon="ban",
    )


class SubscriptionList(List):
    """Who gets which newspaper."""

    key = "safekeeping-subscriptions"
    columns = (
        Column("paper", _("Newspaper"), wide=True, sort="paper"),
        Column("unit", _("Unit"), value=lambda one: one.unit.code, sort="unit__code"),
        Column("copies", _("Copies"), kind="number", total=True, sort="copies"),
        Column("from_on", _("Gets it from"), kind="day", sort="from_on"),
        Column("until_on", _("First day without"), kind="day", sort="until_on"),
        Column("end", _("End"), template="safekeeping/cells/end.html", excel=lambda _one: ""),
    )
    search = ("paper", "unit__code")
    order = "paper"
    empty = Empty(
        _("No newspaper is subscribed"),
        _("Enter which unit gets which newspaper; the desk then counts against the list."),
        "safekeeping:subscribe",
        _("Subscribe"),
        icon="file-text",
    )

    def row_url(self, thing: Any) -> str:  # noqa: ARG002
        return ""
