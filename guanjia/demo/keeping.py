"""What the demo's desk keeps: a suitcase, parcels on the shelf and with the steward, a purse found, a phone missed, a daily paper."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.apps.safekeeping import services
from guanjia.apps.safekeeping.terms import Arrival, Delivery, Kind, Loss, Release, Sort, Told
from guanjia.demo.estate import Estate

_STROKES = "[[[60,150],[120,70],[170,160],[240,60]],[[250,120],[330,110],[420,130],[520,90]]]"


def stock(estate: Estate, now: datetime) -> None:
    """Everything of the last days, by the verbs; then the clock looks it over."""
    desk = _Desk(estate, now)
    suitcase = Arrival(
        kind=Kind.STORAGE,
        sort=Sort.BAG,
        what="银色行李箱",
        features="28寸，贴有航空标签",
        count=2,
        value_fen=60000,
        shelf="寄存 B-2",
        condition="外观完好，拉链已锁",
        collector="陈小姐",
        in_scope=True,
        reminded=True,
        inspected=True,
        **desk.owner("LAN1-0301"),
    )
    desk.take("lin", suitcase, days=5)
    for place, (home, carrier, number) in enumerate(
        (
            ("LAN1-0102", "顺丰", "SF1420093311"),
            ("LAN2-0401", "中通", "ZT7712004512"),
            ("MEI1-0202", "京东", "JD00981235"),
        )
    ):
        arrival = desk.parcel(home, carrier, number, shelf=f"快递 A-{place + 1}")
        item = desk.take("lin", arrival, hours=5 - place)
        if place == 0:
            services.tell(item, by=desk.who("lin"), at=desk.ago(hours=4), how=Told.PHONE)
    delivered = desk.take("lin", desk.parcel("LAN1-0201", "邮政", "EMS5520018", shelf="快递 A-5"), days=1)
    carried = desk.take("lin", desk.parcel("LAN1-0501", "圆通", "YT2210987", shelf="快递 A-6"), hours=6)
    services.hand_on(
        estate.site.pk,
        by=desk.who("lin"),
        at=desk.ago(hours=3),
        refs=[delivered.ref, carried.ref],
        steward_id=estate.staff["zhao"].pk,
        strokes=_STROKES,
    )
    services.hand_out(
        delivered,
        by=desk.who("zhao"),
        at=desk.ago(hours=2),
        release=Release(count=1, taken_by=delivered.for_name, strokes=_STROKES),
    )
    desk.lost_and_found()
    desk.newspapers()
    services.turn_away(
        estate.site.pk,
        by=desk.who("lin"),
        at=desk.ago(hours=7),
        reason="dangerous",
        what="两桶装修油漆",
        offered_by="装修工人",
    )
    services.look_over(at=now)


class _Desk:
    """What is done at the desk, at moments before now."""

    def __init__(self, estate: Estate, now: datetime) -> None:
        self.estate, self.now = estate, now

    def ago(self, **span: int) -> datetime:
        """So long ago."""
        return self.now - timedelta(**span)

    def who(self, login: str) -> Any:
        """Somebody of the desk."""
        return self.estate.actor(login, self.now)

    def owner(self, home: str) -> dict[str, Any]:
        """Whose a thing is: the unit, its owner and their number."""
        _person_id, name, phone = self.estate.owners[home]
        return {"unit_id": self.estate.units[home].pk, "for_name": name, "phone": phone}

    def take(self, login: str, arrival: Arrival, **span: int) -> Any:
        """Something is taken in, so long ago."""
        return services.receive(self.estate.site.pk, by=self.who(login), at=self.ago(**span), arrival=arrival)

    def parcel(self, home: str, carrier: str, tracking: str, *, shelf: str) -> Arrival:
        """A parcel for a home."""
        return Arrival(
            kind=Kind.MAIL,
            sort=Sort.PARCEL,
            what="纸箱包裹",
            shelf=shelf,
            carrier=carrier,
            tracking=tracking,
            delivery=Delivery.DOOR,
            **self.owner(home),
        )

    def lost_and_found(self) -> None:
        """A purse nobody misses, and a phone somebody does."""
        site_id, at = self.estate.site.pk, self.ago(days=1)
        purse = Arrival(
            kind=Kind.FOUND,
            sort=Sort.CASH,
            what="棕色短款钱包",
            features="棕色，皮质",
            marks="内有儿童照片一张、票根两张",
            value_fen=32050,
            shelf="保险柜 1",
            found_at=self.ago(days=1, hours=1),
            found_where="中心花园长椅",
            found_by="保洁员刘姐",
            counted_with_id=self.estate.staff["qian"].pk,
        )
        phone = Arrival(
            kind=Kind.FOUND,
            sort=Sort.PHONE,
            what="黑色手机",
            features="黑色，透明外壳，屏幕右上角有裂纹",
            marks="锁屏照片为海边日落",
            shelf="拾得 C-1",
            found_at=self.ago(hours=9),
            found_where="兰苑1栋电梯",
            found_by="包安",
        )
        for arrival, taken_in in ((purse, at), (phone, self.ago(hours=8))):
            services.receive(site_id, by=self.who("lin"), at=taken_in, arrival=arrival)
        loss = Loss(
            sort=Sort.PHONE,
            what="手机",
            features="黑色，透明外壳",
            where="兰苑1栋电梯或大堂",
            lost_on=self.ago(hours=9).date(),
            name="刘女士",
            phone="13800009999",
            unit_id=self.estate.units["LAN1-0402"].pk,
        )
        services.report_loss(site_id, by=self.who("lin"), at=self.ago(hours=2), loss=loss)

    def newspapers(self) -> None:
        """Five homes get the daily; of today's copies one is missing."""
        site_id, rows = self.estate.site.pk, []
        for home in ("LAN1-0101", "LAN1-0302", "LAN2-0201", "MEI1-0101", "MEI2-0501"):
            rows.append(
                services.subscribe(
                    site_id,
                    by=self.who("lin"),
                    at=self.ago(days=20),
                    unit_id=self.estate.units[home].pk,
                    paper="嘉禾日报",
                    copies=1,
                    from_on=self.ago(days=20).date(),
                )
            )
        services.count_papers(
            site_id,
            by=self.who("lin"),
            at=self.ago(minutes=50),
            paper="嘉禾日报",
            shelf="报架",
            missing=[rows[-1].pk],
        )
