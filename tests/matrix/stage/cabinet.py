"""Keys, cards and things: on the hook, out, asked for, approved, handed over, lost, counted."""

from datetime import timedelta
from typing import Any

from guanjia.apps.custody import queries
from guanjia.apps.custody import services as custody
from guanjia.apps.custody.services.counting import Found
from guanjia.apps.custody.terms import Borrower, BorrowerKind, Family, Payer, Remedy
from guanjia.apps.documents.terms import How, Signing
from tests.cast import at
from tests.matrix.stage.company import NOW, STROKES, Estate


def tell_cabinet(estate: Estate) -> None:
    """One of everything; at Wanxing, whose numbers go further for it, loans in every state."""
    things, word, system = estate.things, estate.word, estate.house.system
    begun: dict[str, Any] = {"by": system, "at": at("00:00")}
    site_id = estate.house.site.pk
    public = custody.add_kind(site_id, family=Family.KEY, name=f"{word}公共钥匙", **begun)
    rooms = custody.add_kind(
        site_id, family=Family.KEY, name=f"{word}机房钥匙", approver_post="engineering_head", **begun
    )
    cards = custody.add_kind(site_id, family=Family.CARD, name=f"{word}门禁卡", deposit_fen=2000, **begun)
    things |= {"kind": public, "kind of rooms": rooms, "kind of cards": cards}
    hook = {"hook": "1", "parts": 2, "place_id": things["place"].pk}
    things["piece"] = custody.add_piece(public, number=f"{word}-1", name=f"{word}大堂", **hook, **begun)
    things["piece out"] = add(estate, public, "2")
    things["loan"] = lend(estate, things["piece out"])
    unit_id = things["unit"].pk
    card = custody.add_piece(cards, number=f"{word}-C1", name=f"{word}门禁卡", unit_id=unit_id, **begun)
    custody.add_piece(cards, number=f"{word}-C2", name=f"{word}水卡", unit_id=unit_id, **begun)
    owner = Borrower(BorrowerKind.RESIDENT, phone="13700137000", person_id=things["person"].pk)
    signing = Signing(f"{word}王业主", How.SCREEN, STROKES)
    morning: dict[str, Any] = {"by": system, "at": at("09:00")}
    (things["loan issued"],) = custody.issue([card], borrower=owner, signing=signing, **morning)
    lost = add(estate, public, "3")
    things["loss"] = custody.report_loss(lost, note=f"{word}掉进水井", **morning)
    things["piece lost"] = lost
    found = {one: Found(2) for one in (things["piece"].pk,)}
    found |= {things["piece out"].pk: Found(1, f"{word}已在钩上")}
    things["count"] = custody.count(site_id, family=Family.KEY, found=found, **morning)
    if estate.word == "万兴":
        _loans_in_every_state(estate, rooms, public, morning)


def _loans_in_every_state(estate: Estate, rooms: Any, public: Any, morning: dict[str, Any]) -> None:
    things = estate.things
    key = add(estate, rooms, "J1")
    gao: dict[str, Any] = {"by": estate.who("gao"), "at": at("09:05")}
    for state in ("asked", "approved", "declined", "withdrawn"):
        things[f"loan {state}"] = lend(estate, key)
    custody.approve(things["loan approved"], **gao)
    custody.decline(things["loan declined"], reason="万兴无工单", **gao)
    custody.withdraw(things["loan withdrawn"], **morning)
    back = lend(estate, things["piece"])
    things["loan back"] = custody.take_back(
        back, counted=1, sound=False, note="万兴少一把", by=estate.who("lin"), at=at("09:30")
    )
    gone = lend(estate, add(estate, public, "4"))
    loss = custody.report_loss(gone.piece, loan=gone, note="万兴遗失", **morning)
    things["loan lost"] = gone
    things["loss settled"] = custody.settle_loss(
        loss, remedy=Remedy.LOCK_CHANGED, payer=Payer.BORROWER, cost_fen=500, number="万兴-4B", **morning
    )


def add(estate: Estate, kind: Any, number: str) -> Any:
    """One more piece."""
    return custody.add_piece(
        kind,
        by=estate.house.system,
        at=at("00:00"),
        number=f"{estate.word}-{number}",
        name=f"{estate.word}门{number}",
        hook=number,
    )


def lend(estate: Estate, piece: Any) -> Any:
    """Lend a piece to a contractor."""
    return custody.lend(
        piece,
        by=estate.who("lin"),
        at=at("09:01"),
        borrower=Borrower(BorrowerKind.CONTRACTOR, f"{estate.word}郑工", "13900139000", f"{estate.word}电梯"),
        reason=f"{estate.word}检修",
        due_at=NOW + timedelta(hours=2),
    )


def grow_cabinet(estate: Estate, number: int) -> None:
    """One more of whatever its lists show: a kind, a piece on the hook, one out, one lost, one of the unit, and a count."""
    system, site_id = estate.house.system, estate.house.site.pk
    morning: dict[str, Any] = {"by": system, "at": at("09:10")}
    kind = custody.add_kind(site_id, family=Family.THING, name=f"万兴又一类{number}", **morning)
    add(estate, kind, f"T{number}")
    lend(estate, add(estate, kind, f"O{number}"))
    custody.report_loss(add(estate, kind, f"L{number}"), note="万兴不见", **morning)
    unit_id, begun = estate.things["unit"].pk, at("00:00")
    custody.add_piece(kind, by=system, at=begun, number=f"万兴-U{number}", name="万兴伞", unit_id=unit_id)
    piece = add(estate, kind, f"B{number}")
    custody.take_back(lend(estate, piece), counted=1, by=estate.who("lin"), at=at("09:20"))
    again = lend(estate, estate.things["piece"])
    custody.take_back(again, counted=2, by=estate.who("lin"), at=at("09:40"))
    custody.issue(
        [add(estate, kind, f"P{number}")],
        borrower=Borrower(BorrowerKind.RESIDENT, person_id=estate.things["person"].pk),
        **morning,
    )
    counted = {one.pk: Found(9, "万兴多") for one in custody_pieces(estate)}
    custody.count(site_id, family=Family.THING, found=counted, **morning)


def custody_pieces(estate: Estate) -> list[Any]:
    """What a count of the things asks for."""
    return queries.to_count(estate.house.system, estate.house.site.pk, Family.THING)
