"""Visitors, passes, the black list, and who is inside."""

from datetime import timedelta

import pytest

from guanjia.apps.gate import queries, services
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at


def code_of(deed):
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.code


def test_an_announced_visitor_comes_in_with_a_badge_and_leaves(announce, act, house):
    visit = announce(plate="川B 6666")
    visit = services.sign_in(visit, by=act.bao, at=at("10:05"), checked="ID_CARD", badge="V01", people=3)
    assert (visit.state, visit.people, visit.badge) == ("INSIDE", 3, "V01")
    (row,) = queries.who_is_inside(act.bao, house.site.pk)
    assert (row.name, row.people, row.is_late(at("11:59")), row.is_late(at("12:00"))) == (
        "赵客人",
        3,
        False,
        True,
    )
    visit = services.leave(visit, by=act.shi, at=at("11:30"))
    assert (visit.state, visit.out_by_name) == ("LEFT", "石队")
    assert queries.who_is_inside(act.bao, house.site.pk) == []


def test_nobody_passes_before_they_proved_who_they_are(announce, act):
    visit = announce()
    deed = lambda: services.sign_in(visit, by=act.bao, at=at("10:05"), checked="", badge="V01")  # noqa: E731
    assert code_of(deed) == "identity_unchecked"


def test_of_an_unannounced_visitor_the_host_is_asked_first(house, here, act):
    visit = services.arrive(
        by=act.bao,
        at=at("10:00"),
        site_id=house.site.pk,
        visitor="生客",
        host="王业主",
        unit_id=here.unit.pk,
        until_at=at("12:00"),
    )
    assert visit.state == "WAITING"
    sign_in = {"by": act.bao, "at": at("10:05"), "checked": "ID_CARD", "badge": "V02"}
    assert code_of(lambda: services.sign_in(visit, **sign_in)) == "host_not_asked"
    services.ask_host(visit, by=act.bao, at=at("10:03"), agrees=False, note="王太太")
    assert code_of(lambda: services.sign_in(visit, **sign_in)) == "host_not_asked"
    asked = services.ask_host(visit, by=act.bao, at=at("10:04"), agrees=True, note="王先生")
    assert (asked.host_asked_by_name, asked.host_note) == ("包安", "王先生")
    assert services.sign_in(visit, **sign_in).state == "INSIDE"


def test_a_badge_hangs_round_one_neck_at_a_time(announce, act):
    services.sign_in(announce(), by=act.bao, at=at("10:05"), checked="HOST", badge="V01")
    other = announce(visitor="孙客人", phone="13600136000")
    deed = lambda: services.sign_in(other, by=act.bao, at=at("10:06"), checked="HOST", badge="V01")  # noqa: E731
    assert code_of(deed) == "badge_in_use"
    assert services.turn_away(other, by=act.bao, at=at("10:07"), reason="无证件").state == "REFUSED"


def test_whoever_is_on_the_black_list_is_not_let_in_until_its_end(house, announce, issue, entry, act):
    pass_held = issue(holder="赵客人", phone="13900139000")
    row = services.bar(
        by=act.zhou,
        at=at("09:30"),
        site_id=house.site.pk,
        name="赵某",
        phone="13900139000",
        reason="寻衅",
        until_at=at("11:00"),
    )
    sign_in = {"by": act.bao, "checked": "ID_CARD", "badge": "V01"}
    assert code_of(lambda: services.sign_in(announce(), at=at("10:05"), **sign_in)) == "barred"
    assert code_of(lambda: services.go_in(pass_held, by=act.bao, at=at("10:05"))) == "barred"
    assert code_of(lambda: entry(person="赵", phone="13900139000", at=at("10:00"))) == "barred"
    assert services.sign_in(announce(), at=at("11:00"), **sign_in).state == "INSIDE"
    assert services.lift_bar(row, by=act.zhou, at=at("10:30"), reason="误记").lifted_at == at("10:30")
    with pytest.raises(NotPermitted):
        services.bar(
            by=act.bao, at=at("10:00"), site_id=house.site.pk, name="x", reason="xx", until_at=at("11:00")
        )


def test_a_bar_has_an_end(house, act):
    deed = lambda: services.bar(  # noqa: E731
        by=act.zhou, at=at("10:00"), site_id=house.site.pk, name="赵某", reason="寻衅", until_at=at("09:00")
    )
    assert code_of(deed) == "bar_has_an_end"


def test_a_pass_opens_while_it_is_good_and_its_holder_is_outside(issue, act, house):
    held = issue()
    services.go_in(held, by=act.bao, at=at("09:10"))
    assert code_of(lambda: services.go_in(held, by=act.bao, at=at("09:11"))) == "already_inside"
    assert [one.sort for one in queries.who_is_inside(act.bao, house.site.pk)] == ["pass"]
    services.go_out(held, by=act.bao, at=at("18:00"))
    assert code_of(lambda: services.go_out(held, by=act.bao, at=at("18:01"))) == "not_inside"
    assert (
        code_of(lambda: services.go_in(held, by=act.bao, at=at("09:00") + timedelta(days=7)))
        == "pass_expired"
    )


def test_a_withdrawn_pass_lets_out_but_never_in(issue, act):
    held = issue()
    services.go_in(held, by=act.bao, at=at("09:10"))
    services.withdraw_pass(held, by=act.lin, at=at("09:20"), reason="违规施工")
    assert services.go_out(held, by=act.bao, at=at("09:30")).out_at == at("09:30")
    assert code_of(lambda: services.go_in(held, by=act.bao, at=at("09:40"))) == "pass_expired"


def test_a_pass_is_renewed_within_what_is_allowed(issue, act):
    held = issue()
    assert code_of(lambda: issue(until_at=at("09:00") + timedelta(days=91))) == "pass_too_long"
    late = at("09:00") + timedelta(days=100)
    assert (
        code_of(lambda: services.renew_pass(held, by=act.lin, at=at("10:00"), until_at=late))
        == "pass_too_long"
    )
    held = services.renew_pass(held, by=act.lin, at=at("10:00"), until_at=at("09:00") + timedelta(days=60))
    assert (held.renewed, held.until_at) == (1, at("09:00") + timedelta(days=60))


def test_the_gate_finds_by_plate_name_number_and_unit(house, ask, announce, issue, approved, act):
    visit, held = announce(plate="川B 66-66"), issue()
    find = lambda text: [one.ref for one in queries.find(act.bao, house.site.pk, text, at("09:30"))]  # noqa: E731
    assert find("a12345") == [approved.ref]
    assert find("6666") == [visit.ref]
    assert find("钱工") == [held.ref]
    assert set(find("A1-101")) == {approved.ref, visit.ref, held.ref}
    assert find("nothing") == []


def test_a_hidden_number_is_shown_for_a_reason_and_noted(approved, act):
    assert code_of(lambda: services.reveal_phone(approved, by=act.zhou, at=at("10:00"), reason="")) == (
        "reason_missing"
    )
    assert services.reveal_phone(approved, by=act.zhou, at=at("10:00"), reason="联系车主") == "13800138000"
    with pytest.raises(NotPermitted):
        services.reveal_phone(approved, by=act.bao, at=at("10:00"), reason="好奇")
