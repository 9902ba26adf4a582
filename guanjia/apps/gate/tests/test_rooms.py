"""Machine-room entries: approved by the right posts, never alone, out in time."""

import pytest

from guanjia.apps.gate import queries, services
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel.refusals import NotFound, Refused
from tests.cast import at


def code_of(deed):
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.code


def test_a_contractor_enters_with_approval_rules_and_escort(house, entry, act):
    asked = entry()
    go = {"by": act.gao, "at": at("10:00"), "escort_id": house.people["sun"].pk}
    assert code_of(lambda: services.enter_room(asked, rules_told=True, **go)) == "entry_not_approved"
    approved = services.approve_entry(asked, by=act.gao, at=at("09:30"))
    assert code_of(lambda: services.enter_room(approved, rules_told=False, **go)) == "rules_not_told"
    alone = {**go, "escort_id": None}
    assert code_of(lambda: services.enter_room(approved, rules_told=True, **alone)) == "escort_missing"
    inside = services.enter_room(approved, rules_told=True, tools="扳手", key_taken="3号", **go)
    assert (inside.state, inside.due_out_at, inside.escort.name) == ("INSIDE", at("12:00"), "孙师傅")
    assert [one.sort for one in queries.who_is_inside(act.gao, house.site.pk)] == ["entry"]
    left = services.leave_room(inside, by=act.gao, at=at("12:30"), note="钥匙已还")
    assert (left.state, left.out_note) == ("LEFT", "钥匙已还")


def test_own_staff_go_in_without_approval_unless_the_room_names_a_post(house, here, entry, act):
    assert entry(who="STAFF", person="李师傅").state == "APPROVED"
    services.set_room_rule(
        by=act.zhou,
        at=at("08:00"),
        site_id=house.site.pk,
        place_id=here.pump.pk,
        who="STAFF",
        posts=["engineering_head"],
    )
    asked = entry(who="STAFF", person="李师傅")
    assert asked.state == "ASKED"
    assert (
        code_of(lambda: services.approve_entry(asked, by=act.meng, at=at("09:30")))
        == "not_the_rooms_approver"
    )
    assert services.approve_entry(asked, by=act.gao, at=at("09:31")).state == "APPROVED"


def test_a_room_may_ask_for_several_approvals(house, here, entry, act):
    services.set_room_rule(
        by=act.zhou,
        at=at("08:00"),
        site_id=house.site.pk,
        place_id=here.pump.pk,
        who="CONTRACTOR",
        posts=["engineering_head", "property_manager"],
        together=True,
    )
    asked = services.approve_entry(entry(), by=act.gao, at=at("09:30"))
    assert (asked.state, queries.entry_approvers(asked, at("09:30"))) == ("ASKED", ["property_manager"])
    assert (
        code_of(lambda: services.approve_entry(asked, by=act.gao, at=at("09:31"))) == "not_the_rooms_approver"
    )
    done = services.approve_entry(asked, by=act.meng, at=at("09:32"))
    assert (done.state, [one["name"] for one in done.approvals]) == ("APPROVED", ["高工", "孟刚"])


def test_the_rulebook_of_fire_safety_asks_for_both_heads(house, entry, act):
    rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="security_fire")
    asked = entry()
    assert set(queries.entry_approvers(asked, at("09:00"))) == {"property_manager", "engineering_head"}
    half = services.approve_entry(asked, by=act.gao, at=at("09:30"))
    assert half.state == "ASKED"
    assert services.approve_entry(half, by=act.meng, at=at("09:31")).state == "APPROVED"


def test_nobody_approves_the_entry_they_asked_for(entry, act):
    asked = entry(by=act.gao)
    assert code_of(lambda: services.approve_entry(asked, by=act.gao, at=at("09:30"))) == "own_entry"


def test_a_stay_has_a_longest_length(entry):
    assert code_of(lambda: entry(stay_hours=9)) == "stay_too_long"


def test_a_gate_is_no_machine_room(here, entry):
    with pytest.raises(NotFound):
        entry(place_id=here.gate.pk)


def test_entries_are_declined_and_called_off_with_a_reason(entry, act):
    asked = entry()
    assert code_of(lambda: services.decline_entry(asked, by=act.gao, at=at("09:10"), reason="")) == (
        "reason_missing"
    )
    assert services.decline_entry(asked, by=act.gao, at=at("09:10"), reason="停电").state == "DECLINED"
    assert services.cancel_entry(entry(), by=act.lin, at=at("09:10"), reason="改期").state == "CANCELLED"
