"""Meetings in every state, decisions in every state, and duty logs with lines in every state."""

from datetime import timedelta
from typing import Any

from guanjia.apps.meetings import queries
from guanjia.apps.meetings import services as meetings
from guanjia.apps.meetings.models import Log
from guanjia.apps.meetings.services import Notice
from guanjia.apps.organisations import services as organisations
from tests.cast import at
from tests.matrix.stage.company import STROKES, Estate

_SIGNED = STROKES.replace("]]]", "],[420,60],[460,90],[500,40]]]")
_TICKS = ["ROUND", "RECORDS", "TOOLS", "CLEAN", "RELIEF"]


def tell_meetings(estate: Estate) -> None:
    """One of each in the states in which its page looks different."""
    things = estate.things
    called = things["meeting called"] = _call(estate, "例会")
    things["meeting held"] = _held(estate, "记录中")
    things["point"] = queries.points_of(things["meeting held"])[0]
    things["decision draft"] = _decide(estate, things["meeting held"], "草拟的决议")
    things["meeting review"] = _submitted(estate, "待批准")
    things["meeting approved"] = _approved(estate, "待发布")
    cancelled = _call(estate, "取消的会")
    things["meeting cancelled"] = meetings.cancel(cancelled, **_by(estate), reason="改期")
    _published(estate)
    things["meeting follows"] = _call(estate, "续会", follows=things["meeting published"])
    meetings.answer_notice(called, by=_actor(estate), at=at("09:25"), coming=True)
    _logs(estate)


def grow_meetings(estate: Estate, number: int) -> None:
    """One more of each, waiting for whoever it waits for; long pages get longer."""
    _call(estate, f"又一会{number}")
    held = _held(estate, f"又一纪要{number}")
    _decide(estate, held, f"又一决议{number}")
    _decide(estate, held, f"再一决议{number}")
    _decide(estate, estate.things["meeting held"], f"添一决议{number}")
    meetings.publish(_approve(estate, held), **_by(estate))
    meetings.correct(
        estate.things["meeting published"],
        **_by(estate, "09:50"),
        point_id=queries.points_of(estate.things["meeting published"])[0].pk,
        text=f"更正第{number}次",
        reason="写错",
    )
    log = estate.things["log open"]
    meetings.write(log, **_by(estate), line=f"报修 又一条{number}!")
    noted = meetings.write(log, **_by(estate), line=f"巡视 再一条{number}")
    meetings.rewrite(noted, **_by(estate), text=f"巡视改{number}", reason="写错")
    old = _turn(estate, f"watch{number}")
    meetings.hand_over(old, **_by(estate), checks=_TICKS)


def _by(estate: Estate, clock: str = "09:20") -> dict[str, Any]:
    return {"by": estate.house.system, "at": at(clock)}


def _head(estate: Estate) -> str:
    """Who leads: the manager where there is one, in the other company the only one there is."""
    return "zhou" if "zhou" in estate.house.people else next(iter(estate.house.people))


def _actor(estate: Estate) -> Any:
    return estate.house.actor(_head(estate), at("09:20"))


def _call(estate: Estate, title: str, **more: Any) -> Any:
    people = [one.pk for one in list(estate.house.people.values())[:6]]
    notice = Notice(
        title=f"{estate.word}{title}",
        kind="WEEKLY",
        place=f"{estate.word}会议室",
        from_at=at("09:00"),
        until_at=at("10:00"),
        chair_id=estate.staff(_head(estate)),
        recorder_id=estate.staff(_head(estate)),
        staff_ids=people,
        agenda=["第一项", "第二项"],
        guests=[(f"{estate.word}陈女士", "业委会")],
    )
    return meetings.call(estate.house.site.pk, **_by(estate, "08:00"), notice=notice, **more)


def _held(estate: Estate, title: str) -> Any:
    row = _call(estate, title)
    marks = {one.pk: "PRESENT" for one in queries.attendees_of(row)}
    return meetings.take_attendance(row, **_by(estate), marks=marks)


def _decide(estate: Estate, row: Any, what: str, **more: Any) -> Any:
    given = {"owner_id": estate.staff(_head(estate)), "due_at": at("18:00"), **more}
    return meetings.decide(row, **_by(estate, "09:21"), what=f"{estate.word}{what}", **given)


def _submitted(estate: Estate, title: str) -> Any:
    return _submit(estate, _held(estate, title))


def _submit(estate: Estate, row: Any) -> Any:
    texts = {one.pk: "已讨论。" for one in queries.points_of(row)}
    row = meetings.write_minutes(row, **_by(estate), texts=texts, more=[])
    return meetings.submit(row, **_by(estate))


def _approve(estate: Estate, row: Any) -> Any:
    return meetings.approve(_submit(estate, row), **_by(estate), agreed=True, strokes=_SIGNED)


def _approved(estate: Estate, title: str) -> Any:
    return _approve(estate, _held(estate, title))


def _published(estate: Estate) -> None:
    things = estate.things
    row = _held(estate, "已发布")
    for name in ("open", "reported", "done", "dropped", "late"):
        due_at = at("09:30") if name == "late" else at("18:00")
        things[f"decision {name}"] = _decide(estate, row, f"决议{name}", due_at=due_at)
    row = things["meeting published"] = meetings.publish(_approve(estate, row), **_by(estate))
    for name in ("open", "reported", "done", "dropped", "late"):
        things[f"decision {name}"].refresh_from_db()
    for name in ("reported", "done"):
        things[f"decision {name}"] = meetings.report(things[f"decision {name}"], **_by(estate), note="办完")
    things["decision done"] = meetings.check(things["decision done"], **_by(estate), passed=True)
    things["decision dropped"] = meetings.drop(things["decision dropped"], **_by(estate), reason="不再需要")
    open_one = things["decision open"]
    things["decision open"] = meetings.amend(
        open_one,
        **_by(estate),
        what=f"{estate.word}改写的决议",
        due_at=at("18:00"),
        owner_id=open_one.owner_id,
        reason="期限有误",
    )
    point = queries.points_of(row)[0]
    things["point published"] = point
    meetings.correct(row, **_by(estate), point_id=point.pk, text="改写后的内容", reason="漏写")


def _logs(estate: Estate) -> None:
    things, head = estate.things, _head(estate)
    house = estate.house
    if head != "zhou":  # the other company has planned nobody
        organisations.plan_shift(
            house.posts["cs_manager"],
            house.people[head],
            by=house.system,
            at=at("00:00"),
            from_at=at("07:50"),
            until_at=at("18:00"),
        )
    site_id = house.site.pk
    read = meetings.open_log(site_id, by=_actor(estate), at=at("08:00"))
    struck = meetings.write(read, **_by(estate, "08:05"), line=f"{estate.word}记错")
    things["item struck"] = meetings.rewrite(struck, **_by(estate), text="", reason="写错")
    meetings.write(read, **_by(estate, "08:10"), line=f"报修 {estate.word}留待跟进!")
    read = meetings.hand_over(read, **_by(estate), checks=_TICKS, strokes=_SIGNED)
    things["log received"] = meetings.receive_log(read, **_by(estate), strokes=_SIGNED)
    log = things["log open"] = meetings.open_log(site_id, by=_actor(estate), at=at("09:21"))
    things["item noted"] = meetings.write(log, **_by(estate, "09:22"), line=f"巡视 {estate.word}正常")
    things["item open"] = meetings.write(log, **_by(estate, "09:23"), line=f"报修 {estate.word}漏水!")
    case = meetings.write(log, **_by(estate, "09:24"), line=f"求助 {estate.word}搬重物")
    things["item case"] = meetings.make_case(case, **_by(estate, "09:25"))
    settled = meetings.write(log, **_by(estate, "09:24"), line=f"咨询 {estate.word}停车!")
    things["item settled"] = meetings.settle(settled, **_by(estate, "09:25"), note="已答复")
    things["log handed"] = meetings.hand_over(_turn(estate, "gate"), **_by(estate), checks=_TICKS)
    seen = meetings.hand_over(_turn(estate, "lobby"), **_by(estate), checks=_TICKS)
    seen = meetings.receive_log(seen, **_by(estate))
    things["log read"] = meetings.countersign(seen, **_by(estate), note="已阅")


def _turn(estate: Estate, watch: str) -> Any:
    """A log of another watch, as if somebody of it had opened it."""
    person = estate.house.people[_head(estate)]
    log = Log(
        company_id=estate.house.company.pk,
        ref=f"DL-2025-{sum(watch.encode()) + 100_000}",
        site_id=estate.house.site.pk,
        watch=watch,
        watch_name=f"{estate.word}岗",
        post_name="值班岗",
        from_at=at("00:00") - timedelta(days=1),
        until_at=at("08:00"),
        opened_at=at("00:00") - timedelta(days=1),
        opened_by=person,
    )
    log.save(force_insert=True)
    return log
