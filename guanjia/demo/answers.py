"""What became of the day's breaches: some explained, one sent back, one closed, one with a consequence proposed and a view."""

from collections.abc import Callable
from datetime import datetime, timedelta

from guanjia.apps.obligations import queries
from guanjia.apps.obligations import services as obligations
from guanjia.apps.obligations.terms import AnswerPolicy
from guanjia.demo.estate import Estate
from guanjia.kernel.actor import Actor


def ask_for_answers(estate: Estate, at: datetime) -> None:
    """The manager wants to know the reason of every breach."""
    zhou = estate.actor("zhou", at)
    policy = AnswerPolicy(all_breaches=True)
    obligations.set_answer_rule(estate.site.pk, by=zhou, at=at, policy=policy)


def tell_answers(estate: Estate, now: datetime) -> None:
    """As far as there are breaches, the oldest first; the others wait."""
    at, names = now - timedelta(minutes=20), {one.pk: login for login, one in estate.staff.items()}
    rows = [
        one
        for one in queries.list_breaches(estate.system)
        if names.get(one.obligation.owner_id or 0) in ("zhao", "qiao", "li", "sun", "ma", "lin")
    ]

    def owner(place: int) -> Actor:
        return estate.actor(names[rows[place].obligation.owner_id or 0], at)

    def boss() -> Actor:
        return estate.actor("zhou", at)

    def sent_back() -> None:
        obligations.explain(rows[0], by=owner(0), at=at, cause="workload", words="同一时段三处报修")
        obligations.correct(rows[0], by=owner(0), at=at, correction="以后注意")
        obligations.check(rows[0], by=boss(), at=at, accepted=False, note="写清楚由谁分担、从哪天起")

    def closed() -> None:
        obligations.explain(rows[1], by=owner(1), at=at, cause="material", words="配件当天未到货")
        obligations.correct(
            rows[1], by=owner(1), at=at, correction="常用锁芯备两套，前台登记库存", until=now.date()
        )
        obligations.check(rows[1], by=boss(), at=at, accepted=True, note="已看库存")

    def proposed() -> None:
        made = obligations.propose(
            rows[2],
            by=estate.actor("qian", at),
            at=at,
            person=rows[2].obligation.owner_id or 0,
            kind="talk",
            words="本月再次超时，建议谈话提醒",
        )
        obligations.state_view(made, by=owner(2), at=now, view="当时在处理另一户漏水，已电话告知业主")

    def corrected() -> None:
        obligations.explain(rows[3], by=owner(3), at=at, cause="forgotten")
        obligations.correct(rows[3], by=owner(3), at=at, correction="交接班时逐条核对未完成事项")

    scenes: list[Callable[[], None]] = [sent_back, closed, proposed, corrected]
    for _row, scene in zip(rows, scenes, strict=False):
        scene()
