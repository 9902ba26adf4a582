"""The demo's meetings and duty logs: last week's meeting with three decisions, this week's that follows, two shifts of the desk."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.meetings import queries, services
from guanjia.apps.meetings.services import Notice
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations import services as plans
from guanjia.demo.estate import Estate

_STROKES = "[[[60,150],[120,70],[170,160],[240,60]],[[250,120],[330,110],[420,130],[520,90]]]"


def hold(estate: Estate, now: datetime) -> None:
    """The weekly meeting of six days ago: one decision done, one running, one overdue; the next is called."""
    room = _Room(estate, now)
    weekly = room.weekly()
    room.settle_first(weekly)
    room.next_week(weekly)


def keep_logs(estate: Estate, now: datetime) -> None:
    """Yesterday's log of the desk, handed over with an open line; today's, in which that line became a case."""
    _Room(estate, now).shifts()


class _Room:
    """What is done, at moments before now."""

    def __init__(self, estate: Estate, now: datetime) -> None:
        self.estate, self.now = estate, now
        self.site_id = estate.site.pk

    def who(self, login: str, at: datetime) -> dict[str, Any]:
        return {"by": self.estate.actor(login, at), "at": at}

    def pk(self, login: str) -> int:
        return int(self.estate.staff[login].pk)

    def clock(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A clock time so many days ago."""
        local = self.now.astimezone(ZoneInfo(self.estate.site.timezone)) - timedelta(days=days)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def notice(self, begins: datetime, **more: Any) -> Notice:
        given: dict[str, Any] = {
            "title": "客服中心周例会",
            "kind": "WEEKLY",
            "place": "物业会议室",
            "from_at": begins,
            "until_at": begins + timedelta(hours=1),
            "chair_id": self.pk("zhou"),
            "recorder_id": self.pk("zhao"),
            "staff_ids": [self.pk(one) for one in ("qian", "lin", "qiao", "gao", "shi")],
            "agenda": ["上周报修与投诉回顾", "电梯按键与楼道照明", "国庆前安全检查"],
            "guests": [("陈女士", "业主委员会")],
            **more,
        }
        return Notice(**given)

    def weekly(self) -> Any:
        begins = self.clock(6, 9, 30)
        row = services.call(
            self.site_id, **self.who("qian", begins - timedelta(hours=16)), notice=self.notice(begins)
        )
        services.answer_notice(
            row, **self.who("shi", begins - timedelta(hours=2)), coming=False, note="参加消防培训"
        )
        absent = {self.pk("shi"): "LEAVE", self.pk("gao"): "LATE"}
        marks = {one.pk: absent.get(one.staff_id or 0, "PRESENT") for one in queries.attendees_of(row)}
        notes = {one.pk: one.note for one in queries.attendees_of(row)}
        after = begins + timedelta(minutes=10)
        row = services.take_attendance(row, **self.who("zhao", after), marks=marks, notes=notes)
        said = (
            "上周受理报修二十七件、投诉三件，均已回访；屋面渗水一件按重大投诉跟进。",
            "兰苑二单元电梯按键灯待更换，楼道灯闪烁集中在五至六层，须整体更换启辉器。",
            "节前完成消防通道、地库和配电房检查，问题逐项登记整改。",
        )
        texts = {one.pk: text for one, text in zip(queries.points_of(row), said, strict=True)}
        row = services.write_minutes(row, **self.who("zhao", begins + timedelta(hours=2)), texts=texts)
        self.decide(row)
        row = services.submit(row, **self.who("zhao", begins + timedelta(hours=3)))
        row = services.approve(
            row, **self.who("zhou", begins + timedelta(hours=5)), agreed=True, strokes=_STROKES
        )
        row = services.publish(row, **self.who("qian", begins + timedelta(hours=6)))
        for login in ("zhao", "gao", "lin"):
            services.acknowledge(row, **self.who(login, begins + timedelta(hours=7)))
        return row

    def decide(self, row: Any) -> None:
        begins = row.from_at
        points = queries.points_of(row)
        for what, owner, due_at, point in (
            ("兰苑五至六层楼道灯启辉器全部更换", {"owner_id": self.pk("gao")}, self.clock(2, 18), 1),
            ("消防通道与地库节前检查，问题逐项登记", {"owner_id": self.pk("shi")}, self.clock(1, 18), 2),
            ("屋面渗水维修方案书面答复业主", {"post": "engineering_head"}, self.clock(-3, 18), 0),
        ):
            services.decide(
                row,
                **self.who("zhao", begins + timedelta(hours=2)),
                what=what,
                due_at=due_at,
                point_id=points[point].pk,
                **owner,
            )

    def settle_first(self, row: Any) -> None:
        """The first is done and checked; the second is overdue; the third still runs."""
        first = queries.decisions_of(row)[0]
        first = services.report(
            first, **self.who("gao", self.clock(3, 16)), note="五、六层共十二盏已换，当晚复看无闪烁"
        )
        services.check(first, **self.who("qian", self.clock(2, 9)), passed=True, note="现场看过")

    def next_week(self, row: Any) -> None:
        begins = self.clock(-1, 9, 30)
        services.call(
            self.site_id,
            **self.who("qian", self.now - timedelta(hours=1)),
            notice=self.notice(begins, agenda=["本周报修与投诉回顾", "装修巡查情况"], guests=[]),
            follows=row,
        )

    def shifts(self) -> None:
        """Yesterday by day the desk, then the duty officer, who received it with what was open."""
        day, night = self.clock(1, 8), self.clock(1, 18)
        for login, begins, ends in (("lin", day, night), ("duan", night, self.clock(0, 8))):
            post = self.estate.posts["front_desk" if login == "lin" else "duty_officer"]
            turns = organisations.list_shifts(self.site_id, begins, ends)
            if not any(one.staff_id == self.pk(login) for one in turns):
                plans.plan_shift(
                    post,
                    self.estate.staff[login],
                    by=self.estate.system,
                    at=begins,
                    from_at=begins,
                    until_at=ends,
                )
        log = services.open_log(self.site_id, **self.who("lin", day))
        for minutes, line in (
            (25, "来电 LAN1-0101 问门禁卡补办，已告知"),
            (95, "巡视 大堂与一层公共区域正常"),
            (190, "报修 MEI1-0402 阳台地漏返水，业主晚上在家!"),
            (400, "来访 消防维保单位到访，已登记"),
        ):
            services.write(log, **self.who("lin", day + timedelta(minutes=minutes)), line=line)
        wrong = services.write(log, **self.who("lin", day + timedelta(hours=8)), line="通知 明日上午停水")
        services.rewrite(
            wrong,
            **self.who("lin", day + timedelta(hours=8, minutes=5)),
            text="后日上午停水，通知已张贴",
            reason="日期听错",
        )
        ticks = ["ROUND", "RECORDS", "TOOLS", "CLEAN", "RELIEF"]
        log = services.hand_over(
            log,
            **self.who("lin", night - timedelta(minutes=5)),
            checks=ticks,
            note="地漏返水一件请晚间联系业主",
            strokes=_STROKES,
        )
        log = services.receive_log(log, **self.who("duan", night), strokes=_STROKES)
        later = services.open_log(self.site_id, **self.who("duan", night + timedelta(minutes=2)))
        taken = queries.carried_to(later)[0]
        services.make_case(taken, **self.who("duan", night + timedelta(minutes=70)))
        services.write(later, **self.who("duan", night + timedelta(hours=3)), line="巡视 地库照明与门禁正常")
        services.write(
            later,
            **self.who("duan", night + timedelta(hours=5)),
            line="求助 LAN2-0401 老人独居，明早请管家上门看望!",
        )
        services.hand_over(
            later,
            **self.who("duan", self.now - timedelta(minutes=10)),
            checks=ticks,
            note="独居老人一事请管家早上先去",
            strokes=_STROKES,
        )
        services.countersign(
            log, **self.who("qian", self.now - timedelta(minutes=50)), note="已阅，停水通知注意核对日期"
        )
