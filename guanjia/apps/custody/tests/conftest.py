"""The stage: Wanxing's estate with kinds of each family, a machine room, a unit, and pieces of every sort."""

import pytest

from guanjia.apps.custody import services
from guanjia.apps.custody.terms import Borrower, BorrowerKind, Family
from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.obligations.tests.conftest import house, trial, wired  # noqa: F401
from guanjia.apps.people import services as people
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from tests.cast import at

STROKES = "[[[10,10],[40,60],[80,20],[120,90],[160,30],[200,100],[240,40],[280,90]]]"


def signing(name="王女士"):
    """A signature on the screen."""
    return Signing(name, How.SCREEN, STROKES)


class Cabinet:
    """The cabinet of a house: its kinds and pieces, and the verbs with their usual arguments."""

    def __init__(self, house):  # noqa: F811
        self.house, by, begun = house, house.system, at("00:00")
        site, both = house.site, {"by": house.system, "at": begun}
        group = places.add_group(site, code="A", name="A组团", **both)
        building = places.add_building(site, name="A1栋", group=group, **both)
        self.unit = places.add_unit(building, code="A1-101", area=90, **both)
        self.room = places.add_place(
            site, kind=PlaceKind.MACHINE_ROOM, code="M1", name="一号配电房", building=building, **both
        )
        self.owner = people.register(by=by, at=begun, site_id=site.pk, name="王女士", phones=["13800138000"])
        kind = self.kind
        self.public = kind(Family.KEY, "公共钥匙")
        self.rooms = kind(Family.KEY, "机房钥匙", approver_post="engineering_head")
        self.homes = kind(Family.KEY, "住户钥匙")
        self.cards = kind(Family.CARD, "门禁卡", deposit_fen=2000)
        self.umbrellas = kind(Family.THING, "雨伞", deposit_fen=5000, hours=24)
        self.carts = kind(Family.THING, "平板车", fee_fen=500, hours=2)
        self.hall = self.piece(self.public, "G-01", "一号大堂门", hook="1", parts=3)
        self.power = self.piece(self.rooms, "J-01", "一号配电房", hook="2", parts=2, place_id=self.room.pk)
        self.home = self.piece(self.homes, "H-101", "A1-101入户门", hook="3", parts=4, unit_id=self.unit.pk)
        self.card = self.piece(self.cards, "C-0001", "A1-101门禁卡", unit_id=self.unit.pk)
        self.umbrella = self.piece(self.umbrellas, "U", "雨伞", stock=5)
        self.cart = self.piece(self.carts, "P-1", "平板车一号")

    def kind(self, family, name, **more):
        """One more kind."""
        return services.add_kind(
            self.house.site.pk, by=self.house.system, at=at("00:00"), family=family, name=name, **more
        )

    def piece(self, kind, number, name, **more):
        """One more piece."""
        return services.add_piece(
            kind, by=self.house.system, at=at("00:00"), number=number, name=name, **more
        )

    def staff(self, login):
        """Somebody of the staff as a borrower."""
        return Borrower(BorrowerKind.STAFF, staff_id=self.house.people[login].pk)

    def lend(self, piece=None, to="sun", moment="09:00", due="12:00", by="lin", **more):
        """Lend something to somebody of the staff until noon."""
        borrower = self.staff(to) if isinstance(to, str) else to
        return services.lend(
            piece or self.hall,
            by=self.house.actor(by),
            at=at(moment),
            borrower=borrower,
            reason=more.pop("reason", "检查吊顶"),
            due_at=at(due) if isinstance(due, str) else due,
            **more,
        )

    def take_back(self, loan, moment="11:00", **more):
        """Take something back, complete and sound unless said otherwise."""
        more.setdefault("counted", loan.expected)
        return services.take_back(loan, by=self.house.actor("lin"), at=at(moment), **more)

    @property
    def contractor(self):
        """Somebody from outside."""
        return Borrower(BorrowerKind.CONTRACTOR, "郑工", "13900139000", "通达电梯")

    @property
    def resident(self):
        """The owner of the unit."""
        return Borrower(BorrowerKind.RESIDENT, person_id=self.owner.pk)


@pytest.fixture
def cabinet(house):  # noqa: F811
    """The cabinet of the house."""
    return Cabinet(house)
