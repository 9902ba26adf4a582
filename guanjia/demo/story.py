"""The demo's day, told through the verbs in the order of time.

A major complaint on working day 2 of 3; a repair whose 15 minutes are running; a promise postponed once; a return visit
that found the owner dissatisfied; a case whose close is blocked; and the ordinary day around them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.cases import queries as cases_queries
from guanjia.apps.cases import services as cases
from guanjia.apps.obligations import services as obligations
from guanjia.apps.workorders import queries as workorders_queries
from guanjia.apps.workorders import services as workorders
from guanjia.demo import cabinet, files, gate, keeping, letters, library, meetings
from guanjia.demo.answers import ask_for_answers, tell_answers
from guanjia.demo.estate import Estate
from guanjia.kernel import outbox
from guanjia.kernel.actor import Actor
from guanjia.kernel.working_time import Duration


class Story:
    """Scenes with their moments; ``tell`` plays them in order and lets the duties ring in between."""

    def __init__(self, estate: Estate, now: datetime) -> None:
        self.estate, self.now = estate, now
        self.scenes: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.cases: dict[str, str] = {}

    def at(self, moment: datetime, scene: Callable[[datetime], None]) -> None:
        """Add a scene."""
        self.scenes.append((moment, len(self.scenes), scene))

    def ago(
        self, scene: Callable[[datetime], None], *, days: int = 0, hours: int = 0, minutes: int = 0
    ) -> None:
        """Add a scene that happened some time ago."""
        self.at(self.now - timedelta(days=days, hours=hours, minutes=minutes), scene)

    def tell(self) -> None:
        """Play everything; after each scene what is due by then rings, as it would have."""
        for moment, _order, scene in sorted(self.scenes, key=lambda one: one[:2]):
            obligations.sweep(at=moment)
            scene(moment)
        midnight = self.now.astimezone(ZoneInfo(self.estate.site.timezone)).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        obligations.begin_planning(self.estate.site.pk, at=midnight)
        obligations.plan_ahead(at=self.now)
        obligations.sweep(at=self.now)
        outbox.drain(at=self.now + timedelta(minutes=1), limit=10_000)

    # What scenes are made of

    def who(self, login: str, at: datetime) -> Actor:
        return self.estate.actor(login, at)

    def case(self, key: str) -> Any:
        return cases_queries.get_case(self.estate.system, self.cases[key])

    def order(self, key: str) -> Any:
        return workorders_queries.list_for_thread(self.estate.system, self.cases[key])[-1]

    def receive(
        self, key: str, by: str, home: str = "", *, fault: str = "", **more: object
    ) -> Callable[[datetime], None]:
        """A scene in which somebody registers a case for a home."""

        def scene(at: datetime) -> None:
            values: dict[str, object] = {"channel": "phone", **more}
            if home:
                person_id, name, phone = self.estate.owners[home]
                values |= {
                    "unit_id": self.estate.units[home].pk,
                    "person_id": person_id,
                    "caller_name": name,
                    "caller_phone": phone,
                }
            if fault:
                matter = cases_queries.get_classification(fault)
                values["classification_id"] = matter.pk if matter else None
            case = cases.receive(by=self.who(by, at), at=at, site_id=self.estate.site.pk, **values)  # type: ignore[arg-type]
            self.cases[key] = case.ref

        return scene

    def do(
        self, key: str, by: str, verb: Callable[..., object], **values: object
    ) -> Callable[[datetime], None]:
        """A scene in which somebody does a step of a case; values may be functions of the moment."""

        def scene(at: datetime) -> None:
            filled = {name: value(at) if callable(value) else value for name, value in values.items()}
            verb(self.case(key), by=self.who(by, at), at=at, **filled)

        return scene

    def work(
        self, key: str, by: str, verb: Callable[..., object], **values: object
    ) -> Callable[[datetime], None]:
        """A scene in which somebody does a step of the case's work order."""

        def scene(at: datetime) -> None:
            filled = {name: value(at) if callable(value) else value for name, value in values.items()}
            verb(self.order(key), by=self.who(by, at), at=at, **filled)

        return scene

    def visit(
        self, key: str, by: str, verb: Callable[..., object], **values: object
    ) -> Callable[[datetime], None]:
        """A scene in which somebody takes and makes the return visit of a case."""

        def scene(at: datetime) -> None:
            actor = self.who(by, at)
            visits = cases_queries.list_visits(self.estate.system).filter(case__ref=self.cases[key]).open()
            claimed = cases.claim_visit(visits.get(), by=actor, at=at)
            verb(claimed, by=actor, at=at, **values)

        return scene


def in_(**span: int) -> Callable[[datetime], datetime]:
    """A value of a scene: so long after its moment."""
    return lambda at: at + timedelta(**span)


def tell(estate: Estate, now: datetime) -> Story:
    """Tell the whole day."""
    library.stock(estate, now)
    cabinet.hang(estate, now)
    gate.open_gate(estate, now)
    letters.tell_letters(estate, now)
    meetings.hold(estate, now)
    meetings.keep_logs(estate, now)
    story = Story(estate, now)
    _major_complaint(story)
    _running_repair(story)
    _postponed(story)
    _dissatisfied(story)
    _blocked_close(story)
    _ordinary_day(story)
    ask_for_answers(estate, now - timedelta(days=9))
    story.tell()
    tell_answers(estate, now)
    keeping.stock(estate, now)
    files.stock(estate, now)
    return story


def _major_complaint(story: Story) -> None:
    """Water through the ceiling for the third time: received a working day and a half ago, day 2 of 3 for the answer."""
    hours = calendars.working_calendar(story.estate.site.pk, story.now)
    start = hours.subtract(story.now, Duration.parse("1 working day")) - timedelta(minutes=40)
    story.at(
        start,
        story.receive(
            "major", "lin", "LAN1-0602", fault="home.water.leak", kind="complaint", title="屋顶渗水第三次，卧室吊顶泡坏", written=True,
            description="去年修过两次，这次下雨又漏，床和衣柜都湿了。再不解决就不交物业费。",
        ),
    )  # fmt: skip
    story.at(
        start + timedelta(minutes=12),
        story.do(
            "major",
            "qian",
            cases.rule_complaint,
            complaint_class="major",
            reason="多次未解决，已造成财产损失",
        ),
    )
    story.at(
        start + timedelta(minutes=20),
        story.do("major", "zhou", cases.report_to_gm, note="已电话报告吴总，约下午开会"),
    )
    story.at(
        start + timedelta(minutes=25),
        story.do("major", "zhao", cases.tell_progress, text="已向业主说明将由客服部经理上门，并先做防水遮盖"),
    )
    story.at(
        start + timedelta(minutes=55),
        story.do(
            "major",
            "zhou",
            cases.hold_emergency_meeting,
            attendants=["周明", "高工", "赵敏"],
            decisions="一、当日遮盖；二、三日内查明渗漏点并答复；三、七日内完成修缮",
        ),
    )
    story.ago(
        story.do("major", "zhao", cases.tell_progress, text="工程部已上屋面检查，明日给出方案"), hours=2
    )


def _running_repair(story: Story) -> None:
    """A burst hose six minutes ago: the work order is on the way, the 15 minutes run."""
    story.ago(
        story.receive(
            "running", "lin", "LAN1-0301", fault="home.water.burst", kind="repair", title="厨房水管爆裂，地上全是水", urgency="urgent",
        ),
        minutes=6,
    )  # fmt: skip
    story.ago(story.do("running", "lin", cases.dispatch, skill="plumbing"), minutes=5)
    story.ago(story.work("running", "lin", workorders.auto_assign), minutes=5)
    story.ago(story.work("running", "sun", workorders.accept), minutes=4)


def _postponed(story: Story) -> None:
    """A lock promised for yesterday, postponed once; a second postponement will be refused."""
    story.ago(
        story.receive(
            "postponed",
            "lin",
            "MEI1-0402",
            fault="home.fabric.locked_out",
            kind="repair",
            title="入户门锁芯卡住",
        ),
        days=2,
        hours=3,
    )
    story.ago(story.do("postponed", "qiao", cases.promise, promised_at=in_(days=1)), days=2, hours=2)
    story.ago(
        story.do("postponed", "qiao", cases.postpone, promised_at=lambda _at: story.now + timedelta(hours=5), reason="锁芯型号停产，厂家今日送到"),
        days=1,
        hours=4,
    )  # fmt: skip
    story.ago(
        story.do("postponed", "qiao", cases.tell_progress, text="已告知业主配件下午到，到后立即上门"), hours=3
    )


def _dissatisfied(story: Story) -> None:
    """Repaired, visited, and not good: open again."""
    story.ago(
        story.receive(
            "again", "lin", "LAN2-0501", fault="building.light.lamp", kind="repair", title="门口楼道灯一直闪"
        ),
        days=1,
        hours=6,
    )
    story.ago(story.do("again", "lin", cases.dispatch, skill="electrical"), days=1, hours=6)
    story.ago(
        story.work(
            "again", "qian", workorders.assign, assignee_id=story.estate.staff["li"].pk, reason="李师傅最近"
        ),
        days=1,
        hours=6,
    )
    story.ago(story.work("again", "li", workorders.accept), days=1, hours=5, minutes=58)
    story.ago(story.work("again", "li", workorders.arrive), days=1, hours=5, minutes=50)
    story.ago(
        story.work("again", "li", workorders.complete, outcome="更换启辉器，灯已正常"),
        days=1,
        hours=5,
        minutes=20,
    )
    story.ago(
        story.visit("again", "zhao", cases.record_dissatisfied, reason="晚上还是闪，没有修好", rating=2),
        hours=21,
    )


def _blocked_close(story: Story) -> None:
    """A complaint that is solved but not signed for: closing says what is missing."""
    story.ago(
        story.receive(
            "blocked",
            "lin",
            "MEI2-0201",
            kind="complaint",
            title="楼道堆放杂物影响通行",
            fault="building.fabric.stairs",
        ),
        days=1,
        hours=2,
    )
    story.ago(
        story.do("blocked", "qian", cases.rule_complaint, complaint_class="minor", reason="协调即可解决"),
        days=1,
        hours=1,
        minutes=40,
    )
    story.ago(
        story.do(
            "blocked",
            "qiao",
            cases.resolve,
            outcome="已与邻居沟通，当日清理完毕",
            answer="已清理，谢谢您的提醒",
        ),
        hours=20,
    )


def _ordinary_day(story: Story) -> None:
    """What else happens: an answered inquiry, praise, a closed repair, a QR report, an urging."""
    story.ago(
        story.receive("inquiry", "lin", "LAN1-0101", kind="inquiry", title="门禁卡补办要带什么材料"), hours=5
    )
    story.ago(
        story.do("inquiry", "lin", cases.close_at_once, answer="带身份证到前台，工本费 20 元，当场办好"),
        hours=4,
        minutes=57,
    )
    story.ago(
        story.receive(
            "praise", "lin", "MEI1-0101", kind="praise", title="感谢保安帮老人提东西", channel="counter"
        ),
        hours=6,
    )
    story.ago(
        story.do("praise", "lin", cases.close_at_once, answer="谢谢您，我们转告包安"), hours=5, minutes=50
    )
    story.ago(
        story.receive(
            "lift",
            "lin",
            kind="repair",
            channel="patrol",
            title="电梯按键灯不亮",
            place_id=story.estate.places["LAN2-DT"].pk,
            fault="building.lift.broken",
        ),
        hours=3,
    )
    story.ago(story.do("lift", "lin", cases.dispatch, skill="lift"), hours=3)
    story.ago(
        story.receive(
            "done",
            "lin",
            "LAN2-0102",
            fault="building.access.closer",
            kind="repair",
            title="单元门闭门器坏了，关门声很大",
        ),
        days=1,
        hours=5,
    )
    story.ago(story.do("done", "lin", cases.dispatch, skill="locks"), days=1, hours=5)
    story.ago(
        story.work(
            "done", "qian", workorders.assign, assignee_id=story.estate.staff["ma"].pk, reason="熟悉门锁"
        ),
        days=1,
        hours=5,
    )
    story.ago(story.work("done", "ma", workorders.accept), days=1, hours=4, minutes=58)
    story.ago(story.work("done", "ma", workorders.arrive), days=1, hours=4, minutes=48)
    story.ago(
        story.work("done", "ma", workorders.complete, outcome="更换闭门器，开关正常"),
        days=1,
        hours=4,
        minutes=10,
    )
    story.ago(
        story.visit(
            "done",
            "zhao",
            cases.record_satisfied,
            signed_by="业主本人",
            how="PHONE",
            rating=5,
            note="很快，满意",
        ),
        hours=19,
    )
    story.ago(story.do("done", "zhao", cases.answer, text="闭门器已换新，关门声小了"), hours=18, minutes=55)
    story.ago(story.do("done", "lin", cases.close), hours=18, minutes=50)
    story.ago(story.do("lift", "lin", cases.urge, text="业主催问什么时候修"), minutes=50)
    story.ago(
        story.receive(
            "noise",
            "duan",
            "MEI2-0602",
            kind="complaint",
            title="楼上深夜装修噪音",
            fault="order.noise.works",
        ),
        minutes=35,
    )
