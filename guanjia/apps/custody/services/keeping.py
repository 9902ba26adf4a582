"""The list: kinds, and pieces that come on it, change, and leave it."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.custody import rules
from guanjia.apps.custody.events import Changed, Kept, KindSet, Retired
from guanjia.apps.custody.lifecycle import PIECE
from guanjia.apps.custody.models import Kind, Piece
from guanjia.apps.custody.services.telling import of_piece
from guanjia.apps.custody.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.money import Fen
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, refuse


def add_kind(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    family: str,
    name: str,
    approver_post: str = "",
    deposit_fen: Fen = 0,
    fee_fen: Fen = 0,
    hours: int = 0,
) -> Kind:
    """Keep a new kind of thing at a site. Refuses a name that is there already."""
    with transaction.atomic():
        permit_at(by, Can.MANAGE, site_id)
        _own_site(by, site_id)
        taken = Kind.objects.filter(site_id=site_id, name=name.strip()).exists()
        refuse(
            rules.why_not_kind(name=name, taken=taken, deposit_fen=deposit_fen, fee_fen=fee_fen, hours=hours)
        )
        kind = Kind(
            company_id=by.company_id,
            site_id=site_id,
            family=family,
            name=name.strip(),
            approver_post=approver_post,
            deposit_fen=deposit_fen,
            fee_fen=fee_fen,
            hours=hours,
        )
        kind.save(force_insert=True)
        _tell_kind(kind, by=by, at=at)
        return kind


def change_kind(
    kind: Kind,
    *,
    by: Actor,
    at: datetime,
    name: str,
    approver_post: str = "",
    deposit_fen: Fen = 0,
    fee_fen: Fen = 0,
    hours: int = 0,
) -> Kind:
    """Change what holds for a kind from now on; loans that are out stay as they are."""
    with locked(kind) as row:
        permit(by, Can.MANAGE, row)
        others = Kind.objects.filter(site_id=row.site_id, name=name.strip()).exclude(pk=row.pk)
        refuse(
            rules.why_not_kind(
                name=name, taken=others.exists(), deposit_fen=deposit_fen, fee_fen=fee_fen, hours=hours
            )
        )
        row.name, row.approver_post = name.strip(), approver_post
        row.deposit_fen, row.fee_fen, row.hours = deposit_fen, fee_fen, hours
        row.save(update_fields=["name", "approver_post", "deposit_fen", "fee_fen", "hours"])
        _tell_kind(row, by=by, at=at)
        return row


def add_piece(
    kind: Kind,
    *,
    by: Actor,
    at: datetime,
    number: str,
    name: str,
    hook: str = "",
    parts: int = 1,
    stock: int = 1,
    unit_id: int | None = None,
    place_id: int | None = None,
    replaces: Piece | None = None,
) -> Piece:
    """Take a piece on the list. Refuses a number that is there, and keys of machine rooms in a kind without approval."""
    with transaction.atomic():
        permit(by, Can.MANAGE, kind)
        plain = rules.plain_number(number)
        taken = Piece.objects.filter(site_id=kind.site_id, number=plain).exists()
        refuse(
            rules.why_not_keep(
                number=plain,
                taken=taken,
                parts=parts,
                stock=stock,
                is_room_key=_is_room(by, kind, unit_id, place_id),
                needs_approval=kind.needs_approval,
            )
        )
        piece = Piece(
            company_id=by.company_id,
            site_id=kind.site_id,
            kind=kind,
            number=plain,
            name=name.strip() or kind.name,
            hook=hook.strip(),
            parts=parts,
            stock=stock,
            unit_id=unit_id,
            place_id=place_id,
            replaces=replaces,
            added_at=at,
        )
        piece.save(force_insert=True)
        fact = Kept(
            **of_piece(piece),
            hook=piece.hook,
            parts=parts,
            stock=stock,
            replaces=replaces.number if replaces else "",
        )
        record(fact, by=by, at=at)
        return piece


def change_piece(
    piece: Piece, *, by: Actor, at: datetime, number: str, name: str, hook: str, parts: int, stock: int
) -> Piece:
    """Change what the list says of a piece: its number, name, hook, and how many there are."""
    with locked(piece) as row:
        permit(by, Can.MANAGE, row)
        plain = rules.plain_number(number)
        others = Piece.objects.filter(site_id=row.site_id, number=plain).exclude(pk=row.pk)
        found = rules.why_not_keep(
            number=plain,
            taken=others.exists(),
            parts=parts,
            stock=stock,
            is_room_key=False,
            needs_approval=row.kind.needs_approval,
        )
        shrunk = rules.why_not_shrink(stock=stock, lent=row.lent)
        refuse([*found, shrunk])
        row.number, row.name, row.hook = plain, name.strip() or row.kind.name, hook.strip()
        row.parts, row.stock = parts, stock
        row.save(update_fields=["number", "name", "hook", "parts", "stock"])
        record(Changed(**of_piece(row), hook=row.hook, parts=parts, stock=stock), by=by, at=at)
        return row


def retire(piece: Piece, *, by: Actor, at: datetime, reason: str) -> Piece:
    """Take a piece off the list, with a reason; its history stays."""
    with locked(piece) as row:
        permit(by, Can.MANAGE, row)
        refuse(rules.why_not_retire(lent=row.lent, reason=reason))
        row.state = PIECE.step(row.state, "retire")
        row.save(update_fields=["state"])
        record(Retired(**of_piece(row), reason=reason.strip()[:200]), by=by, at=at)
        return row


def _is_room(by: Actor, kind: Kind, unit_id: int | None, place_id: int | None) -> bool:
    """Whether it opens a machine room. Raises ``NotFound`` for a unit or place of another site."""
    if unit_id is not None and places.get_unit(by, unit_id).site_id != kind.site_id:
        raise NotFound
    if place_id is None:
        return False
    place = places.get_place(by, place_id)
    if place.site_id != kind.site_id:
        raise NotFound
    return str(place.kind) == PlaceKind.MACHINE_ROOM


def _tell_kind(kind: Kind, *, by: Actor, at: datetime) -> None:
    fact = KindSet(
        site_id=kind.site_id,
        ref=f"kind:{kind.pk}",
        family=kind.family,
        kind=kind.name,
        approver_post=kind.approver_post,
        deposit_fen=kind.deposit_fen,
        fee_fen=kind.fee_fen,
        hours=kind.hours,
    )
    record(fact, by=by, at=at)


def _own_site(by: Actor, site_id: int) -> None:
    if organisations.site(site_id).company_id != by.company_id:
        raise NotFound
