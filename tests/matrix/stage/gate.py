"""The gate: slips, held goods, stops, visits, passes, machine-room entries, in every state."""

from datetime import timedelta
from typing import Any

from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.gate import services as gate
from guanjia.apps.gate.terms import Goods
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from tests.cast import at
from tests.matrix.stage.company import Estate
from tests.matrix.stage.files import picture


def tell_gate(estate: Estate) -> None:
    """One of everything a guard meets."""
    system, things, word = estate.house.system, estate.things, estate.word
    site, begun = estate.house.site, at("08:00")
    things["room"] = places.add_place(
        site, by=system, at=begun, kind=PlaceKind.MACHINE_ROOM, code="PUMP", name=f"{word}水泵房"
    )
    _tell_slips(estate)
    _tell_people(estate)
    _tell_entries(estate)
    where = {"by": system, "site_id": site.pk}
    things["stop"] = gate.stop_release(
        at=begun, unit_id=things["second_unit"].pk, kind="ARREARS", reason=f"{word}欠两季", **where
    )
    end = begun + timedelta(days=30)
    things["barred"] = gate.bar(at=begun, name=f"{word}某甲", reason=f"{word}寻衅", until_at=end, **where)


def ask_slip(estate: Estate, who: str = "lin") -> Any:
    """A slip of the unit, with the owner's word and a photo."""
    return gate.ask_slip(
        by=estate.who(who),
        at=at("09:00"),
        site_id=estate.house.site.pk,
        unit_id=estate.things["unit"].pk,
        items=(Goods(f"{estate.word}沙发", 2), Goods("纸箱", 10)),
        carrier_name=f"{estate.word}搬家",
        phone="13800138000",
        plate="川A12345",
        planned_at=at("10:00"),
        photos=[picture()],
        word=Signing(f"{estate.word}王业主", How.PHONE),
    )


def _tell_slips(estate: Estate) -> None:
    system, things, word = estate.house.system, estate.things, estate.word
    slips = {
        key: ask_slip(estate) for key in ("asked", "declined", "called off", "approved", "passed", "held")
    }
    gate.decline_slip(slips["declined"], by=system, at=at("09:05"), reason=f"{word}资料不全")
    gate.cancel_slip(slips["called off"], by=system, at=at("09:05"), reason=f"{word}改期")
    for key in ("approved", "passed", "held"):
        slips[key] = gate.approve_slip(slips[key], by=system, at=at("09:05"))
    gate.let_pass(slips["passed"], by=system, at=at("10:00"), photos=[picture()])
    keep = {"items": (Goods(f"{word}电视", 1),), "reason": f"{word}单上没有", "kept_where": f"{word}北门"}
    held = gate.hold(slips["held"], by=system, at=at("10:05"), photos=[picture()], **keep)
    lots = [
        gate.take_in(
            by=system, at=at("10:10"), site_id=estate.house.site.pk, owner_name=f"{word}不明", **keep
        )
        for _number in range(2)
    ]
    for one in lots:
        gate.decide_held(one, by=system, at=at("10:20"), outcome="RETURN")
    gate.give_out(lots[1], by=estate.who("shi"), at=at("10:30"), receipt=Signing(f"{word}某乙", How.PHONE))
    things |= {f"slip {key}": slip for key, slip in slips.items()}
    things |= {"goods held": held, "goods decided": lots[0], "goods given": lots[1]}


def announce(estate: Estate, name: str = "客人", **more: Any) -> Any:
    """A visitor of the unit from nine to eleven."""
    values: dict[str, Any] = {"from_at": at("09:00"), "until_at": at("11:00"), **more}
    return gate.announce(
        by=estate.who("lin"),
        at=at("08:30"),
        site_id=estate.house.site.pk,
        unit_id=estate.things["unit"].pk,
        visitor=f"{estate.word}{name}",
        phone="13900139000",
        host=f"{estate.word}王业主",
        **values,
    )


def issue_pass(estate: Estate, name: str = "工人") -> Any:
    """A pass for a week."""
    return gate.issue_pass(
        by=estate.who("lin"),
        at=at("08:30"),
        site_id=estate.house.site.pk,
        unit_id=estate.things["unit"].pk,
        holder=f"{estate.word}{name}",
        kind="CONTRACTOR",
        firm=f"{estate.word}快装",
        phone="13700137000",
        from_at=at("08:30"),
        until_at=at("08:30") + timedelta(days=7),
        photos=[picture()],
    )


def _tell_people(estate: Estate) -> None:
    system, things, word = estate.house.system, estate.things, estate.word
    visits = {key: announce(estate) for key in ("expected", "inside", "left", "refused")}
    for place, key in enumerate(("inside", "left")):
        visits[key] = gate.sign_in(
            visits[key], by=system, at=at("09:10"), checked="ID_CARD", badge=f"{word}{place}"
        )
    gate.leave(visits["left"], by=system, at=at("10:00"))
    gate.turn_away(visits["refused"], by=system, at=at("09:20"), reason=f"{word}无证件")
    waiting = gate.arrive(
        by=system,
        at=at("09:30"),
        site_id=estate.house.site.pk,
        visitor=f"{word}生客",
        host=f"{word}王业主",
        until_at=at("12:00"),
    )
    visits["waiting"] = gate.ask_host(waiting, by=system, at=at("09:35"), agrees=True, note=f"{word}王太太")
    passes = {key: issue_pass(estate) for key in ("good", "inside", "withdrawn")}
    gate.go_in(passes["inside"], by=system, at=at("09:00"))
    gate.withdraw_pass(passes["withdrawn"], by=system, at=at("09:30"), reason=f"{word}违规")
    things |= {f"visit at gate {key}": one for key, one in visits.items()}
    things |= {f"pass {key}": one for key, one in passes.items()}


def ask_entry(estate: Estate) -> Any:
    """A contractor's entry of the pump room."""
    return gate.ask_entry(
        by=estate.who("lin"),
        at=at("09:00"),
        site_id=estate.house.site.pk,
        place_id=estate.things["room"].pk,
        who="CONTRACTOR",
        person=f"{estate.word}维保",
        firm=f"{estate.word}水泵厂",
        phone="13600136000",
        purpose=f"{estate.word}检修",
        planned_at=at("10:00"),
        stay_hours=2,
    )


def _tell_entries(estate: Estate) -> None:
    system = estate.house.system
    keys = ("asked", "approved", "inside", "left", "declined")
    entries = {key: ask_entry(estate) for key in keys}
    gate.decline_entry(entries["declined"], by=system, at=at("09:10"), reason=f"{estate.word}停电")
    for key in ("approved", "inside", "left"):
        entries[key] = gate.approve_entry(entries[key], by=system, at=at("09:10"))
    for key in ("inside", "left"):
        entries[key] = gate.enter_room(
            entries[key], by=system, at=at("10:00"), rules_told=True, escort_id=estate.staff("sun")
        )
    gate.leave_room(entries["left"], by=system, at=at("11:00"))
    estate.things |= {f"entry of a room {key}": one for key, one in entries.items()}


def grow_gate(estate: Estate, number: int) -> None:
    """One more of everything lists show."""
    system, site = estate.house.system, estate.house.site
    slip = ask_slip(estate)
    gate.approve_slip(slip, by=system, at=at("09:05"))
    ask_slip(estate)
    visit = announce(estate, f"又一客{number}")
    gate.sign_in(visit, by=system, at=at("09:10"), checked="HOST", badge=f"N{number}")
    announce(estate, f"再一客{number}")
    gate.arrive(
        by=system,
        at=at("09:30"),
        site_id=site.pk,
        visitor=f"万兴生客{number}",
        host="万兴王业主",
        until_at=at("12:00"),
    )
    gate.go_in(issue_pass(estate, f"又一工{number}"), by=system, at=at("09:00"))
    entry = gate.approve_entry(ask_entry(estate), by=system, at=at("09:10"))
    gate.enter_room(entry, by=system, at=at("10:00"), rules_told=True, escort_id=estate.staff("sun"))
    ask_entry(estate)
    gate.take_in(
        by=system,
        at=at("10:10"),
        site_id=site.pk,
        owner_name="万兴不明",
        items=(Goods("万兴电视", 1),),
        reason="万兴无条",
        kept_where="万兴北门",
    )
    unit = estate.things["second_unit"].pk
    where = {"by": system, "at": at("08:00"), "site_id": site.pk}
    gate.stop_release(unit_id=unit, kind="OTHER", reason=f"万兴原因{number}", **where)
    end = at("08:00") + timedelta(days=30)
    gate.bar(name=f"万兴某{number}", reason="万兴寻衅", until_at=end, **where)
    places.add_place(
        site,
        by=system,
        at=at("08:00"),
        kind=PlaceKind.MACHINE_ROOM,
        code=f"PUMP{number}",
        name=f"万兴泵房{number}",
    )
