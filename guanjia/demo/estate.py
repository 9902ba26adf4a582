"""The demo's companies: posts, people on duty, buildings, residents, calendars, the rulebook adopted."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.calendars import services as calendars
from guanjia.apps.cases import services as cases
from guanjia.apps.obligations import services as obligations
from guanjia.apps.organisations import queries as organisation
from guanjia.apps.organisations import services as organisations
from guanjia.apps.people import services as people
from guanjia.apps.people.terms import Relation
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.apps.rulebook import services as rulebook
from guanjia.demo import PASSWORD
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope

PACK = "estate_desk"
STAFF = {
    # login: name, English name, post, skills, groups
    "lin": ("林晓", "Lin Xiao", "front_desk", (), ()),
    "duan": ("段伟", "Duan Wei", "duty_officer", (), ()),
    "zhao": ("赵敏", "Zhao Min", "steward", (), ("LAN",)),
    "qiao": ("乔安", "Qiao An", "steward", (), ("MEI",)),
    "qian": ("钱芳", "Qian Fang", "cs_supervisor", (), ()),
    "zhou": ("周明", "Zhou Ming", "cs_manager", (), ()),
    "han": ("韩立", "Han Li", "office_director", (), ()),
    "meng": ("孟刚", "Meng Gang", "property_manager", (), ()),
    "wu": ("吴强", "Wu Qiang", "property_gm", (), ()),
    "cai": ("蔡会", "Cai Hui", "cashier", (), ()),
    "gao": ("高工", "Gao Gong", "engineering_head", ("electrical", "building"), ()),
    "sun": ("孙师傅", "Sun", "technician", ("plumbing", "general"), ()),
    "li": ("李师傅", "Li", "technician", ("electrical", "lift"), ()),
    "ma": ("马师傅", "Ma", "technician", ("building", "locks", "general"), ()),
    "shi": ("石队", "Shi", "security_head", (), ()),
    "bao": ("包安", "Bao An", "guard", ("security",), ()),
}
NIGHT = {"duan", "sun", "bao"}
FAMILY_NAMES = "王李张刘陈杨黄吴徐孙朱马胡郭何高林罗郑梁"
GIVEN_NAMES = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "霞",
    "平",
    "刚",
)


@dataclass
class Estate:
    """What the story needs at hand: the site, its people, some homes and places."""

    site: Any
    posts: dict[str, Any]
    staff: dict[str, Any] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    owners: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        """The one who sets things up."""
        return Actor.system(self.site.company_id)

    def actor(self, login: str, at: datetime) -> Actor:
        """Who somebody is at a moment."""
        return organisation.actor_for_staff(self.staff[login].pk, at)


def build_estate(now: datetime) -> Estate:
    """Jiayuan (嘉园), run by Jiahe Property (嘉和物业): two groups, four buildings, everybody at work."""
    company = organisations.found_company(code="JIAHE", name="嘉和物业", name_en="Jiahe Property")
    with company_scope(company.pk):
        system = Actor.system(company.pk)
        site = organisations.open_site(
            by=system, code="JY", name="嘉园小区", name_en="Jiayuan Estate", hotline="400-800-1234"
        )
        estate = Estate(site, organisations.open_posts(site, by=system, pack=PACK))
        begun = now - timedelta(days=60)
        _hire(estate, begun)
        _plan_shifts(estate, now)
        _open_calendars(estate, begun)
        _build_homes(estate, begun)
        cases.load_classification(by=system, at=begun)
        rulebook.adopt(site.pk, by=system, at=begun, pack=PACK, from_at=begun)
    return estate


def build_neighbour(now: datetime) -> None:
    """Harbour Property (海港物业): another company, of whose site nobody of Jiahe ever sees a word."""
    company = organisations.found_company(code="HARBOUR", name="海港物业", name_en="Harbour Property")
    with company_scope(company.pk):
        system, begun = Actor.system(company.pk), now - timedelta(days=60)
        site = organisations.open_site(
            by=system, code="HG", name="海港城", name_en="Harbour Court", hotline="400-800-9876"
        )
        estate = Estate(site, organisations.open_posts(site, by=system, pack=PACK))
        account = organisations.open_account("dov", PASSWORD, language="en")
        dov = organisations.hire(by=system, name="窦维", name_en="Dov", account=account)
        organisations.appoint(dov, estate.posts["cs_manager"], by=system, at=begun, from_on=begun.date())
        estate.staff["dov"] = dov
        _open_calendars(estate, begun)
        cases.load_classification(by=system, at=begun)
        rulebook.adopt(site.pk, by=system, at=begun, pack=PACK, from_at=begun)
        obligations.begin_planning(site.pk, at=now)
        cases.receive(
            by=estate.actor("dov", now),
            at=now,
            site_id=site.pk,
            kind="inquiry",
            channel="counter",
            title="咨询装修押金退还时间",
            caller_name="海港业主",
        )


def _hire(estate: Estate, begun: datetime) -> None:
    for login, (name, name_en, post, skills, groups) in STAFF.items():
        account = organisations.open_account(login, PASSWORD)
        person = organisations.hire(
            by=estate.system, name=name, name_en=name_en, skills=skills, account=account
        )
        organisations.appoint(
            person, estate.posts[post], by=estate.system, at=begun, from_on=begun.date(), group_codes=groups
        )
        estate.staff[login] = person


def _plan_shifts(estate: Estate, now: datetime) -> None:
    """Days from 07:50 to 18:00 for everybody; those of the night stay on call round the clock."""
    midnight = now.astimezone(ZoneInfo(estate.site.timezone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    for day in range(-4, 15):
        for login, (_name, _name_en, post, _skills, _groups) in STAFF.items():
            start = midnight + timedelta(days=day)
            opens, closes = (0, 24 * 60) if login in NIGHT else (7 * 60 + 50, 18 * 60)
            organisations.plan_shift(
                estate.posts[post],
                estate.staff[login],
                by=estate.system,
                at=now,
                from_at=start + timedelta(minutes=opens),
                until_at=start + timedelta(minutes=closes),
            )


def _open_calendars(estate: Estate, begun: datetime) -> None:
    for key, hours, default in (("office", "office-week", True), ("desk", "estate-desk", False)):
        calendars.open_calendar(
            estate.site.pk, by=estate.system, at=begun, key=key, hours=hours, is_default=default
        )


def _build_homes(estate: Estate, begun: datetime) -> None:
    """Two groups with two buildings each, twelve homes in a building, an owner in each; lifts, a gate, a pump room."""
    by, site = estate.system, estate.site
    number = 0
    for code, name in (("LAN", "兰苑"), ("MEI", "梅苑")):
        group = places.add_group(site, by=by, at=begun, code=code, name=name)
        for block in (1, 2):
            building = places.add_building(site, by=by, at=begun, name=f"{name}{block}栋", group=group)
            lift = places.add_place(
                site,
                by=by,
                at=begun,
                kind=PlaceKind.LIFT,
                code=f"{code}{block}-DT",
                name=f"{name}{block}栋电梯",
                building=building,
            )
            estate.places[lift.code] = lift
            for floor in range(1, 7):
                for door in (1, 2):
                    number += 1
                    _build_home(
                        estate, building, begun, f"{code}{block}-{floor:02d}{door:02d}", floor, number
                    )
    for kind, code, name in (
        (PlaceKind.GATE, "GATE-N", "北大门"),
        (PlaceKind.MACHINE_ROOM, "PUMP", "水泵房"),
        (PlaceKind.GARDEN, "GARDEN", "中心花园"),
    ):
        estate.places[code] = places.add_place(site, by=by, at=begun, kind=kind, code=code, name=name)


def _build_home(estate: Estate, building: Any, begun: datetime, code: str, floor: int, number: int) -> None:
    day = begun.date()
    unit = places.add_unit(
        building,
        by=estate.system,
        at=begun,
        code=code,
        area=Decimal("89.50") if number % 2 else Decimal("126.80"),
        floor=floor,
        layout="三室" if number % 2 else "四室",
        delivered_on=day - timedelta(days=900),
        fitout_on=day - timedelta(days=860),
        moved_in_on=day - timedelta(days=700),
    )
    name = FAMILY_NAMES[number % len(FAMILY_NAMES)] + GIVEN_NAMES[(number * 7) % len(GIVEN_NAMES)]
    phone = f"1380000{number:04d}"
    owner = people.register(by=estate.system, at=begun, site_id=estate.site.pk, name=name, phones=(phone,))
    people.move_in(
        owner, unit, by=estate.system, at=begun, relation=Relation.OWNER, from_on=day - timedelta(days=900)
    )
    estate.units[code] = unit
    estate.owners[code] = (owner.pk, name, phone)
