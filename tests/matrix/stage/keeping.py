"""What the desk keeps: a thing of each kind in several states, a batch, a loss, a subscription and a newspaper of today."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from guanjia.apps.safekeeping import services
from guanjia.apps.safekeeping.terms import Arrival, Kind, Loss, Release, Sort
from tests.cast import at
from tests.matrix.stage.company import STROKES, Estate
from tests.matrix.stage.files import picture

BAG = Arrival(
    kind=Kind.STORAGE,
    sort=Sort.BAG,
    what="行李箱",
    count=2,
    shelf="B2",
    for_name="王女士",
    phone="13800138000",
    in_scope=True,
    reminded=True,
    inspected=True,
    condition="完好",
    due_at=at("18:00"),
)
PURSE = Arrival(
    kind=Kind.FOUND,
    sort=Sort.CASH,
    what="黑色皮夹",
    shelf="S1",
    found_at=at("08:30"),
    found_where="大堂",
    found_by="保洁",
    marks="内有票根",
)
PARCEL = Arrival(kind=Kind.MAIL, sort=Sort.PARCEL, what="纸箱", shelf="A1", for_name="王女士", tracking="SF1")


def tell_keeping(estate: Estate) -> None:
    """One of everything, in the words of the estate."""
    who: dict[str, Any] = {"by": estate.who("zhou"), "at": at("09:10")}
    site_id, things, word = estate.house.site.pk, estate.things, estate.word
    unit_id, lin = things["unit"].pk, estate.staff("lin")
    things["kept bag"] = take(estate, BAG, photos=[picture()])
    things["kept purse"] = take(estate, PURSE, unit_id=None, counted_with_id=lin)
    things["kept parcel"] = take(estate, PARCEL)
    gone = take(estate, PARCEL, tracking="SF2")
    things["kept gone"] = services.hand_out(
        gone, release=Release(count=1, taken_by="王女士", strokes=STROKES), **who
    )
    away = take(estate, PARCEL, tracking="SF3")
    things["kept batch"] = services.hand_on(site_id, refs=[away.ref], steward_id=lin, strokes=STROKES, **who)
    things["kept loss"] = services.report_loss(
        site_id,
        loss=Loss(
            sort=Sort.CASH,
            what=f"{word}黑色皮夹",
            name="王女士",
            phone="13800138000",
            lost_on=at("08:00").date(),
            where="大堂",
            unit_id=unit_id,
        ),
        **who,
    )
    services.turn_away(site_id, reason="dangerous", what=f"{word}一桶油漆", unit_id=unit_id, **who)
    subscribed: dict[str, Any] = {"copies": 1, "from_on": at("09:00").date(), "unit_id": unit_id}
    things["subscription"] = services.subscribe(site_id, paper=f"{word}日报", **subscribed, **who)
    things["paper day"] = services.count_papers(
        site_id, paper=f"{word}日报", shelf="报架", missing=[things["subscription"].pk], **who
    )
    services.subscribe(site_id, paper=f"{word}晚报", **subscribed, **who)


def take(estate: Estate, arrival: Arrival, **changes: Any) -> Any:
    """Take something in, for the unit of the estate."""
    given = {"what": f"{estate.word}{arrival.what}", "unit_id": estate.things["unit"].pk, **changes}
    return services.receive(
        estate.house.site.pk,
        by=estate.house.system if arrival.kind is Kind.FOUND else estate.who("zhou"),
        at=at("09:00"),
        arrival=replace(arrival, **given),
    )


def grow_keeping(estate: Estate, number: int) -> None:
    """One more of whatever the lists of the desk show."""
    who: dict[str, Any] = {"by": estate.who("zhou"), "at": at("09:20")}
    site_id, lin = estate.house.site.pk, estate.staff("lin")
    take(estate, BAG, due_at=at("18:00") + timedelta(minutes=number))
    take(estate, PURSE, unit_id=None, counted_with_id=lin)
    away = take(estate, PARCEL, tracking=f"MORE{number}")
    services.hand_on(site_id, refs=[away.ref], steward_id=lin, strokes=STROKES, **who)
    services.turn_away(site_id, reason="cash", what=f"{estate.word}现金{number}", **who)
    services.report_loss(
        site_id,
        loss=Loss(
            sort=Sort.CASH, what=f"{estate.word}皮夹{number}", name="王女士", lost_on=at("08:00").date()
        ),
        **who,
    )
    services.subscribe(
        site_id,
        paper=f"{estate.word}周报{number}",
        copies=1,
        from_on=at("09:00").date(),
        unit_id=estate.things["unit"].pk,
        **who,
    )
