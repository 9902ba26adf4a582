"""Reading what is kept and lent. Absent and not-yours answer alike."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from guanjia.apps.custody import rules
from guanjia.apps.custody.models import Count, Difference, Kind, Loan, Loss, Piece
from guanjia.apps.custody.terms import (
    COUNTED,
    ISSUED_PAPER,
    Can,
    DifferenceState,
    LoanState,
    LossState,
    PieceState,
    Way,
)
from guanjia.apps.documents.terms import Paper, Wanted
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

M = TypeVar("M", Count, Difference, Kind, Loan, Loss, Piece)


def _visible(actor: Actor, rows: QuerySet[M], site_id: int | None = None) -> QuerySet[M]:
    found = rows.filter(company_id=actor.company_id)
    if not actor.is_system:
        found = found.filter(site_id__in=actor.sites_with(Can.SEE))
    return found if site_id is None else found.filter(site_id=site_id)


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


# --- The list ----------------------------------------------------------------------------------------------------------


def list_kinds(actor: Actor, site_id: int) -> list[Kind]:
    """The kinds of a site, by family and name."""
    return list(_visible(actor, Kind.objects.all(), site_id).order_by("family", "name"))


def get_kind(actor: Actor, kind_id: int) -> Kind:
    """One kind. Raises ``NotFound``."""
    return _one(_visible(actor, Kind.objects.filter(pk=kind_id)))


def list_pieces(actor: Actor, site_id: int | None = None) -> QuerySet[Piece]:
    """The pieces the actor may see, with kind, unit and place, by hook and number."""
    rows = _visible(actor, Piece.objects.select_related("kind", "unit", "place"), site_id)
    return rows.order_by("hook", "number")


def get_piece(actor: Actor, piece_id: int) -> Piece:
    """One piece. Raises ``NotFound``."""
    return _one(list_pieces(actor).filter(pk=piece_id))


def get_pieces(actor: Actor, ids: Sequence[str]) -> list[Piece]:
    """Several pieces by the keys a list gives, in that order; those that are not there are left out."""
    wanted = [int(one) for one in ids if one.isascii() and one.isdecimal()]
    found = {one.pk: one for one in list_pieces(actor).filter(pk__in=wanted)}
    return [found[pk] for pk in wanted if pk in found]


def at_counter(actor: Actor, site_id: int, text: str) -> list[Piece]:
    """What was scanned or typed at the counter: the one piece it names, else those whose number, name or hook holds it."""
    piece_id, number = rules.scanned(text)
    rows = list_pieces(actor, site_id)
    if piece_id is not None:
        return list(rows.filter(pk=piece_id))
    if not number:
        return []
    exact = rows.filter(number=number).first()
    return [exact] if exact else list(find_pieces(actor, number, site_id=site_id)[:20])


def find_pieces(actor: Actor, text: str, *, site_id: int | None = None) -> QuerySet[Piece]:
    """The pieces whose number, name, hook, unit or place holds what was typed."""
    holds = Q()
    for name in ("number", "name", "hook", "unit__code", "place__name"):
        holds |= Q(**{f"{name}__icontains": text})
    return list_pieces(actor, site_id).filter(holds).exclude(state=PieceState.RETIRED)


def pieces_of_unit(actor: Actor, site_id: int, unit_id: int) -> list[Piece]:
    """The keys and cards of a unit that stand on the list."""
    return list(list_pieces(actor, site_id).filter(unit_id=unit_id).exclude(state=PieceState.RETIRED))


def to_count(actor: Actor, site_id: int, family: str) -> list[Piece]:
    """What a count of a family asks for: everything in the cabinet and everything lent, hook by hook."""
    return list(list_pieces(actor, site_id).filter(kind__family=family, state__in=COUNTED))


# --- Loans -------------------------------------------------------------------------------------------------------------


def list_loans(actor: Actor, site_id: int | None = None) -> QuerySet[Loan]:
    """The loans the actor may see, with what was lent."""
    return _visible(actor, Loan.objects.select_related("piece__kind", "site__company"), site_id)


def get_loan(actor: Actor, ref: str) -> Loan:
    """One loan by its number. Raises ``NotFound``."""
    return _one(list_loans(actor).filter(ref=ref))


def open_loan_of(piece: Piece) -> Loan | None:
    """The loan a piece is out with; of a stock the one that is due first."""
    rows = Loan.objects.filter(piece=piece, state=LoanState.OUT.value).select_related("piece__kind")
    return rows.order_by("due_at", "id").first()


def loans_of(actor: Actor, piece: Piece, most: int = 30) -> list[Loan]:
    """The loans of a piece, the latest first."""
    return list(list_loans(actor).filter(piece=piece).order_by("-asked_at", "-id")[:most])


def out_with_person(actor: Actor, person_id: int) -> list[Loan]:
    """What a customer has of ours."""
    rows = list_loans(actor).filter(person_id=person_id, state=LoanState.OUT.value)
    return list(rows.order_by("due_at", "id"))


def find_loans(actor: Actor, text: str, *, site_id: int | None = None) -> QuerySet[Loan]:
    """The loans whose number, borrower or piece holds what was typed, the latest first."""
    holds = Q(ref__icontains=text) | Q(borrower_name__icontains=text) | Q(piece__number__icontains=text)
    return list_loans(actor, site_id).filter(holds).order_by("-asked_at")


def list_overdue(actor: Actor, site_id: int, at: datetime) -> QuerySet[Loan]:
    """What should be back by now, the longest overdue first."""
    rows = list_loans(actor, site_id).filter(state=LoanState.OUT.value, due_at__lte=at)
    return rows.order_by("due_at", "id")


def list_to_decide(actor: Actor, site_id: int) -> QuerySet[Loan]:
    """The loans that wait for the actor's approval: of the posts held, never their own."""
    rows = list_loans(actor, site_id).filter(state=LoanState.ASKED.value)
    if not actor.is_system:
        rows = rows.filter(approver_post__in=actor.posts)
        if actor.id is not None:
            rows = rows.exclude(staff_id=actor.id)
    return rows.order_by("asked_at")


def loans_waiting(actor: Actor, site_id: int, at: datetime, most: int) -> dict[str, tuple[list[Loan], int]]:
    """What waits for the actor: to be approved, overdue, to be handed out; of each the first, and how many; one query.

    The keys are ``decide``, ``overdue`` and ``ready``; what the actor may not do is left out.
    """
    wanted: dict[str, tuple[QuerySet[Loan], str]] = {}
    if actor.can(Can.APPROVE, site_id):
        wanted["decide"] = (list_to_decide(actor, site_id), "asked_at")
    if actor.can(Can.LEND, site_id):
        wanted["overdue"] = (list_overdue(actor, site_id, at), "due_at")
        wanted["ready"] = (list_approved(actor, site_id), "decided_at")
    if not wanted:
        return {}
    parts = Case(*(When(state=_WAITING[name], then=Value(name)) for name in wanted), default=Value(""))
    since = Case(*(When(state=_WAITING[name], then=moment) for name, (_rows, moment) in wanted.items()))
    rows = reduce(or_, (found.order_by() for found, _moment in wanted.values()))
    counted = rows.annotate(part=parts, since=since).annotate(
        in_all=Window(models.Count("*"), partition_by="part"),
        place=Window(RowNumber(), partition_by="part", order_by=["since", "id"]),
    )
    found: dict[str, tuple[list[Loan], int]] = {name: ([], 0) for name in wanted}
    for loan in counted.filter(place__lte=most).order_by("place"):
        found[loan.part] = ([*found[loan.part][0], loan], loan.in_all)
    return found


_WAITING = {
    "decide": LoanState.ASKED.value,
    "overdue": LoanState.OUT.value,
    "ready": LoanState.APPROVED.value,
}


def list_approved(actor: Actor, site_id: int) -> QuerySet[Loan]:
    """The loans that were approved and lie ready to be handed out."""
    return list_loans(actor, site_id).filter(state=LoanState.APPROVED.value).order_by("decided_at")


def usual_due(kind: Kind, at: datetime) -> datetime:
    """By when a loan of this kind usually comes back: after its hours, or at the end of the day of the site."""
    if kind.hours:
        return at + timedelta(hours=kind.hours)
    zone = ZoneInfo(organisations.site(kind.site_id).timezone)
    local = at.astimezone(zone)
    evening = local.replace(hour=18, minute=0, second=0, microsecond=0)
    return evening if evening > local else local.replace(hour=23, minute=59, second=0, microsecond=0)


def post_name(site_id: int, key: str) -> str:
    """What a post of a site is called; its key where it has none."""
    return next((one.name for one in organisations.list_posts(site_id) if one.key == key), key)


# --- Losses and counts -------------------------------------------------------------------------------------------------


def list_losses(actor: Actor, site_id: int | None = None) -> QuerySet[Loss]:
    """The losses the actor may see, with what was lost and the loan."""
    return _visible(actor, Loss.objects.select_related("piece__kind", "loan"), site_id)


def get_loss(actor: Actor, ref: str) -> Loss:
    """One loss by its number. Raises ``NotFound``."""
    return _one(list_losses(actor).filter(ref=ref))


def losses_of(actor: Actor, piece: Piece) -> list[Loss]:
    """The losses of a piece, the latest first."""
    return list(list_losses(actor).filter(piece=piece).order_by("-reported_at", "-id"))


def list_unsettled(actor: Actor, site_id: int) -> QuerySet[Loss]:
    """What was lost and is not settled, the oldest first."""
    return list_losses(actor, site_id).filter(state=LossState.OPEN.value).order_by("reported_at")


def list_counts(actor: Actor, site_id: int | None = None) -> QuerySet[Count]:
    """The counts the actor may see, the latest first."""
    return _visible(actor, Count.objects.all(), site_id).order_by("-counted_at", "-id")


def get_count(actor: Actor, ref: str) -> Count:
    """One count by its number. Raises ``NotFound``."""
    return _one(list_counts(actor).filter(ref=ref))


def list_differences(actor: Actor, site_id: int | None = None) -> QuerySet[Difference]:
    """What counts found that was not as listed, with its piece and count."""
    rows = _visible(actor, Difference.objects.select_related("piece__kind", "count"), site_id)
    return rows.order_by("id")


def list_uncleared(actor: Actor, site_id: int) -> QuerySet[Difference]:
    """The differences that are not cleared up."""
    return list_differences(actor, site_id).filter(state=DifferenceState.OPEN.value)


def get_difference(actor: Actor, difference_id: int) -> Difference:
    """One difference. Raises ``NotFound``."""
    return _one(list_differences(actor).filter(pk=difference_id))


def numbers_taken(site_id: int, numbers: Iterable[str]) -> set[str]:
    """Which of these numbers stand on the list of a site already."""
    rows = Piece.objects.filter(site_id=site_id, number__in=set(numbers))
    return set(rows.values_list("number", flat=True))


# --- Papers of units and customers -------------------------------------------------------------------------------------


def papers_about(wanted: Wanted) -> list[Paper]:
    """The receipts of keys and cards that were handed over; one query."""
    if not wanted.asks(ISSUED_PAPER):
        return []
    rows = Loan.objects.filter(site_id=wanted.site_id, way=Way.ISSUE.value, out_at__isnull=False)
    if not wanted.is_everything:
        rows = rows.filter(
            Q(piece__unit_id__in=wanted.unit_ids or ()) | Q(person_id__in=wanted.person_ids or ())
        )
    return [
        Paper(
            ISSUED_PAPER,
            one.ref,
            f"{one.piece.number} {one.piece.name}",
            one.out_at or one.asked_at,
            one.get_absolute_url(),
            Can.SEE,
            one.piece.unit_id,
            (one.person_id,) if one.person_id else (),
        )
        for one in rows.select_related("piece").order_by("-out_at")
    ]
