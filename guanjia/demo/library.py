"""The demo's rulebook documents: one in force and read by some, one in review, in words of our own."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.manuals import queries, services
from guanjia.apps.manuals.terms import DocumentKind
from guanjia.apps.rulebook import services as rulebook
from guanjia.demo.estate import Estate
from guanjia.kernel.actor import Actor

_FIRST = """第一章 总则
第一条 为使业主的投诉得到及时、公正的处理，制定本规定。
第二条 本规定适用于嘉园小区管理处全体人员。
第二章 受理
第三条 首问责任
第一个接到投诉的人为首问责任人，须登记并跟进到底，不得推诿。
第四条 到场时限
接到报修、求助后十五分钟内到场；不能按时到场的，提前向业主说明。
第五条 登记内容
（一）投诉人姓名、房号与联系方式；
（二）事由、时间与诉求；
（三）已采取的措施。
第三章 回访
第六条 处理完毕后一个工作日内回访，业主不满意的重新处理。
"""
_SECOND = """第一章 总则
第一条 为使业主的投诉得到及时、公正的处理，制定本规定。
第二条 本规定适用于嘉园小区管理处全体人员及驻场外包人员。
第二章 受理
第三条 首问责任
第一个接到投诉的人为首问责任人，须登记并跟进到底，不得推诿；交接须当面并留有记录。
第四条 到场时限
接到报修、求助后十五分钟内到场；不能按时到场的，提前向业主说明并约定时间。
第五条 登记内容
（一）投诉人姓名、房号与联系方式；
（二）事由、时间与诉求；
（三）已采取的措施；
（四）现场照片。
第三章 回访
第六条 处理完毕后一个工作日内回访，业主不满意的重新处理。
第七条 重大投诉由客服部经理当面回访，并报物业总经理。
"""
_KEYS = """第一章 领用
第一条 钥匙由前台统一保管，领用须登记姓名、事由与归还时间。
第二条 设备房钥匙须经工程主管同意。
第二章 归还
第三条 当日归还；逾期未还的，前台当日催还并报管理处主任。
第四条 遗失的立即报告，更换锁芯，费用按规定处理。
"""


def stock(estate: Estate, now: datetime) -> None:
    """Write both documents; the site keeps the rulebook that has staff read."""
    begun = now - timedelta(days=40)
    rulebook.adopt(estate.site.pk, by=estate.system, at=begun, pack="rule_library", from_at=begun)
    shelf = _Shelf(estate, now)
    complaints = shelf.open(
        "JY-KF-01", "投诉处理规定", DocumentKind.RULE, "客户服务部", "cs_manager", days=30
    )
    keys = shelf.open(
        "JY-BG-02", "钥匙管理规定", DocumentKind.PROCEDURE, "管理处", "office_director", days=20
    )
    shelf.bring_into_force(shelf.edition(complaints, "2025-1", _FIRST, days=29), days=28)
    for place, (holder, name) in enumerate(
        (("POST", "前台客服"), ("DEPARTMENT", "工程部"), ("POST", "监控中心"))
    ):
        at = shelf.ago(days=27) + timedelta(minutes=place)
        services.issue(complaints, by=shelf.who("han", at), at=at, holder_kind=holder, holder_name=name)
    shelf.read_by(complaints, "lin", "zhao", "qian", "zhou", "sun", "han", days=25)
    shelf.bring_into_force(
        shelf.edition(complaints, "2026-1", _SECOND, days=3, new="补充外包人员、现场照片与重大投诉回访"),
        days=2,
    )
    shelf.read_by(complaints, "qian", "zhou", "han", "zhao", days=1)
    back = queries.list_copies(complaints)[0]
    services.take_back(back, by=shelf.who("han", shelf.ago(days=1)), at=shelf.ago(days=1))
    services.issue(
        complaints, by=shelf.who("han", now), at=shelf.ago(days=1), holder_kind="POST", holder_name="前台客服"
    )
    shelf.bind(complaints, {"第三条": "2.1", "第四条": "1.1", "第六条": "1.3"})
    draft = shelf.edition(keys, "2026-1", _KEYS, days=1)
    services.prepare(
        draft, by=shelf.who("qian", shelf.ago(hours=5)), at=shelf.ago(hours=5), note="请韩主任审核"
    )


class _Shelf:
    """What is done to the documents, at moments before now."""

    def __init__(self, estate: Estate, now: datetime) -> None:
        self.estate, self.now = estate, now

    def ago(self, **span: int) -> datetime:
        """So long ago."""
        return self.now - timedelta(**span)

    def who(self, login: str, at: datetime) -> Actor:
        """Somebody at a moment."""
        return self.estate.actor(login, at)

    def open(self, number: str, title: str, kind: str, department: str, post: str, *, days: int) -> Any:
        """A document of the estate."""
        at = self.ago(days=days)
        return services.open_document(
            by=self.who("qian", at),
            at=at,
            number=number,
            title=title,
            kind=kind,
            owner_department=department,
            owner_post=post,
            site_ids=[self.estate.site.pk],
        )

    def edition(self, document: Any, label: str, text: str, *, days: int, new: str = "") -> Any:
        """A draft read from a text."""
        at = self.ago(days=days)
        by = self.who("qian", at)
        taken = services.take_in(
            document,
            by=by,
            at=at,
            label=label,
            file_name=f"{document.title}.txt",
            content=text.encode(),
            changes=new,
        )
        return services.save_intake(taken, by=by, at=at)

    def bring_into_force(self, version: Any, *, days: int) -> None:
        """Signed by three people."""
        at = self.ago(days=days)
        version = services.prepare(version, by=self.who("qian", at), at=at - timedelta(hours=3))
        version = services.review(version, by=self.who("han", at), at=at - timedelta(hours=2))
        day = at.astimezone(ZoneInfo(self.estate.site.timezone)).date()
        services.approve(version, by=self.who("wu", at), at=at, effective_on=day)

    def read_by(self, document: Any, *logins: str, days: int) -> None:
        """Some acknowledge what holds."""
        for place, login in enumerate(logins):
            at = self.ago(days=days) + timedelta(minutes=7 * place)
            actor = self.who(login, at)
            for reading in queries.my_readings(actor).filter(version__document=document):
                services.acknowledge(reading, by=actor, at=at)

    def bind(self, document: Any, rules: dict[str, str]) -> None:
        """Some clauses run by clauses of the desk's rulebook."""
        held = queries.in_force(document)
        assert held is not None
        for clause in queries.clauses_of(held):
            if clause.number in rules:
                services.link(
                    clause,
                    by=self.who("qian", self.now),
                    at=self.ago(hours=20),
                    site_id=self.estate.site.pk,
                    pack="estate_desk",
                    number=rules[clause.number],
                )
