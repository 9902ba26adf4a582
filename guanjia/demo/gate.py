"""The demo's gate: slips on their way, one passed, one held; visitors, a pass, a machine room, and a unit that is stopped."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.gate import services
from guanjia.apps.gate.terms import Goods
from guanjia.demo.estate import Estate
from guanjia.kernel.actor import Actor

_MOVE = (Goods("三人沙发", 1), Goods("双门冰箱", 1, "西门子"), Goods("纸箱", 14))
_TOOLS = (Goods("瓷砖切割机", 1), Goods("剩余地砖", 6, "整箱"))


def open_gate(estate: Estate, now: datetime) -> None:
    """What a guard and an approver find in the morning."""
    told = _Gate(estate, now)
    told.slips()
    told.people()
    told.rooms()


class _Gate:
    """What is done at the gate, at moments before now."""

    def __init__(self, estate: Estate, now: datetime) -> None:
        self.estate, self.now = estate, now

    def by(self, login: str, **ago: int) -> dict[str, Any]:
        """Who does something, and so long ago."""
        at = self.now - timedelta(**ago)
        who: Actor = self.estate.actor(login, at)
        return {"by": who, "at": at}

    def ask(self, home: str, goods: tuple[Goods, ...], *, asked: int, word: bool = True, **more: Any) -> Any:
        """A slip of a home, asked for so many minutes ago."""
        _person, owner, phone = self.estate.owners[home]
        return services.ask_slip(
            **self.by("lin", minutes=asked),
            site_id=self.estate.site.pk,
            unit_id=self.estate.units[home].pk,
            items=goods,
            carrier_name=more.pop("carrier_name", "顺达搬家 刘师傅"),
            phone=phone,
            word=Signing(owner, How.PHONE) if word else None,
            **more,
        )

    def slips(self) -> None:
        """One waits for approval, one lacks the owner's word, one may pass, one has passed, one is held; one unit is stopped."""
        soon = self.now + timedelta(hours=2)
        services.stop_release(
            **self.by("cai", days=20),
            site_id=self.estate.site.pk,
            unit_id=self.estate.units["MEI1-0202"].pk,
            kind="ARREARS",
            reason="物业费欠缴两季度",
        )
        passed = self.ask("LAN1-0102", _MOVE, asked=300, planned_at=self.now, kind="WHOLE", plate="京A·D6688")
        services.approve_slip(passed, **self.by("qian", minutes=280))
        services.let_pass(passed, **self.by("bao", minutes=60), note="件数相符")
        held = self.ask("LAN2-0301", _TOOLS, asked=200, planned_at=self.now, carrier_name="装修 周师傅")
        services.approve_slip(held, **self.by("qian", minutes=190))
        services.hold(
            held,
            **self.by("bao", minutes=45),
            items=[Goods("电动葫芦", 1, "单上没有")],
            reason="与放行条不符",
            kept_where="北大门岗亭",
        )
        ready = self.ask("MEI2-0402", _MOVE[:2], asked=120, planned_at=soon, plate="京B·20317")
        services.approve_slip(ready, **self.by("zhou", minutes=100))
        self.ask("LAN1-0501", _TOOLS, asked=30, planned_at=soon, carrier_name="装修 马师傅")
        self.ask("MEI1-0202", _MOVE, asked=15, planned_at=soon, word=False, kind="WHOLE")

    def people(self) -> None:
        """A visitor inside too long, one expected, one at the gate; a worker with a pass; somebody who is not let in."""
        site_id, units = self.estate.site.pk, self.estate.units
        late = services.announce(
            **self.by("lin", minutes=240),
            site_id=site_id,
            visitor="孙先生",
            phone="13911112222",
            host=self.estate.owners["LAN1-0101"][1],
            unit_id=units["LAN1-0101"].pk,
            from_at=self.now - timedelta(minutes=200),
            until_at=self.now - timedelta(minutes=20),
            people=2,
        )
        services.sign_in(late, **self.by("bao", minutes=190), checked="ID_CARD", badge="访08")
        services.announce(
            **self.by("lin", minutes=50),
            site_id=site_id,
            visitor="何女士",
            phone="13933334444",
            host=self.estate.owners["MEI2-0101"][1],
            unit_id=units["MEI2-0101"].pk,
            from_at=self.now + timedelta(minutes=30),
            until_at=self.now + timedelta(hours=3),
        )
        services.arrive(
            **self.by("bao", minutes=5),
            site_id=site_id,
            visitor="推销员 吴某",
            host=self.estate.owners["LAN2-0402"][1],
            unit_id=units["LAN2-0402"].pk,
            until_at=self.now + timedelta(hours=1),
            purpose="上门拜访",
        )
        worker = services.issue_pass(
            **self.by("lin", days=5),
            site_id=site_id,
            holder="马建国",
            kind="CONTRACTOR",
            firm="宏远装饰",
            phone="13955556666",
            unit_id=units["LAN1-0501"].pk,
            from_at=self.now - timedelta(days=5),
            until_at=self.now + timedelta(days=25),
        )
        services.go_in(worker, **self.by("bao", minutes=170))
        services.bar(
            **self.by("zhou", days=12),
            site_id=site_id,
            name="郑某",
            plate="京C·77001",
            reason="多次强行闯岗",
            until_at=self.now + timedelta(days=168),
        )

    def rooms(self) -> None:
        """A contractor in the pump room with an escort, and an entry that waits for approval."""
        ask = {
            "site_id": self.estate.site.pk,
            "place_id": self.estate.places["PUMP"].pk,
            "who": "CONTRACTOR",
            "firm": "安泰泵业",
        }
        inside = services.ask_entry(
            **self.by("lin", minutes=150),
            person="冯师傅",
            purpose="二次供水泵检修",
            works="更换机械密封，不得调整控制柜",
            planned_at=self.now - timedelta(minutes=100),
            stay_hours=4,
            **ask,
        )
        inside = services.approve_entry(inside, **self.by("gao", minutes=130))
        services.enter_room(
            inside,
            **self.by("gao", minutes=95),
            rules_told=True,
            escort_id=self.estate.staff["sun"].pk,
            tools="扳手、拉马、密封件",
            key_taken="水泵房 1 号",
        )
        services.ask_entry(
            **self.by("lin", minutes=20),
            person="韩工",
            purpose="变频器年检",
            planned_at=self.now + timedelta(hours=2),
            stay_hours=3,
            **ask,
        )
