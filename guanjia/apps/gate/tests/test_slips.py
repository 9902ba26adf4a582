"""Release slips from the asking to the gate, and everything that stops them."""

from datetime import timedelta

import pytest

from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.gate import queries, services
from guanjia.apps.gate.models import ReleaseSlip
from guanjia.apps.gate.terms import Goods
from guanjia.apps.gate.tests.conftest import SOFA, WORD, photo
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at


def events_of(ref):
    return [entry.event for entry in timeline(ref).order_by("id")]


def test_a_slip_goes_from_the_desk_through_the_gate(ask, act):
    slip = ask(photos=[photo()])
    assert (slip.ref, slip.state, slip.pieces, slip.plate) == ("RS-2026-000001", "ASKED", 12, "川A12345")
    slip = services.approve_slip(slip, by=act.qian, at=at("09:10"))
    assert slip.expires_at == at("10:00") + timedelta(hours=24)
    slip = services.let_pass(slip, by=act.bao, at=at("10:05"), photos=[photo()], note="相符")
    assert (slip.state, slip.passed_by_name) == ("PASSED", "包安")
    told = [one for one in events_of(slip.ref) if one.startswith("gate.")]
    assert told == ["gate.slip_asked", "gate.word_taken", "gate.slip_approved", "gate.slip_passed"]


def test_a_second_scan_says_when_and_by_whom_it_passed(approved, act):
    services.let_pass(approved, by=act.bao, at=at("10:05"))
    with pytest.raises(Refused) as refused:
        services.let_pass(approved, by=act.shi, at=at("10:06"))
    assert refused.value.code == "already_passed"
    assert "包安" in str(refused.value)
    assert "2026-03-02 10:05" in str(refused.value)


def test_nobody_approves_the_slip_they_asked_for(ask, act):
    slip = ask(by=act.qian)
    with pytest.raises(Refused) as refused:
        services.approve_slip(slip, by=act.qian, at=at("09:10"))
    assert refused.value.code == "own_slip"


def test_only_the_post_a_site_names_approves(house, ask, act):
    services.set_rules(
        by=act.zhou,
        at=at("08:00"),
        site_id=house.site.pk,
        approver_posts=["cs_manager"],
        refuse_arrears=True,
        refuse_fitout=True,
        refuse_without_word=True,
    )
    slip = ask()
    with pytest.raises(Refused) as refused:
        services.approve_slip(slip, by=act.qian, at=at("09:10"))
    assert refused.value.code == "not_the_approver"
    assert services.approve_slip(slip, by=act.zhou, at=at("09:11")).state == "APPROVED"


def test_without_a_choice_of_the_site_the_rulebook_names_the_post(house, ask, act):
    rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="estate_fitout")
    assert queries.slip_approvers(house.site.pk, at("09:00")) == ["cs_supervisor"]
    with pytest.raises(Refused, match="not_the_approver"):
        raise_code(lambda: services.approve_slip(ask(), by=act.zhou, at=at("09:10")))


def raise_code(deed):
    try:
        deed()
    except Refused as refused:
        raise Refused(refused.refusals[0].__class__(refused.code, refused.code)) from refused


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("ARREARS", "unit_in_arrears"),
        ("FITOUT", "fitout_unfinished"),
        ("COURT", "release_stopped"),
        ("OTHER", "release_stopped"),
    ],
)
def test_a_stopped_unit_lets_nothing_leave(house, here, ask, act, kind, code):
    slip = ask()
    stop = services.stop_release(
        by=act.cai, at=at("08:30"), site_id=house.site.pk, unit_id=here.unit.pk, kind=kind, reason="欠两季"
    )
    with pytest.raises(Refused) as refused:
        services.approve_slip(slip, by=act.qian, at=at("09:10"))
    assert refused.value.code == code
    services.lift_stop(stop, by=act.cai, at=at("09:20"), reason="已缴清")
    assert services.approve_slip(slip, by=act.qian, at=at("09:21")).state == "APPROVED"


def test_a_stop_set_after_the_approval_holds_at_the_gate(house, here, approved, act):
    services.stop_release(
        by=act.cai, at=at("09:30"), site_id=house.site.pk, unit_id=here.unit.pk, kind="COURT", reason="查封"
    )
    with pytest.raises(Refused) as refused:
        services.let_pass(approved, by=act.bao, at=at("10:00"))
    assert refused.value.code == "release_stopped"


def test_a_site_may_switch_reasons_off(house, here, ask, act):
    services.set_rules(
        by=act.zhou,
        at=at("08:00"),
        site_id=house.site.pk,
        approver_posts=[],
        refuse_arrears=False,
        refuse_fitout=False,
        refuse_without_word=False,
    )
    for kind in ("ARREARS", "FITOUT"):
        services.stop_release(
            by=act.cai, at=at("08:30"), site_id=house.site.pk, unit_id=here.unit.pk, kind=kind, reason="欠费"
        )
    assert services.approve_slip(ask(word=None), by=act.qian, at=at("09:10")).state == "APPROVED"


def test_nothing_leaves_without_the_owners_word(ask, act):
    slip = ask(word=None)
    with pytest.raises(Refused) as refused:
        services.approve_slip(slip, by=act.qian, at=at("09:10"))
    assert refused.value.code == "owners_word_missing"
    slip = services.take_word(slip, by=act.lin, at=at("09:12"), word=WORD)
    assert (slip.word_name, slip.word_how, slip.word_at) == ("王业主", "PHONE", at("09:12"))
    assert services.approve_slip(slip, by=act.qian, at=at("09:13")).state == "APPROVED"


def test_a_word_needs_a_name(ask, act):
    with pytest.raises(Refused):
        services.take_word(ask(word=None), by=act.lin, at=at("09:12"), word=Signing("", How.PHONE))


def test_a_slip_does_not_pass_after_its_time(approved, act):
    with pytest.raises(Refused) as refused:
        services.let_pass(approved, by=act.bao, at=at("10:00") + timedelta(hours=24))
    assert refused.value.code == "slip_expired"


def test_the_clock_lets_slips_and_visits_run_out(ask, approved, announce):
    waiting, visit = ask(), announce()
    assert services.lapse(at=at("13:00")) == 1
    visit.refresh_from_db()
    assert visit.state == "MISSED"
    assert services.lapse(at=at("10:00") + timedelta(hours=24)) == 2
    assert set(ReleaseSlip.objects.values_list("state", flat=True)) == {"EXPIRED"}
    assert events_of(waiting.ref)[-1] == "gate.slip_expired"


def test_a_slip_says_everything_it_lacks_at_once(ask):
    with pytest.raises(Refused) as refused:
        ask(items=[], carrier_name=" ", planned_at=at("07:00"))
    assert {one.code for one in refused.value.refusals} == {
        "no_goods",
        "carrier_missing",
        "planned_in_the_past",
    }


def test_posts_without_the_task_are_refused(ask, approved, act):
    with pytest.raises(NotPermitted):
        services.approve_slip(ask(), by=act.bao, at=at("09:10"))
    with pytest.raises(NotPermitted):
        services.let_pass(approved, by=act.zhao, at=at("10:00"))
    with pytest.raises(NotPermitted):
        ask(by=act.bao)


def test_goods_that_do_not_match_are_held_decided_and_given_out(approved, act):
    held = services.hold(
        approved,
        by=act.bao,
        at=at("10:05"),
        items=[Goods("电视", 1)],
        reason="单上没有",
        kept_where="北门岗亭",
        photos=[photo()],
    )
    approved.refresh_from_db()
    assert (approved.state, held.state, held.pieces, held.slip_id) == ("HELD", "HELD", 1, approved.pk)
    with pytest.raises(Refused):
        services.let_pass(approved, by=act.bao, at=at("10:06"))
    held = services.decide_held(held, by=act.shi, at=at("11:00"), outcome="RETURN")
    held = services.give_out(held, by=act.bao, at=at("11:30"), receipt=Signing("王业主", How.PHONE))
    assert (held.state, held.given_to) == ("RETURNED", "王业主")


def test_goods_without_a_slip_are_held_too(house, act):
    held = services.take_in(
        by=act.bao,
        at=at("10:00"),
        site_id=house.site.pk,
        items=SOFA,
        owner_name="不明",
        reason="无放行条",
        kept_where="北门岗亭",
    )
    assert (held.ref, held.slip, held.pieces) == ("HG-2026-000001", None, 12)
    with pytest.raises(Refused) as refused:
        services.decide_held(held, by=act.shi, at=at("10:30"), outcome="AUTHORITY")
    assert refused.value.code == "reason_missing"


def test_a_matter_stops_a_unit_once_and_lifts_its_own_stop(house, here, act):
    where = {"site_id": house.site.pk, "unit_id": here.unit.pk, "kind": "ARREARS", "reason": "欠费"}
    first = services.stop_release(by=house.system, at=at("08:00"), source="bill:7", **where)
    again = services.stop_release(by=house.system, at=at("08:05"), source="bill:7", **where)
    assert first.pk == again.pk
    lifted = {"by": house.system, "at": at("09:00"), "unit_id": here.unit.pk, "reason": "已缴"}
    assert services.lift_source(source="bill:8", **lifted) == 0
    assert services.lift_source(source="bill:7", **lifted) == 1
    assert queries.stops_in_force(here.unit.pk) == []
    with pytest.raises(Refused):
        services.lift_stop(first, by=act.cai, at=at("09:01"), reason="再解除")
