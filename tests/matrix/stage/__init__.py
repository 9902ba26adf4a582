"""Two companies in the middle of a morning, with one of everything an address can name and cases in every state.

What *Wanxing* owns has names with 万兴 in them, what *Harbour* owns has names with 海港; no page of the one may hold a word
of the other. The clock of the doors stands at ``NOW``.
"""

from datetime import timedelta

from guanjia.api import services as programs
from guanjia.apps.calendars import services as calendars
from guanjia.apps.cases import queries as case_queries
from guanjia.apps.cases import services as case_services
from guanjia.apps.documents import services as documents
from guanjia.apps.obligations import services as obligations
from guanjia.apps.organisations import services as organisations
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel.permissions import CAPABILITIES
from tests.cast import at, harbour, wanxing
from tests.matrix.stage.archives import grow_archives, tell_archives
from tests.matrix.stage.breaches import grow_breaches, tell_breaches
from tests.matrix.stage.cabinet import grow_cabinet, tell_cabinet
from tests.matrix.stage.cases import first_case, receive, tell_cases
from tests.matrix.stage.company import NOW, Estate, Stage
from tests.matrix.stage.figures import tell_figures, tell_house_forms, tell_house_rules
from tests.matrix.stage.files import picture, workbook
from tests.matrix.stage.gate import grow_gate, tell_gate
from tests.matrix.stage.homes import grow_homes, tell_homes
from tests.matrix.stage.keeping import grow_keeping, tell_keeping
from tests.matrix.stage.letters import grow_letters, tell_letters
from tests.matrix.stage.library import grow_library, tell_library
from tests.matrix.stage.meetings import grow_meetings, tell_meetings
from tests.matrix.stage.office import tell_lists, tell_papers, tell_programs
from tests.matrix.stage.orders import tell_orders
from tests.matrix.stage.papers import enter, look_round, tell_registers, tell_rounds

__all__ = ["NOW", "PACK", "Estate", "Stage", "build", "grow", "picture", "workbook"]
PACK = "estate_desk"


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
        tell_orders(ours)
        tell_cases(ours)
    obligations.sweep(at=NOW)
    for estate in (ours, theirs):
        with estate.open():
            tell_breaches(estate)
    return Stage(ours, theirs)


def _furnish(estate: Estate, code: str) -> None:
    house, things, begun = estate.house, estate.things, at("00:00")
    site, system = house.site, house.system
    office = calendars.open_calendar(
        site.pk, by=system, at=begun, key="office", hours="office-week", is_default=True
    )
    calendars.open_calendar(site.pk, by=system, at=begun, key="desk", hours="estate-desk", is_default=False)
    case_services.load_classification(by=system, at=begun)
    rulebook.adopt(site.pk, by=system, at=begun, pack=PACK, from_at=begun)
    things["calendar"] = office
    tell_homes(estate, code)
    first_case(estate)
    tell_papers(estate)
    tell_programs(estate)
    tell_lists(estate, code)
    tell_registers(estate)
    tell_rounds(estate)
    tell_cabinet(estate)
    tell_library(estate)
    tell_gate(estate)
    tell_letters(estate)
    tell_meetings(estate)
    tell_keeping(estate)
    tell_archives(estate)
    tell_figures(estate)
    if estate.word == "万兴":
        tell_house_rules(estate)
        tell_house_forms(estate)


def grow(estate: Estate, count: int) -> None:
    """``count`` more of whatever lists show."""
    with estate.open():
        house, things = estate.house, estate.things
        system, site = house.system, house.site
        for number in range(count):
            case = receive(estate, f"more {number}", title=f"万兴又一件{number}")
            case_services.add_note(
                case, by=estate.who("lin"), at=at("09:03"), text="照片", photos=[picture()]
            )
            if number % 2:
                case_services.dispatch(case, by=estate.who("qian"), at=at("09:04"), skill="plumbing")
            else:
                case_services.resolve(
                    case, by=estate.who("lin"), at=at("10:50"), outcome="换了", answer="好了"
                )
            grow_homes(estate, number)
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
            case_services.tell_progress(
                case_queries.get_case(system, estate.cases["first"]),
                by=estate.who("zhao"),
                at=at("10:10"),
                text=f"第{number}次告知",
            )
            boss = estate.who("zhou")
            programs.make_token(boss, by=boss, at=at("09:06"), name=f"令牌{number}")
            programs.ping(things["endpoint"], by=boss, at=at("09:07"))
            enter(estate, f"又一条{number}")
            grow_library(estate, number)
            grow_cabinet(estate, number)
            grow_gate(estate, number)
            grow_letters(estate, number)
            grow_meetings(estate, number)
            grow_keeping(estate, number)
            grow_archives(estate, number)
        grow_breaches(estate, count)
