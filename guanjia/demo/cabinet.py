"""The demo's key cabinet: keys, cards and things; some out, one overdue, one waiting for approval, one lost, one count."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.apps.custody import queries, services
from guanjia.apps.custody.services.counting import Found, expected_of
from guanjia.apps.custody.terms import Borrower, BorrowerKind, Family
from guanjia.apps.documents.terms import How, Signing
from guanjia.demo.estate import Estate

_STROKES = "[[[60,120],[120,60],[180,150],[240,70],[300,160],[360,80],[430,150],[520,90]]]"


def hang(estate: Estate, now: datetime) -> None:
    """Fill the cabinet forty days ago, and tell what went out and came back since."""
    cabinet = _Cabinet(estate, now)
    public = cabinet.kind(Family.KEY, "公共钥匙")
    rooms = cabinet.kind(Family.KEY, "机房钥匙", approver_post="engineering_head", hours=4)
    homes = cabinet.kind(Family.KEY, "住户钥匙")
    cards = cabinet.kind(Family.CARD, "门禁卡", deposit_fen=2000)
    umbrellas = cabinet.kind(Family.THING, "雨伞", deposit_fen=5000, hours=24)
    carts = cabinet.kind(Family.THING, "平板车", fee_fen=500, hours=2)
    gate = cabinet.piece(public, "G-01", "北大门岗亭", hook="A1", parts=2)
    roof = cabinet.piece(public, "G-02", "屋面检修门", hook="A2", parts=3)
    cabinet.piece(public, "G-03", "中心花园工具间", hook="A3")
    pump = cabinet.piece(rooms, "J-01", "水泵房", hook="B1", parts=2, place_id=estate.places["PUMP"].pk)
    for number, code in enumerate(list(estate.units)[:4], 1):
        unit_id = estate.units[code].pk
        cabinet.piece(homes, f"H-{number:02}", f"{code} 入户门", hook=f"C{number}", parts=4, unit_id=unit_id)
        cabinet.piece(cards, f"M-{number:04}", f"{code} 门禁卡", unit_id=unit_id)
    umbrella = cabinet.piece(umbrellas, "YS", "雨伞", stock=20)
    cart = cabinet.piece(carts, "PB-1", "平板车 1 号")
    cabinet.piece(carts, "PB-2", "平板车 2 号")
    cabinet.history(gate, cart)
    cabinet.today(roof, pump, umbrella, cart)
    cabinet.count()


class _Cabinet:
    """What is done at the cabinet, at moments before now."""

    def __init__(self, estate: Estate, now: datetime) -> None:
        self.estate, self.now = estate, now
        self.begun: dict[str, Any] = {"by": estate.system, "at": now - timedelta(days=40)}

    def kind(self, family: str, name: str, **more: Any) -> Any:
        """A kind."""
        return services.add_kind(self.estate.site.pk, family=family, name=name, **self.begun, **more)

    def piece(self, kind: Any, number: str, name: str, **more: Any) -> Any:
        """A piece on the list."""
        return services.add_piece(kind, number=number, name=name, **self.begun, **more)

    def lend(
        self, piece: Any, borrower: Borrower, reason: str, *, hours: float, until: float, **more: Any
    ) -> Any:
        """A loan that began so many hours ago and is due so many hours from now."""
        at = self.now - timedelta(hours=hours)
        return services.lend(
            piece,
            by=self.estate.actor("lin", at),
            at=at,
            borrower=borrower,
            reason=reason,
            due_at=self.now + timedelta(hours=until),
            **more,
        )

    def staff(self, login: str) -> Borrower:
        """Somebody of the staff."""
        return Borrower(BorrowerKind.STAFF, staff_id=self.estate.actor(login, self.now).id)

    def history(self, gate: Any, cart: Any) -> None:
        """Two loans of the last days, one of them back late and damaged."""
        lin = self.estate.actor("lin", self.now)
        first = self.lend(gate, self.staff("zhao"), "夜间巡逻", hours=80, until=-72)
        services.take_back(first, by=lin, at=self.now - timedelta(hours=73), counted=2)
        owner = next(iter(self.estate.owners.values()))
        second = self.lend(
            cart, Borrower(BorrowerKind.RESIDENT, person_id=owner[0]), "搬家具", hours=54, until=-52
        )
        services.take_back(
            second, by=lin, at=self.now - timedelta(hours=50), counted=1, sound=False, note="前轮松动，已报修"
        )

    def today(self, roof: Any, pump: Any, umbrella: Any, cart: Any) -> None:
        """A roof key an hour overdue with a contractor, a pump-room key asked for, umbrellas and a cart out."""
        firm = Borrower(BorrowerKind.CONTRACTOR, "郑工", "13900139000", "通达防水工程")
        signed = Signing("郑工", How.SCREEN, _STROKES)
        self.lend(roof, firm, "屋面防水维修", hours=5, until=-1, signing=signed)
        self.lend(pump, self.staff("sun"), "水泵季度保养", hours=0.5, until=4)
        owner = list(self.estate.owners.values())[-1]
        guest = Borrower(BorrowerKind.RESIDENT, person_id=owner[0])
        self.lend(umbrella, guest, "下雨出门", hours=2, until=22, quantity=2)
        self.lend(cart, self.staff("zhao"), "搬运花盆", hours=0.5, until=1.5)

    def count(self) -> None:
        """A count three hours ago that missed one key of a home."""
        site_id, at = self.estate.site.pk, self.now - timedelta(hours=3)
        by = self.estate.actor("lin", at)
        pieces = queries.to_count(by, site_id, Family.KEY)
        found = {one.pk: Found(expected_of(one)) for one in pieces}
        short = next(one for one in pieces if one.number == "H-02")
        found[short.pk] = Found(3, "少一把信箱钥匙")
        services.count(site_id, by=by, at=at, family=Family.KEY, found=found)
