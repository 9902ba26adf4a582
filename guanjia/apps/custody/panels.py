"""Our places on other pages: Today, the page of a unit, the page of a person; and the facts of a loan and of a piece."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guanjia.apps.custody import queries
from guanjia.apps.custody.models import Loan, Piece
from guanjia.apps.custody.terms import FAMILY_ICONS, Can, Family
from guanjia.apps.people.terms import Can as PeopleCan
from guanjia.apps.places.terms import Can as PlacesCan
from guanjia.kernel.actor import Actor
from guanjia.kernel.counting import first_of
from guanjia.kernel.money import format_fen
from guanjia.ui.http import Request
from guanjia.ui.panels import Fact, Facts, Panel

_MOST_ON_TODAY = 6
_PARTS = ("decide", "overdue", "ready", "losses", "differences")


def today_custody(request: Request) -> Panel | None:
    """What is overdue, waits for my approval or is ready to be handed out, and what was lost or differs; nothing else."""
    if request.site is None or not request.actor.can(Can.SEE, request.site.pk):
        return None
    actor, site_id = request.actor, request.site.pk
    found: dict[str, tuple[list[Any], int]] = {
        **queries.loans_waiting(actor, site_id, request.now, _MOST_ON_TODAY)
    }
    if actor.can(Can.MANAGE, site_id):
        found["losses"] = first_of(queries.list_unsettled(actor, site_id), _MOST_ON_TODAY)
    if actor.can(Can.COUNT, site_id):
        found["differences"] = first_of(queries.list_uncleared(actor, site_id), _MOST_ON_TODAY)
    parts = {name: found.get(name, ([], 0))[0] for name in _PARTS}
    rows = [one for part in parts.values() for one in part]
    if not rows:
        return None
    return Panel(
        _("Keys and things lent"),
        "custody/panels/today.html",
        {"rows": rows, **parts},
        icon="key",
        count=sum(count for _rows, count in found.values()),
        url=reverse("custody:board"),
        urgent=bool(parts["overdue"]),
    )


def on_unit_page(request: Request, unit: Any) -> Panel | None:
    """The keys and cards of a unit, and who has them."""
    if not request.actor.can(Can.SEE, unit.site_id):
        return None
    rows = queries.pieces_of_unit(request.actor, unit.site_id, unit.pk)
    lends = request.actor.can(Can.LEND, unit.site_id) and any(one.left for one in rows)
    return Panel(
        _("Keys and cards"),
        "custody/panels/unit.html",
        {"rows": rows, "hand_over_url": reverse("custody:hand_over", args=[unit.pk]) if lends else ""},
        icon="key",
        count=len(rows) or None,
        empty=_("We keep no key or card of this unit."),
        empty_icon="key",
    )


def on_person_page(request: Request, person: Any) -> Panel | None:
    """What a customer has of ours; no panel when nothing."""
    if not request.actor.can(Can.SEE):
        return None
    rows = queries.out_with_person(request.actor, person.pk)
    if not rows:
        return None
    return Panel(_("Has of ours"), "custody/panels/loans.html", {"rows": rows}, icon="key", count=len(rows))


# --- Facts -------------------------------------------------------------------------------------------------------------


def piece_facts(piece: Piece, actor: Actor) -> Facts:
    """What the list says of a piece."""
    facts = Facts()
    facts.add(_("Number"), piece.number, icon="tag")
    facts.add(_("Kind of thing"), piece.kind.name, icon=FAMILY_ICONS[Family(piece.kind.family)])
    facts.add(_("Hook in the cabinet"), piece.hook, icon="map-pin")
    if piece.is_stock:
        facts.add(_("Stock"), piece.stock)
        facts.add(_("Out"), piece.lent)
        facts.add(_("Left"), piece.left)
    else:
        facts.add(_("Pieces on the ring"), piece.parts)
    if piece.unit:
        seen = actor.can(PlacesCan.SEE, piece.site_id)
        url = reverse("places:unit", args=[piece.unit_id]) if seen else ""
        facts.add(_("Unit"), piece.unit.code, icon="building-community", url=url)
    if piece.place:
        facts.add(_("Place"), piece.place.name, icon="map-pin")
    if piece.entrusted:
        facts.add(_("For the owner"), _("Kept with the owner’s consent"), icon="signature")
    if piece.replaces:
        facts.add(_("Takes the place of"), piece.replaces.number, url=piece.replaces.get_absolute_url())
    if piece.kind.needs_approval:
        post = queries.post_name(piece.site_id, piece.kind.approver_post)
        facts.add(_("Who approves each loan"), post, icon="shield-check")
    return facts


def loan_facts(loan: Loan, actor: Actor) -> Facts:
    """What stands on the card of a loan."""
    facts = Facts()
    facts.add(_("With"), loan.borrower, icon="user", hint=loan.borrower_label, url=_person_url(loan, actor))
    if loan.borrower_phone:
        reveal = actor.can(Can.SEE_CONTACT, loan.site_id)
        url = reverse("custody:reveal_contact", args=[loan.ref]) if reveal else ""
        facts.facts.append(Fact(_("Phone"), loan.masked_phone, icon="phone", hidden=True, reveal_url=url))
    facts.add(_("What for"), loan.reason or loan.way_label)
    facts.add(_("Pieces"), loan.expected)
    if loan.out_at:
        facts.add(_("Out since"), loan.out_at, kind="moment", hint=loan.lender_name)
    if loan.due_at:
        facts.add(_("Back by"), loan.due_at, kind="moment", icon="clock")
    if loan.approver_post:
        facts.add(
            _("Who approves"),
            loan.decided_by_name or queries.post_name(loan.site_id, loan.approver_post),
            icon="shield-check",
            hint=loan.decision_note,
        )
    _money_facts(loan, facts)
    if loan.ended_at:
        facts.add(_("Ended"), loan.ended_at, kind="moment", hint=loan.taken_by_name)
    if loan.counted is not None:
        facts.add(
            _("How many came back"), _now("%(n)s of %(all)s") % {"n": loan.counted, "all": loan.expected}
        )
    if loan.end_note:
        facts.add(_("Remark"), loan.end_note)
    return facts


def _money_facts(loan: Loan, facts: Facts) -> None:
    if loan.fee_fen:
        facts.add(_("Fee"), loan.fee_fen, kind="money")
    if not loan.deposit_fen:
        return
    facts.add(_("Deposit"), loan.deposit_fen, kind="money", icon="coin-yuan")
    if loan.deduction_fen:
        facts.add(_("Kept back of the deposit"), loan.deduction_fen, kind="money", hint=loan.deduction_reason)
    if loan.ended_at:
        facts.add(_("Paid back"), format_fen(loan.refund_fen))


def _person_url(loan: Loan, actor: Actor) -> str:
    if loan.person_id is None or not actor.can(PeopleCan.SEE, loan.site_id):
        return ""
    return reverse("people:person", args=[loan.person_id])
