"""The verbs: taking in, refusing, telling, handing over in parts, to a steward, deciding, disposing."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from guanjia.apps.documents import queries as documents
from guanjia.apps.safekeeping import queries, services
from guanjia.apps.safekeeping.models import Handing, KeptItem
from guanjia.apps.safekeeping.terms import Can, How, Kind, Release, Sort, Told
from guanjia.apps.safekeeping.tests.conftest import BAG, PARCEL, PHONE, PURSE, signed
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import at
from tests.matrix.stage.files import picture


def facts(ref):
    return [one.event.partition(".")[2] for one in timeline(ref) if one.event.startswith("safekeeping.")]


@contextmanager
def refused(code):
    with pytest.raises(Refused) as error:
        yield error
    assert error.value.code == code


# --- Taking in


def test_a_thing_gets_a_number_a_code_its_group_and_its_times(take, house):
    item = take(BAG, photos=[picture()])
    assert item.ref == "KP-2026-000001"
    assert len(item.code) == 6
    assert item.group.code == "A"
    assert item.due_at == at("09:00") + timedelta(days=3)
    assert item.keep_until == item.due_at + timedelta(days=30)
    assert facts(item.ref) == ["received"]
    assert len(documents.list_for(item.ref)) == 1
    data = timeline(item.ref).get(event="safekeeping.received").data
    assert (data["kind"], data["delivery"], data["group"], data["unit"]) == ("storage", "desk", "A", "1-101")
    assert item.code not in str(data)


def test_the_site_says_how_long_it_keeps(take, house):
    services.set_rules(
        house.site.pk,
        by=house.actor("zhou"),
        at=at("08:00"),
        refused=["cash"],
        own=["  电动车电池 ", ""],
        storage_days=1,
        unclaimed_days=2,
        found_days=5,
        mail_days=7,
    )
    assert take(BAG).due_at == at("09:00") + timedelta(days=1)
    assert take(PHONE).keep_until == at("09:00") + timedelta(days=5)
    assert take(PARCEL).keep_until == at("09:00") + timedelta(days=7)
    assert [key for key, _words in queries.refused_classes(house.site.pk)] == ["cash", "电动车电池"]


def test_refusing_to_keep_is_on_record(house):
    row = services.turn_away(
        house.site.pk,
        by=house.actor("lin"),
        at=at("09:00"),
        reason="dangerous",
        what="一桶油漆",
        offered_by="王芳",
        unit_id=house.units["1-101"].pk,
    )
    assert row.ref == "KR-2026-000001"
    assert facts(row.ref) == ["turned_away"]
    with refused("no_such_class"):
        services.turn_away(
            house.site.pk, by=house.actor("lin"), at=at("09:00"), reason="nonsense", what="一桶油漆"
        )


def test_who_may_not_take_in_does_not_and_strange_units_are_not_found(take, house):
    with pytest.raises(NotPermitted):
        take(login="zhao")
    with pytest.raises(NotFound):
        take(unit_id=987654)
    assert KeptItem.objects.count() == 0


def test_a_code_is_never_used_twice_at_once(take, house, monkeypatch):
    drawn = iter([7, 7, 8])
    monkeypatch.setattr("secrets.randbelow", lambda _most: next(drawn))
    assert [take().code, take().code] == ["000007", "000008"]


# --- Handing over


def test_pieces_go_one_after_the_other_until_nothing_is_left(take, give):
    item = take(BAG)
    part = give(item, count=2)
    assert (part.left, part.state) == (1, "KEPT")
    whole = give(part, taken_by="李雷", moment="11:00")
    assert (whole.left, whole.state, whole.taken_by) == (0, "HANDED_OUT", "李雷")
    assert facts(item.ref) == ["received", "handed_out", "handed_out"]
    assert [one.data["complete"] for one in timeline(item.ref).filter(event="safekeeping.handed_out")] == [
        False,
        True,
    ]
    assert len(documents.signatures_for(item.ref)) == 2


def test_what_is_gone_tells_who_gave_it_to_whom(take, give):
    item = take()
    give(item)
    with refused("gone_meanwhile") as error:
        give(item, moment="10:05", login="qian")
    assert "林晓" in str(error.value)
    assert "王芳" in str(error.value)


def test_only_the_end_of_an_identity_number_is_stored(take, give, house):
    item = take(PURSE)
    release = signed(
        "赵六", proof="黑色短款，内有票根", identity="110101199001011234", witness_id=house.people["qian"].pk
    )
    give(item, release)
    handing = Handing.objects.get()
    assert (handing.identity, handing.witness_name) == ("****1234", "钱芳")
    assert "199001" not in str([one.data for one in timeline(item.ref)])


def test_a_claim_settles_the_report_of_the_loss(take, give, miss, house):
    item, loss = take(PHONE), miss()
    give(item, signed("赵六", proof="壁纸是猫", identity="1234567890", loss_ref=loss.ref))
    loss.refresh_from_db()
    assert (loss.state, loss.item) == ("FOUND", item)
    assert facts(loss.ref) == ["loss_reported", "loss_settled"]


# --- By way of the steward


def test_a_steward_takes_several_over_against_one_signature(take, pass_on, give, house):
    items = [take(), take(unit="1-102")]
    batch = pass_on(*items)
    assert (batch.ref, batch.count, batch.steward_name) == ("KB-2026-000001", 2, "赵敏")
    assert [one.state for one in queries.items_of_batch(batch)] == ["WITH_STEWARD", "WITH_STEWARD"]
    assert len(documents.signatures_for(batch.ref)) == 1
    door = Release(count=1, taken_by="", how=How.DOOR, agreed="王芳电话同意")
    assert give(items[0], door, login="zhao").state == "HANDED_OUT"
    back = services.bring_back(items[1], by=house.actor("zhao"), at=at("11:00"), note="无人在家", shelf="A2")
    assert (back.state, back.shelf, back.steward_name) == ("KEPT", "A2", "")
    assert facts(items[1].ref) == ["received", "handed_on", "brought_back"]


def test_of_a_batch_all_is_handed_on_or_nothing(take, pass_on, give, house):
    first, second = take(), take()
    give(first)
    with refused("gone_meanwhile"):
        pass_on(first, second)
    with refused("signature_missing"):
        pass_on(second, strokes="")
    second.refresh_from_db()
    assert second.state == "KEPT"


# --- While it lies there


def test_telling_moving_and_prolonging(take, house):
    item = take(BAG)
    who = {"by": house.actor("lin"), "at": at("10:00")}
    services.tell(item, how=Told.PHONE, **who)
    services.move(item, shelf="C9", **who)
    row = services.prolong(item, due_at=item.due_at + timedelta(days=5), **who)
    assert (row.shelf, row.told_at) == ("C9", at("10:00"))
    assert row.keep_until == item.keep_until + timedelta(days=5)
    with refused("due_past"):
        services.prolong(item, due_at=at("09:59"), **who)
    assert facts(item.ref) == ["received", "told", "moved", "prolonged"]


def test_the_clock_says_once_that_it_is_overdue_and_then_leaves_it_to_a_supervisor(take, house):
    item = take(BAG)
    assert services.look_over(at=item.due_at - timedelta(minutes=1)) == 0
    assert services.look_over(at=item.due_at) == 1
    assert services.look_over(at=item.due_at + timedelta(hours=1)) == 0
    assert services.look_over(at=item.keep_until) == 1
    assert facts(item.ref) == ["received", "overdue", "unclaimed"]


def test_a_new_time_can_pass_too(take, house):
    item = take(BAG)
    services.look_over(at=item.due_at)
    later = item.due_at + timedelta(days=1)
    services.prolong(item, by=house.actor("lin"), at=item.due_at, due_at=later)
    assert services.look_over(at=later) == 1


def test_a_number_is_shown_for_a_reason_that_goes_on_record(take, miss, house):
    item, loss = take(BAG), miss(phone="13900139000")
    who = {"by": house.actor("lin"), "at": at("10:00")}
    assert item.masked_phone != "13800138000"
    assert services.show_phone(item, reason="通知领取", **who) == "13800138000"
    assert services.show_loss_phone(loss, reason="请来认领", **who) == "13900139000"
    assert "138" not in str(timeline(item.ref).get(event="safekeeping.phone_shown").data)
    with refused("note_missing"):
        services.show_phone(item, reason="", **who)


# --- When nobody claims it


def test_a_supervisor_decides_and_two_others_carry_it_out(lapsed, house):
    later = lapsed.keep_until + timedelta(days=1)
    with pytest.raises(NotPermitted):
        services.release(lapsed, by=house.actor("lin"), at=later, note="捐赠")
    services.release(lapsed, by=house.actor("qian"), at=later, note="捐赠给街道")
    bao = house.people["bao"].pk
    with refused("own_decision"):
        services.dispose(lapsed, by=house.actor("qian"), at=later, note="已捐赠", witness_id=bao)
    row = services.dispose(lapsed, by=house.actor("lin"), at=later, note="已捐赠", witness_id=bao)
    assert (row.state, row.left) == ("DISPOSED", 0)
    assert facts(lapsed.ref)[-2:] == ["released", "disposed"]


def test_an_unclaimed_thing_can_be_kept_on_or_still_be_fetched(lapsed, give, house):
    later = lapsed.keep_until + timedelta(days=1)
    kept = services.keep_on(
        lapsed,
        by=house.actor("qian"),
        at=later,
        keep_until=later + timedelta(days=30),
        note="业主出国",
    )
    assert kept.state == "KEPT"
    assert give(kept, count=3).state == "HANDED_OUT"


def test_only_mail_goes_back_to_the_carrier_and_only_finds_to_the_police(take, house):
    who = {"by": house.actor("lin"), "at": at("10:00")}
    parcel, phone = take(), take(PHONE)
    with refused("other_kind"):
        services.send_back(phone, note="查无此人", **who)
    with refused("other_kind"):
        services.give_to_police(parcel, station="城东所", receipt="1", **who)
    with refused("receipt_missing"):
        services.give_to_police(phone, station="城东所", receipt="", **who)
    assert services.send_back(parcel, note="查无此人", **who).state == "RETURNED"
    assert services.give_to_police(phone, station="城东所", receipt="12", **who).state == "POLICE"


# --- Losses


def test_a_find_is_proposed_to_its_loss_and_the_other_way_with_reasons(take, miss, house):
    item, loss, other = take(PHONE), miss(), miss(what="三把钥匙", sort=Sort.KEYS, features="", where="车库")
    actor = house.actor("lin")
    (proposal,) = queries.proposals_for_item(actor, item)
    assert proposal.other == loss
    assert proposal.fit.reasons
    assert [one.other for one in queries.proposals_for_loss(actor, loss)] == [item]
    assert queries.proposals_for_loss(actor, other) == []
    loss.refresh_from_db()
    assert loss.state == "OPEN"  # nothing is decided by a proposal


def test_a_loss_is_given_up_with_a_reason_once(miss, house):
    loss, who = miss(), {"by": house.actor("lin"), "at": at("10:00")}
    services.close_loss(loss, note="自己找到了", **who)
    with refused("illegal_step"):
        services.close_loss(loss, note="自己找到了", **who)


# --- Newspapers


@pytest.fixture
def daily(house):
    """Three units get the daily, one of them two copies."""
    return [
        services.subscribe(
            house.site.pk,
            by=house.actor("lin"),
            at=at("08:00"),
            unit_id=house.units[code].pk,
            paper="人民日报",
            copies=copies,
            from_on=at("08:00").date(),
        )
        for code, copies in (("1-101", 1), ("1-102", 2), ("2-201", 1))
    ]


def count(house, missing=(), moment="08:30"):
    return services.count_papers(
        house.site.pk,
        by=house.actor("lin"),
        at=at(moment),
        paper="人民日报",
        shelf="报架",
        missing=[one.pk for one in missing],
    )


def test_what_came_is_bundled_by_group_and_what_did_not_is_named(house, daily, give):
    day = count(house, missing=daily[:1])
    assert (day.expected, day.arrived, day.missing, day.short) == (4, 3, ["1-101"], 1)
    bundles = {one.group.code: one for one in KeptItem.objects.filter(sort="newspaper")}
    assert {code: one.count for code, one in bundles.items()} == {"A": 2, "B": 1}
    assert bundles["A"].lines == [["1-102", 2]]
    assert give(bundles["A"], Release(count=2, taken_by="", how=How.BOX), login="zhao").left == 0
    with refused("counted_already"):
        count(house)
    good = services.make_papers_good(day, by=house.actor("lin"), at=at("15:00"), note="下午补到")
    assert good.short == 0
    with refused("none_missing"):
        services.make_papers_good(day, by=house.actor("lin"), at=at("15:01"), note="下午补到")


def test_a_subscription_ends_on_its_day_and_is_not_made_twice(house, daily):
    with refused("subscribed_already"):
        services.subscribe(
            house.site.pk,
            by=house.actor("lin"),
            at=at("08:00"),
            unit_id=house.units["1-101"].pk,
            paper="人民日报",
            copies=1,
            from_on=at("08:00").date(),
        )
    day = at("08:00").date() + timedelta(days=1)
    services.end_subscription(daily[1], by=house.actor("lin"), at=at("08:10"), until_on=day)
    assert dict(queries.papers_of(house.site.pk, day)) == {"人民日报": 2}
    assert count(house).expected == 4


# --- The counter, and who sees what


def test_the_counter_finds_by_tag_tracking_number_code_unit_and_name(take, house):
    item = take(tracking="sf123 ")
    take(unit="2-201", for_name="陈七")
    actor = house.actor("lin")

    def found(typed):
        return queries.at_the_counter(actor, house.site.pk, typed)

    for typed in (item.ref, "SF123", item.code, "1-101", "王芳", f"http://here/safekeeping/{item.ref}/"):
        assert found(typed) == [item], typed
    assert found("") == []
    assert found("no such") == []


def test_another_company_sees_nothing_of_it(take, house):
    item = take()
    stranger = replace_sites(house.actor("lin"))
    with pytest.raises(NotFound):
        queries.get_item(stranger, item.ref)


def replace_sites(actor):
    return replace(actor, company_id=actor.company_id + 1)


def test_the_steps_shown_are_those_that_fit_the_kind_and_the_person(take, house):
    def verbs(item, login):
        return {step.verb for step in queries.steps_of(item, house.actor(login))}

    parcel, phone = take(), take(PHONE)
    assert "send_back" in verbs(parcel, "lin")
    assert {"give_to_police", "hand_out"} <= verbs(phone, "lin")
    assert not {"hand_on", "tell", "send_back"} & verbs(phone, "lin")
    assert verbs(parcel, "zhao") == {"hand_out", "tell"}
    assert verbs(parcel, "bao") == set()
    assert house.actor("qian").can(Can.DECIDE)
    assert parcel.kind == Kind.MAIL
