"""The stage: Wanxing's estate with two groups and their units, and short ways to take in and to hand over."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.places import services as places
from guanjia.apps.safekeeping import services
from guanjia.apps.safekeeping.terms import Arrival, Kind, Loss, Release, Sort
from guanjia.kernel.scope import company_scope
from tests.cast import TODAY, at, wanxing

STROKES = "[[[10,10],[200,90],[400,40],[420,60],[430,70],[440,90]]]"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """Files of tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


def build_units(house):
    """Units 1-101 and 1-102 in group A, 2-201 in group B."""
    by = {"by": house.system, "at": at("00:00")}
    units = {}
    for code, name, rooms in (("A", "1", ("1-101", "1-102")), ("B", "2", ("2-201",))):
        group = places.add_group(house.site, code=code, name=f"{code}组团", **by)
        building = places.add_building(house.site, name=name, group=group, **by)
        for room in rooms:
            units[room] = places.add_unit(building, code=room, area=Decimal(90), **by)
    return units


@pytest.fixture
def house(db):
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        house.units = build_units(house)
        yield house


PARCEL = Arrival(kind=Kind.MAIL, sort=Sort.PARCEL, what="纸箱", shelf="A1", for_name="王芳", carrier="顺丰")
BAG = Arrival(
    kind=Kind.STORAGE,
    sort=Sort.BAG,
    what="行李箱",
    count=3,
    shelf="B2",
    for_name="王芳",
    collector="李雷",
    phone="13800138000",
    value_fen=50000,
    in_scope=True,
    reminded=True,
    inspected=True,
    condition="完好",
)
PURSE = Arrival(
    kind=Kind.FOUND,
    sort=Sort.CASH,
    what="黑色皮夹",
    features="黑色 短款",
    marks="内有红色票根",
    shelf="S1",
    found_at=at("08:30"),
    found_where="1栋大堂",
    found_by="保洁刘姐",
)
PHONE = replace(PURSE, sort=Sort.PHONE, what="白色手机", features="白色 小米", marks="壁纸是猫")


@pytest.fixture
def take(house):
    """Take something in; the unit is named by its room number."""

    def receive(arrival=PARCEL, moment="09:00", login="lin", unit="1-101", **changes):
        moment = at(moment) if isinstance(moment, str) else moment
        if arrival.kind is not Kind.FOUND:
            changes.setdefault("unit_id", house.units[unit].pk)
        elif arrival.sort is Sort.CASH:
            changes.setdefault("counted_with_id", house.people["qian"].pk)
        return services.receive(
            house.site.pk, by=house.actor(login, moment), at=moment, arrival=replace(arrival, **changes)
        )

    return receive


def signed(taken_by="王芳", count=1, **more):
    """Handed over against a signature."""
    return Release(count=count, taken_by=taken_by, strokes=STROKES, **more)


@pytest.fixture
def give(house):
    """Hand something over."""

    def hand_out(item, release=None, moment="10:00", login="lin", **more):
        moment = at(moment)
        return services.hand_out(
            item, by=house.actor(login, moment), at=moment, release=release or signed(**more)
        )

    return hand_out


@pytest.fixture
def pass_on(house):
    """Hand things on to Zhao, the steward of group A."""

    def hand_on(*items, moment="09:30", login="lin", strokes=STROKES):
        return services.hand_on(
            house.site.pk,
            by=house.actor(login, at(moment)),
            at=at(moment),
            refs=[one.ref for one in items],
            steward_id=house.people["zhao"].pk,
            strokes=strokes,
        )

    return hand_on


@pytest.fixture
def lapsed(house, take):
    """A suitcase nobody fetched: a supervisor is to decide."""
    item = take(BAG)
    services.look_over(at=item.keep_until + timedelta(minutes=1))
    item.refresh_from_db()
    return item


@pytest.fixture
def miss(house):
    """Report a loss."""

    def report(what="白色手机", sort=Sort.PHONE, **more):
        values = {"name": "赵六", "lost_on": TODAY, "features": "小米", "where": "1栋大堂", **more}
        return services.report_loss(
            house.site.pk,
            by=house.actor("lin"),
            at=at("09:00"),
            loss=Loss(sort=sort, what=what, **values),
        )

    return report
