"""Cases and return visits in every state, and the reviews."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from guanjia.apps.cases import queries as case_queries
from guanjia.apps.cases import services as cases
from guanjia.apps.workorders import queries as order_queries
from tests.cast import at
from tests.matrix.stage.company import NOW, STROKES, Estate
from tests.matrix.stage.files import picture


def first_case(estate: Estate) -> None:
    case = receive(estate, "first", title=f"{estate.word}厨房水龙头滴水")
    cases.add_note(case, by=estate.who("lin"), at=at("09:03"), text="带梯子", photos=[picture()])
    cases.dispatch(case, by=estate.who("qian"), at=at("09:04"), skill="plumbing")
    estate.orders["first"] = order_queries.list_for_thread(estate.house.system, case.ref)[0].ref
    done = receive(estate, "to visit", title=f"{estate.word}门铃不响")
    cases.resolve(done, by=estate.who("lin"), at=at("10:45"), outcome="换了电池", answer="修好了")
    estate.things["visit"] = case_queries.list_visits(estate.house.system).filter(case=done).get()


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


def tell_cases(estate: Estate) -> None:
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
