"""The lists: what is out now, everything on the list, losses, counts."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import ClassVar

from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guanjia.apps.custody import queries
from guanjia.apps.custody.models import Count, Loan, Loss, Piece
from guanjia.apps.custody.terms import (
    BORROWERS,
    FAMILIES,
    KEPT,
    LOAN_STATES,
    LOSS_STATES,
    OPEN,
    PIECE_STATES,
    WAYS,
    LoanState,
    PieceState,
)
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request
from guanjia.ui.lists import Bulk, Column, Empty, Filter, Flag, List, Period, States


def _kinds(request: Request) -> Iterable[tuple[str, Text]]:
    if request.site is None:
        return []
    return [(str(one.pk), one.name) for one in queries.list_kinds(request.actor, request.site.pk)]


def _late(rows: QuerySet[Loan], request: Request) -> QuerySet[Loan]:
    return rows.filter(state=LoanState.OUT.value, due_at__lte=request.now)


class LoanList(List):
    """What is out now, overdue first; and every loan there was."""

    key = "loans"
    columns = (
        Column("number", _("Number"), value=lambda one: one.piece.number, link=True, sort="piece__number"),
        Column("title", _("What"), value=lambda one: one.piece.name, wide=True, sort="piece__name"),
        Column("kind", _("Kind of thing"), value=lambda one: one.piece.kind.name, phone=False),
        Column("borrower", _("With"), wide=True, sort="borrower_name"),
        Column(
            "due_at",
            _("Back by"),
            template="custody/cells/due.html",
            excel=lambda one: one.due_at,
            sort="back_by",
        ),
        Column(
            "state_label",
            _("State"),
            kind="badge",
            tone=lambda one: one.state_tone,
            icon=lambda one: one.state_icon,
        ),
        Column("reason", _("What for"), phone=False),
        Column("out_at", _("Out since"), kind="moment", sort="out_at", phone=False),
        Column("quantity", _("Pieces"), kind="number", total=True, phone=False),
        Column("deposit_fen", _("Deposit"), kind="money", total=True, phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        States(
            "state",
            _("State"),
            options=tuple(LOAN_STATES.items()),
            still=tuple(OPEN),
            still_label=_("Not back yet"),
        ),
        Flag("late", _("Not back in time"), apply=_late),
        Filter("way", _("Way"), options=list(WAYS.items())),
        Filter("family", _("Family of things"), options=list(FAMILIES.items()), field="piece__kind__family"),
        Filter("kind", _("Kind of thing"), options=_kinds, field="piece__kind_id"),
        Filter("borrower_kind", _("With whom"), options=list(BORROWERS.items())),
        Period("out_at", _("Out since")),
    )
    search = ("ref", "piece__number", "piece__name", "borrower_name", "borrower_party")
    order = "back_by"
    empty = Empty(
        _("Nothing is out"),
        _("What is lent stands here until it is back. Lend something at the counter."),
        url_name="custody:counter",
        label=_("To the counter"),
        icon="key",
    )

    def row_key(self, thing: Loan) -> str:
        return thing.ref

    def row_css(self, thing: Loan) -> str:
        return "row-late" if thing.is_late(self.request.now) else ""


def with_due(rows: QuerySet[Loan]) -> QuerySet[Loan]:
    """Loans to be put in order by their time of return; what was handed over for good has none and stands last."""
    never = Value(datetime(9999, 1, 1, tzinfo=UTC))
    return rows.annotate(back_by=Coalesce("due_at", never, output_field=DateTimeField()))


class PieceList(List):
    """Everything that is kept, hook by hook."""

    key = "pieces"
    columns = (
        Column("number", _("Number"), link=True, sort="number"),
        Column("hook", _("Hook"), sort="hook"),
        Column("name", _("What"), wide=True, sort="name"),
        Column("kind", _("Kind of thing"), value=lambda one: one.kind.name),
        Column("belongs_to", _("Unit or place")),
        Column(
            "state_label",
            _("State"),
            kind="badge",
            tone=lambda one: one.state_tone,
            icon=lambda one: one.state_icon,
        ),
        Column("parts", _("On the ring"), kind="number", total=True, phone=False),
        Column("stock", _("Stock"), kind="number", total=True, phone=False),
        Column("lent", _("Out"), kind="number", total=True, phone=False),
        Column(
            "entrusted", _("For the owner"), value=lambda one: _("Yes") if one.entrusted else "", phone=False
        ),
    )
    filters: ClassVar[Sequence[Filter]] = (
        States(
            "state",
            _("State"),
            options=tuple(PIECE_STATES.items()),
            still=tuple(KEPT),
            still_label=_("On the list"),
        ),
        Filter("family", _("Family of things"), options=list(FAMILIES.items()), field="kind__family"),
        Filter("kind", _("Kind of thing"), options=_kinds, field="kind_id"),
        Flag("entrusted", _("Kept for the owner"), apply=lambda rows, _request: rows.filter(entrusted=True)),
    )
    search = ("number", "name", "hook", "unit__code", "place__name")
    order = "number"
    bulk = (Bulk("custody:labels", _("Print labels"), "qrcode"),)
    empty = Empty(
        _("Nothing is on the list yet"),
        _("Add kinds first, then keys, cards and things: one by one, or from a workbook."),
        url_name="custody:kinds",
        label=_("Kinds"),
        icon="key",
    )

    def row_css(self, thing: Piece) -> str:
        return "row-late" if thing.state == PieceState.LOST else ""


class LossList(List):
    """What was lost, open ones first."""

    key = "losses"
    columns = (
        Column("ref", _("Report"), link=True, sort="ref"),
        Column("number", _("Number"), value=lambda one: one.piece.number),
        Column("title", _("What"), value=lambda one: one.piece.name, wide=True),
        Column("note", _("How it was lost"), wide=True),
        Column("borrower", _("With"), value=lambda one: one.loan.borrower if one.loan else ""),
        Column("reported_at", _("Reported"), kind="moment", sort="reported_at"),
        Column(
            "state_label",
            _("State"),
            kind="badge",
            tone=lambda one: one.state_tone,
            icon=lambda one: one.state_icon,
        ),
        Column("remedy_label", _("What was done"), phone=False),
        Column("payer_label", _("Who bears the cost"), phone=False),
        Column("cost_fen", _("Cost"), kind="money", total=True, phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=list(LOSS_STATES.items())),
        Filter("family", _("Family of things"), options=list(FAMILIES.items()), field="piece__kind__family"),
        Period("reported_at", _("Reported")),
    )
    search = ("ref", "note", "piece__number", "piece__name")
    order = "-reported_at"
    empty = Empty(
        _("Nothing was lost"),
        _("A loss is reported on the page of the piece or of its loan, and stands here until it is settled."),
        icon="circle-check",
    )

    def row_css(self, thing: Loss) -> str:
        return "row-late" if thing.is_open else ""


class CountList(List):
    """The counts, the latest first."""

    key = "counts"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("family_label", _("Family counted")),
        Column("counted_at", _("When"), kind="moment", sort="counted_at"),
        Column("counted_by_name", _("By"), sort="counted_by_name"),
        Column("pieces", _("Entries"), kind="number", sort="pieces"),
        Column("differences", _("Differences"), kind="number", sort="differences", total=True),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("family", _("Family of things"), options=list(FAMILIES.items())),
        Period("counted_at", _("When")),
    )
    search = ("ref", "counted_by_name")
    order = "-counted_at"
    empty = Empty(
        _("Nothing was counted yet"),
        _("Count what hangs on the hooks; what differs is followed until it is cleared up."),
        icon="list-check",
    )

    def row_css(self, thing: Count) -> str:
        return "row-soon" if thing.differences else ""
