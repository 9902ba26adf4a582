"""Two companies in the middle of a morning, with one of everything an address can name and cases in every state.

What *Wanxing* owns has names with 万兴 in them, what *Harbour* owns has names with 海港; no page of the one may hold a word
of the other. The clock of the doors stands at ``NOW``.
"""

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guanjia.api import services as programs
from guanjia.apps.calendars import services as calendars
from guanjia.apps.cases import queries as case_queries
from guanjia.apps.cases import services as cases
from guanjia.apps.documents import services as documents
from guanjia.apps.documents.terms import Signing
from guanjia.apps.inspections import queries as inspection_queries
from guanjia.apps.inspections import services as inspections
from guanjia.apps.inspections.terms import Given
from guanjia.apps.messaging import services as messaging
from guanjia.apps.messaging.terms import Channel
from guanjia.apps.obligations import services as obligations
from guanjia.apps.organisations import services as organisations
from guanjia.apps.people import services as people
from guanjia.apps.people.terms import Relation
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.apps.registers import services as registers
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.queries import load_pack
from guanjia.apps.unitlists import queries as unitlist_queries
from guanjia.apps.unitlists import services as unitlists
from guanjia.apps.workorders import queries as order_queries
from guanjia.apps.workorders import services as workorders
from guanjia.apps.workorders.pricing import Line
from guanjia.kernel.actor import Actor
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.scope import company_scope
from guanjia.ui.saved_views import keep_view
from tests.cast import House, at, harbour, wanxing

NOW = at("11:30")
STROKES = "[[[10,10],[200,90],[400,40]]]"
PACK = "estate_desk"
LEDGERS = """
[pack]
key = "ledgers"
version = "1"
title = { zh = "台账", en = "Ledgers" }
[[clause]]
number = "1"
text = { zh = "条款", en = "A clause" }
sources = ["C-RULE-040"]
[[post]]
key = "cs_manager"
name = { zh = "客服部经理", en = "CS manager" }
[[register]]
key = "diary"
clause = "1"
title = { zh = "日志", en = "Diary" }
signed_by = ["cs_manager", "customer"]
[[register.field]]
key = "what"
label = { zh = "事由", en = "What" }
required = true
[[register.field]]
key = "unit"
label = { zh = "房号", en = "Unit" }
kind = "unit"
[[register.field]]
key = "owner"
label = { zh = "业主", en = "Owner" }
kind = "person"
[[register.field]]
key = "keeper"
label = { zh = "经手人", en = "By" }
kind = "staff"
[[register.field]]
key = "photo"
label = { zh = "照片", en = "Photo" }
kind = "photo"
"""
"""A rulebook with one register, since the one of the estate's desk has none."""
ROUNDS = """
[pack]
key = "rounds"
version = "1"
title = { zh = "巡查", en = "Rounds" }
[[clause]]
number = "1"
text = { zh = "公共部位每周查看。", en = "The places everybody uses are looked at every week." }
sources = ["C-RULE-040"]
[[checklist]]
key = "corridor"
clause = "1"
title = { zh = "公共部位检查表", en = "Places everybody uses" }
about = "place"
[[checklist.item]]
key = "floor"
text = { zh = "地面干净", en = "The floor is clean" }
[[checklist.item]]
key = "light"
text = { zh = "照度", en = "Light" }
answer = "number"
least = 50
unit = "lx"
"""


@dataclass
class Estate:
    """A company's things by what they are; ``cases`` and ``orders`` by the state they were brought into."""

    house: House
    word: str
    things: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)

    def who(self, login: str, moment: datetime = NOW) -> Actor:
        """The person of that login; in a company without one, the only person there is."""
        return self.house.actor(login if login in self.house.people else "dov", moment)

    def staff(self, login: str) -> int:
        """The id of that person."""
        return self.house.people[login if login in self.house.people else "dov"].pk

    @contextmanager
    def open(self) -> Iterator[None]:
        """Inside, the rows of this company are in sight."""
        with company_scope(self.house.company.pk):
            yield


@dataclass
class Stage:
    """Both companies."""

    wanxing: Estate
    harbour: Estate

    @property
    def words(self) -> dict[str, list[str]]:
        """For each company what only it can have said."""
        return {one.house.company.code: _words(one) for one in (self.wanxing, self.harbour)}


def _words(estate: Estate) -> list[str]:
    with estate.open():
        unit, place = estate.things["unit"], estate.things["place"]
        return [estate.word, estate.house.company.code, unit.code, place.code, place.qr_token]


def build() -> Stage:
    """Everything, in an open transaction. Dov holds every capability there is, so that nothing but the company stops him."""
    ours, theirs = Estate(wanxing(), "万兴"), Estate(harbour(), "海港")
    with theirs.open():
        organisations.set_capabilities(
            theirs.house.posts["cs_manager"],
            by=theirs.house.system,
            at=at("00:00"),
            capabilities=sorted(CAPABILITIES),
        )
    for estate, code in ((theirs, "H"), (ours, "W")):
        with estate.open():
            _furnish(estate, code)
    with ours.open():
        _tell_orders(ours)
        _tell_cases(ours)
    obligations.sweep(at=NOW)
    return Stage(ours, theirs)


# --- One of everything -------------------------------------------------------------------------------------------------


def _furnish(estate: Estate, code: str) -> None:
    house, things, begun = estate.house, estate.things, at("00:00")
    site, system = house.site, house.system
    office = calendars.open_calendar(
        site.pk, by=system, at=begun, key="office", hours="office-week", is_default=True
    )
    calendars.open_calendar(site.pk, by=system, at=begun, key="desk", hours="estate-desk", is_default=False)
    cases.load_classification(by=system, at=begun)
    rulebook.adopt(site.pk, by=system, at=begun, pack=PACK, from_at=begun)
    group = places.add_group(site, by=system, at=begun, code="A", name=f"{estate.word}甲组团")
    other = places.add_group(site, by=system, at=begun, code="B", name=f"{estate.word}乙组团")
    building = places.add_building(site, by=system, at=begun, name=f"{estate.word}一栋", group=group)
    places.add_building(site, by=system, at=begun, name=f"{estate.word}二栋", group=other)
    unit = _home(estate, building, f"{code}Q1-0301")
    things |= {"second_unit": _home(estate, building, f"{code}Q1-0302"), "group": group, "building": building}
    place = places.add_place(
        site,
        by=system,
        at=begun,
        kind=PlaceKind.LIFT,
        code=f"{code}Q1-DT",
        name=f"{estate.word}电梯",
        building=building,
    )
    person = people.register(
        by=system,
        at=begun,
        site_id=site.pk,
        name=f"{estate.word}王业主",
        phones=("13800138000", "13900139000"),
        id_number="11010519491231002X",
    )
    home = people.move_in(
        person, unit, by=system, at=begun, relation=Relation.OWNER, from_on=begun.date() - timedelta(days=9)
    )
    shift = organisations.plan_shift(
        house.posts["cs_manager"],
        house.people.get("zhou") or house.people["dov"],
        by=system,
        at=begun,
        from_at=at("18:30"),
        until_at=at("19:30"),
    )
    things |= {"unit": unit, "place": place, "person": person, "residency": home, "shift": shift}
    things |= {"calendar": office, "post": house.posts["front_desk"]}
    _first_case(estate)
    _papers(estate)
    _programs(estate)
    _lists(estate, code)
    _registers(estate)
    _rounds(estate)


def _registers(estate: Estate) -> None:
    """An entry; at Wanxing, whose numbers go further for it, also one that is signed, one struck and one in its place."""
    with TemporaryDirectory() as folder:
        own = Path(folder) / "ledgers"
        own.mkdir()
        (own / "pack.toml").write_text(LEDGERS, encoding="utf-8")
        pack, source = load_pack(own)
    version = rulebook.store_version(pack, source, at=at("00:00"))
    site_id = estate.house.site.pk
    rulebook.adopt(site_id, by=estate.house.system, at=at("00:00"), pack="ledgers", version=version)
    things, boss = estate.things, estate.who("zhou")
    things["entry"] = enter(estate, "第一条", photos={"photo": [picture()]})
    if estate.word == "万兴":
        signed = registers.sign(enter(estate, "签字"), by=boss, at=at("10:00"), note="属实")
        signing = Signing("王女士", "SCREEN", STROKES)
        things["entry signed"] = registers.sign(signed, by=boss, at=at("10:05"), signing=signing)
        things["entry struck"] = enter(estate, "写错")
        values = {"what": f"{estate.word}重写"}
        things["entry rewritten"] = registers.rewrite(
            things["entry struck"], by=boss, at=at("10:10"), reason="写错", values=values
        )


def enter(estate: Estate, what: str, **more: Any) -> Any:
    """An entry in the register."""
    values = {
        "what": f"{estate.word}{what}",
        "unit": estate.things["unit"].pk,
        "owner": estate.things["person"].pk,
        "keeper": estate.staff("lin"),
    }
    return registers.enter(
        by=estate.who("zhou"),
        at=at("09:30"),
        site_id=estate.house.site.pk,
        pack="ledgers",
        register="diary",
        values=values,
        **more,
    )


def _home(estate: Estate, building: Any, code: str) -> Any:
    return places.add_unit(
        building,
        by=estate.house.system,
        at=at("00:00"),
        code=code,
        area=Decimal("89.50"),
        floor=3,
        layout="三室",
        delivered_on=at("00:00").date() - timedelta(days=900),
    )


def _first_case(estate: Estate) -> None:
    case = receive(estate, "first", title=f"{estate.word}厨房水龙头滴水")
    cases.add_note(case, by=estate.who("lin"), at=at("09:03"), text="带梯子", photos=[picture()])
    cases.dispatch(case, by=estate.who("qian"), at=at("09:04"), skill="plumbing")
    estate.orders["first"] = order_queries.list_for_thread(estate.house.system, case.ref)[0].ref
    done = receive(estate, "to visit", title=f"{estate.word}门铃不响")
    cases.resolve(done, by=estate.who("lin"), at=at("10:45"), outcome="换了电池", answer="修好了")
    estate.things["visit"] = case_queries.list_visits(estate.house.system).filter(case=done).get()


def _papers(estate: Estate) -> None:
    estate.things["attachment"] = documents.attach(
        picture(f"{estate.word}.png"),
        by=estate.house.system,
        at=at("09:05"),
        site_id=estate.house.site.pk,
        about_ref=estate.cases["first"],
        thread=estate.cases["first"],
    )
    estate.things["robot"] = messaging.add_robot(
        estate.house.site.pk,
        by=estate.house.system,
        at=at("09:05"),
        channel=list(Channel)[-1],
        name=f"{estate.word}机器人",
        token="a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6",
    )


def _programs(estate: Estate) -> None:
    boss, site_id = estate.who("zhou"), estate.house.site.pk
    token, text = programs.make_token(boss, by=boss, at=at("09:06"), name=f"{estate.word}令牌")
    hook, _secret = programs.make_endpoint(
        by=boss, at=at("09:06"), site_id=site_id, name=f"{estate.word}钩子", url="https://example.com/hook"
    )
    programs.ping(hook, by=boss, at=at("09:07"))
    mine = keep_view(by=boss, list_key="cases", name=f"{estate.word}看法", query="state=HANDLING")
    estate.things |= {"view": mine, "token": token, "token_text": text, "endpoint": hook}


def _lists(estate: Estate, code: str) -> None:
    """A list just taken in, one looked through, one being carried out, one carried out with a refused row."""
    site, by = estate.house.site, estate.who("zhou")
    rows = [[f"{code}Q1-0{floor}01", 88.5, f"{estate.word}张三", "13700137000"] for floor in range(4, 7)]
    for key in ("uploaded", "mapped", "running", "done"):
        taken = unitlists.upload(
            site,
            by=by,
            at=at("09:10"),
            file_name=f"{estate.word}{key}.xlsx",
            content=workbook(key, [*rows, [f"{code}Q1-0701", "没有", "", ""]]),
        )
        if key != "uploaded":
            sheets = unitlist_queries.sheets_of(taken)
            unitlists.choose_columns(
                taken, by=by, at=at("09:11"), plans=taken.sheet_plans, allow_new_groups=True, sheets=sheets
            )
            taken.refresh_from_db()
        if key in {"running", "done"} and taken.preview.get("accepted"):
            taken = unitlists.start(taken, by=by, at=at("09:12"), by_worker=False)
            if key == "done":
                taken = unitlists.carry_out(taken, by=by, at=at("09:13"))
        estate.things[f"import {key}"] = taken


def _rounds(estate: Estate) -> None:
    """Sheets with a finding in each state, and one in which everything is right."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "rounds"
        folder.mkdir()
        (folder / "pack.toml").write_text(ROUNDS, encoding="utf-8")
        pack, source = load_pack(folder)
    begun, system = at("00:00"), estate.house.system
    version = rulebook.store_version(pack, source, at=begun)
    rulebook.adopt(estate.house.site.pk, by=system, at=begun, pack="rounds", version=version, from_at=begun)
    sheets = [look_round(estate, clean=clean) for clean in (False, False, False, True)]
    findings = [one for sheet in sheets for one in inspection_queries.findings_of(sheet)]
    _open, corrected, cleared = findings
    for finding in (corrected, cleared):
        inspections.correct(finding, by=estate.who("lin"), at=at("09:30"), note=f"{estate.word}已拖干")
    inspections.recheck(cleared, by=system, at=at("09:40"), passed=True)
    estate.things |= {"sheet": sheets[0], "clean sheet": sheets[-1]}
    estate.things |= {"finding": findings[0], "corrected": corrected, "cleared": cleared}


def look_round(estate: Estate, *, clean: bool) -> Any:
    """A filled sheet about the place."""
    floor = Given("pass") if clean else Given("fail", f"{estate.word}地面有水", [picture()])
    return inspections.fill(
        estate.house.site.pk,
        by=estate.who("qian"),
        at=at("09:15"),
        pack="rounds",
        checklist="corridor",
        about=f"place:{estate.things['place'].pk}",
        answers={"floor": floor, "light": Given("120")},
    )


# --- Cases and orders in every state -----------------------------------------------------------------------------------


def receive(estate: Estate, key: str, **changes: Any) -> Any:
    """Register a case for the unit, told to the front desk at nine."""
    values: dict[str, Any] = {
        "by": estate.who("lin"),
        "at": at("09:02"),
        "site_id": estate.house.site.pk,
        "kind": "repair",
        "channel": "phone",
        "title": f"{estate.word}{key}",
        "received_at": at("09:00"),
        "unit_id": estate.things["unit"].pk,
        "caller_name": f"{estate.word}王业主",
        "caller_phone": "13800138000",
    }
    case = cases.receive(**{**values, **changes})
    estate.cases[key] = case.ref
    return case


def _tell_cases(estate: Estate) -> None:
    who, t = estate.who, at("09:20")
    _tell_visits(estate)  # first: whoever visits takes the one that has waited longest
    noise = {"kind": "complaint", "title": "万兴装修噪音"}
    receive(estate, "complaint", **noise)
    major = receive(estate, "major", **noise, written=True, description="万兴来信")
    major = cases.rule_complaint(major, by=who("qian"), at=t, complaint_class="major", reason="严重影响生活")
    cases.report_to_gm(major, by=who("qian"), at=t, note="已电话报告")
    invalid = receive(estate, "invalid", **noise)
    cases.rule_complaint(invalid, by=who("qian"), at=t, complaint_class="invalid", reason="与我方无关")
    minor = receive(estate, "blocked", **noise)
    minor = cases.rule_complaint(minor, by=who("qian"), at=t, complaint_class="minor", reason="协调即可")
    cases.resolve(minor, by=who("zhao"), at=at("10:00"), outcome="已协调", answer="已协调")
    promised = cases.promise(receive(estate, "postponed"), by=who("zhao"), at=t, promised_at=at("17:00"))
    cases.postpone(
        promised, by=who("zhao"), at=at("10:00"), promised_at=NOW + timedelta(days=1), reason="缺配件"
    )
    urged = receive(estate, "urged")
    cases.urge(urged, by=who("lin"), at=at("10:00"), text="业主催问")
    cases.tell_progress(urged, by=who("zhao"), at=at("10:10"), text="师傅已在路上")
    cases.agree_later_arrival(
        receive(estate, "later"), by=who("lin"), at=at("09:10"), until=at("15:00"), agreed_with="王先生"
    )
    cases.close_at_once(
        receive(estate, "closed", kind="inquiry"), by=who("lin"), at=t, answer="带身份证到前台"
    )
    cases.withdraw(receive(estate, "withdrawn"), by=who("zhao"), at=t, reason="业主说好了")
    cases.merge(
        receive(estate, "merged"),
        by=who("qian"),
        at=t,
        into=receive(estate, "survivor", title="万兴同一件事"),
    )
    parent = receive(estate, "parent")
    cases.split(parent, by=who("qian"), at=t, title="万兴分出来的一件")
    cases.forward(
        receive(estate, "forwarded"), by=who("lin"), at=t, to_department="engineering", note="请看看"
    )
    receive(
        estate, "place", unit_id=None, place_id=estate.things["place"].pk, caller_name="", caller_phone=""
    )
    receive(estate, "help", kind="help")
    cases.open_review(estate.house.site.pk, by=estate.house.system, at=t, day=t.date())
    cases.review_day(
        estate.house.site.pk, by=who("qian"), at=at("11:00"), day=t.date() - timedelta(days=1), notes="都看过"
    )
    monday = t.date() - timedelta(days=7)
    cases.open_weekly_list(estate.house.site.pk, by=estate.house.system, at=t, monday=monday)
    cases.make_weekly_list(
        estate.house.site.pk, by=who("qian"), at=at("11:00"), monday=monday, analysis="缺配件"
    )


def _tell_visits(estate: Estate) -> None:
    who = estate.who

    def visited(key: str, verb: Callable[..., Any] | None, **values: Any) -> None:
        case = receive(estate, key)
        cases.resolve(case, by=who("lin"), at=at("10:00"), outcome="已更换", answer="修好了")
        visit = case_queries.list_visits(estate.house.system).filter(case=case).open().get()
        taker = _taker(estate, visit)
        visit = cases.claim_visit(visit, by=who(taker), at=at("10:30"))
        estate.things[f"visit {key}"] = visit
        if verb:
            verb(visit, by=who(taker), at=at("10:40"), **values)

    visited("claimed", None)
    visited("dissatisfied", cases.record_dissatisfied, reason="还是漏", rating=2)
    visited("unreached", cases.record_unreached, note="没人接", again_at=at("16:00"))
    visited("satisfied", cases.record_satisfied, signed_by="王先生", how="SCREEN", strokes=STROKES, rating=5)


def _taker(estate: Estate, visit: Any) -> str:
    """Whose turn a visit is: the first person of the cast in whose queue it comes first."""
    for login in estate.house.people:
        queue = case_queries.visit_queue(estate.who(login), estate.house.site.pk, at("10:30"))
        if queue and queue[0].pk == visit.pk:
            return login
    raise LookupError(f"nobody of the cast can make the visit {visit.ref}")


def _tell_orders(estate: Estate) -> None:
    """Orders of group A in each state, in the hands of 孙师傅."""
    who, sun = estate.who, estate.staff("sun")
    lines = [Line("换水龙头", Decimal(1), 3000, "项"), Line("水龙头", Decimal(1), 5000, "个")]

    def order(key: str, *steps: Callable[[Any], Any], **changes: Any) -> Any:
        values: dict[str, Any] = {
            "by": who("qian"),
            "at": at("09:02"),
            "site_id": estate.house.site.pk,
            "thread": estate.cases["first"],
            "case_kind": "repair",
            "title": f"万兴{key}",
            "description": "万兴厨房",
            "unit_id": estate.things["unit"].pk,
            "group_code": "A",
            "skill": "plumbing",
            "received_at": at("09:00"),
            "contact_name": "王女士",
            "contact_phone": "13800138000",
        }
        made = workorders.issue(**{**values, **changes})
        estate.orders[key] = made.ref
        for step in steps:
            step(made)
            made.refresh_from_db()
        return made

    def do(
        verb: Callable[..., Any], by: str = "sun", clock: str = "09:30", **values: Any
    ) -> Callable[[Any], Any]:
        return lambda made: verb(made, by=who(by), at=at(clock), **values)

    assign = do(workorders.assign, "qian", "09:03", assignee_id=sun)
    accept, arrive = do(workorders.accept, clock="09:04"), do(workorders.arrive, clock="09:12")
    quote = do(workorders.quote, lines=lines, note="含税")
    consent = do(workorders.consent, signing=Signing("王女士", "SCREEN", STROKES))
    order("issued")
    order("offered", do(workorders.offer, "qian"))
    order("assigned", assign)
    order("accepted", assign, accept)
    order("on site", assign, accept, arrive)
    order("quoted", assign, accept, arrive, quote)
    order("consented", assign, accept, arrive, quote, consent, do(workorders.start))
    order(
        "paused",
        assign,
        accept,
        arrive,
        do(workorders.pause, reason="PARTS", until=at("10:00"), note="等阀芯"),
    )
    order(
        "completed",
        assign,
        accept,
        arrive,
        quote,
        consent,
        do(workorders.start),
        do(workorders.add_photos, photos=[picture()]),
        do(
            workorders.complete,
            clock="10:30",
            outcome="已更换",
            materials=lines[1:],
            labour_minutes=30,
            labour_fen=3000,
            photos=[picture()],
            signing=Signing("王女士", "SCREEN", STROKES),
        ),
        thread="",
    )
    order("cancelled", do(workorders.cancel, "qian", reason="不修了"))
    into = order("into")
    order("merged", do(workorders.merge, "qian", into=into, reason="同一处"))
    order("whole", do(workorders.split, "qian", parts=_parts()))


def _parts() -> list[Any]:
    from guanjia.apps.workorders.services.issue import Part

    return [Part(title="万兴换灯", skill="electrical"), Part(title="万兴补墙", skill="general")]


def grow(estate: Estate, count: int) -> None:
    """``count`` more of whatever lists show."""
    with estate.open():
        house, things = estate.house, estate.things
        system, site = house.system, house.site
        for number in range(count):
            case = receive(estate, f"more {number}", title=f"万兴又一件{number}")
            cases.add_note(case, by=estate.who("lin"), at=at("09:03"), text="照片", photos=[picture()])
            if number % 2:
                cases.dispatch(case, by=estate.who("qian"), at=at("09:04"), skill="plumbing")
            else:
                cases.resolve(case, by=estate.who("lin"), at=at("10:50"), outcome="换了", answer="好了")
            _grow_places(estate, number)
            look_round(estate, clean=False)
            organisations.plan_shift(
                house.posts["guard"],
                house.people["bao"],
                by=system,
                at=at("00:00"),
                from_at=at("18:30") + timedelta(minutes=20 * number),
                until_at=at("18:40") + timedelta(minutes=20 * number),
            )
            for upload in (things["attachment"].about_ref, estate.cases["first"]):
                documents.attach(
                    picture(), by=system, at=at("09:05"), site_id=site.pk, about_ref=upload, thread=upload
                )
            cases.tell_progress(
                case_queries.get_case(system, estate.cases["first"]),
                by=estate.who("zhao"),
                at=at("10:10"),
                text=f"第{number}次告知",
            )
            boss = estate.who("zhou")
            programs.make_token(boss, by=boss, at=at("09:06"), name=f"令牌{number}")
            programs.ping(things["endpoint"], by=boss, at=at("09:07"))
            enter(estate, f"又一条{number}")


def _grow_places(estate: Estate, number: int) -> None:
    system, site, things = estate.house.system, estate.house.site, estate.things
    unit = _home(estate, things["building"], f"WQ1-9{number:03d}")
    places.add_building(site, by=system, at=at("00:00"), name=f"万兴又一栋{number}", group=things["group"])
    places.add_place(
        site, by=system, at=at("00:00"), kind=PlaceKind.LIFT, code=f"WQ1-L{number}", name="万兴梯"
    )
    for home, relation in ((unit, Relation.OWNER), (things["unit"], Relation.FAMILY)):
        person = people.register(
            by=system,
            at=at("00:00"),
            site_id=site.pk,
            name=f"万兴李{number}",
            phones=(f"1360000{number:04d}",),
        )
        people.move_in(person, home, by=system, at=at("00:00"), relation=relation, from_on=at("00:00").date())


# --- Files -------------------------------------------------------------------------------------------------------------


def picture(name: str = "photo.png") -> SimpleUploadedFile:
    """A small picture."""
    sheet = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(sheet, "PNG")
    return SimpleUploadedFile(name, sheet.getvalue(), "image/png")


def workbook(name: str, rows: list[list[Any]]) -> bytes:
    """A unit list."""
    sheet = io.BytesIO()
    book = xlsxwriter.Workbook(sheet)
    page = book.add_worksheet(name)
    for place, row in enumerate([["房号", "建筑面积", "业主姓名", "联系电话"], *rows]):
        page.write_row(place, 0, row)
    book.close()
    return sheet.getvalue()
