"""The verbs: lend, approve, hand over, take back, lose and settle, count; and who may not."""

from dataclasses import replace

import pytest

from guanjia.apps.custody import queries, services
from guanjia.apps.custody.models import Loan, Loss, Piece
from guanjia.apps.custody.services.counting import Found, expected_of
from guanjia.apps.custody.terms import (
    BorrowerKind,
    DifferenceState,
    Family,
    LoanState,
    LossState,
    Payer,
    PieceState,
    Remedy,
)
from guanjia.apps.custody.tests.conftest import signing
from guanjia.apps.documents import queries as documents
from guanjia.kernel.journal import thread, timeline
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour

pytestmark = pytest.mark.django_db


def refused(verb, *args, **more):
    with pytest.raises(Refused) as found:
        verb(*args, **more)
    return [one.code for one in found.value.refusals]


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def events(ref):
    return [entry.event.removeprefix("custody.") for entry in timeline(ref)]


def test_a_key_goes_out_and_comes_back(cabinet):
    loan = cabinet.lend(signing=signing("孙师傅"))
    assert loan.ref == "LN-2026-000001"
    assert (fresh(cabinet.hall).state, fresh(cabinet.hall).lent) == (PieceState.OUT, 1)
    assert (loan.borrower_name, loan.lender_name, loan.expected) == ("孙师傅", "林晓", 3)
    assert len(documents.signatures_for(loan.ref)) == 1
    back = cabinet.take_back(loan)
    assert (back.state, back.counted, back.sound) == (LoanState.BACK, 3, True)
    assert (fresh(cabinet.hall).state, fresh(cabinet.hall).lent) == (PieceState.IN, 0)
    assert [one for one in events(loan.ref) if one != "documents.signed"] == ["lent", "returned"]
    life = [entry.event for entry in thread(cabinet.hall.ref) if entry.event.startswith("custody.")]
    assert life == ["custody.kept", "custody.lent", "custody.returned"]


def test_what_is_out_cannot_be_lent_again(cabinet):
    cabinet.lend()
    with pytest.raises(Refused) as found:
        cabinet.lend(to="li")
    assert found.value.code == "already_out"
    assert "孙师傅" in str(found.value)
    assert Loan.objects.count() == 1


def test_a_stock_goes_out_until_nothing_is_left(cabinet):
    first = cabinet.lend(cabinet.umbrella, to=cabinet.resident, quantity=3)
    assert first.deposit_fen == 5000
    assert refused(cabinet.lend, cabinet.umbrella, quantity=3) == ["not_enough"]
    cabinet.lend(cabinet.umbrella, quantity=2)
    assert fresh(cabinet.umbrella).left == 0
    cabinet.take_back(first, counted=2, note="少还一把")
    stock = fresh(cabinet.umbrella)
    assert (stock.stock, stock.lent, stock.left) == (4, 2, 2)
    assert Loss.objects.get().missing == 1


def test_a_machine_room_key_waits_for_its_approval(cabinet):
    gao = cabinet.house.actor("gao")
    loan = cabinet.lend(cabinet.power)
    assert (loan.state, fresh(cabinet.power).state) == (LoanState.ASKED, PieceState.IN)
    lin = cabinet.house.actor("lin")
    assert refused(services.hand_out, loan, by=lin, at=at("09:05")) == ["unapproved"]
    assert refused(services.approve, loan, by=cabinet.house.actor("zhou"), at=at("09:05")) == ["other_post"]
    assert list(queries.list_to_decide(gao, loan.site_id)) == [loan]
    services.approve(loan, by=gao, at=at("09:10"))
    out = services.hand_out(fresh(loan), by=lin, at=at("09:15"))
    assert (out.state, fresh(cabinet.power).state) == (LoanState.OUT, PieceState.OUT)
    assert events(loan.ref) == ["asked", "approved", "lent"]
    assert refused(services.withdraw, out, by=lin, at=at("09:20")) == ["illegal_step"]


def test_nobody_approves_their_own_loan(cabinet):
    loan = cabinet.lend(cabinet.power, to="gao")
    gao = cabinet.house.actor("gao")
    assert refused(services.approve, loan, by=gao, at=at("09:10")) == ["own_loan"]
    assert list(queries.list_to_decide(gao, loan.site_id)) == []
    services.withdraw(loan, by=cabinet.house.actor("lin"), at=at("09:20"))
    assert fresh(loan).state == LoanState.WITHDRAWN


def test_a_declined_loan_says_why_and_stays_in(cabinet):
    loan = cabinet.lend(cabinet.power, to=cabinet.contractor)
    gao = cabinet.house.actor("gao")
    assert refused(services.decline, loan, by=gao, at=at("09:10"), reason="") == ["reason_missing"]
    services.decline(loan, by=gao, at=at("09:10"), reason="无工单")
    assert (fresh(loan).state, fresh(loan).decision_note) == (LoanState.DECLINED, "无工单")


def test_residents_get_no_key_of_a_machine_room(cabinet):
    assert refused(cabinet.lend, cabinet.power, to=cabinet.resident) == ["unrelated"]
    assert refused(cabinet.piece, cabinet.public, "J-9", "配电房", place_id=cabinet.room.pk) == [
        "room_without_approval"
    ]


def test_what_was_approved_may_be_gone_meanwhile(cabinet):
    loans = [cabinet.lend(cabinet.power, to=one) for one in ("sun", "li")]
    gao, lin = cabinet.house.actor("gao"), cabinet.house.actor("lin")
    for loan in loans:
        services.approve(loan, by=gao, at=at("09:10"))
    services.hand_out(fresh(loans[0]), by=lin, at=at("09:15"))
    assert refused(services.hand_out, fresh(loans[1]), by=lin, at=at("09:16")) == ["already_out"]


def test_a_time_of_return_is_put_off_with_a_reason(cabinet):
    loan, lin = cabinet.lend(), cabinet.house.actor("lin")
    why = refused(services.extend, loan, by=lin, at=at("10:00"), due_at=at("11:00"), reason="")
    assert why == ["due_not_later", "reason_missing"]
    later = services.extend(loan, by=lin, at=at("10:00"), due_at=at("15:00"), reason="还在检修")
    assert later.due_at == at("15:00")
    assert events(loan.ref)[-1] == "extended"


def test_what_is_missing_from_a_ring_becomes_a_loss(cabinet):
    loan = cabinet.lend(cabinet.home)
    assert refused(cabinet.take_back, loan, counted=3) == ["note_missing"]
    assert refused(cabinet.take_back, loan, counted=5) == ["too_many_back"]
    cabinet.take_back(loan, counted=3, note="少一把信箱钥匙")
    loss = Loss.objects.get()
    assert (loss.whole, loss.state, fresh(cabinet.home).state) == (False, LossState.OPEN, PieceState.IN)
    zhou = cabinet.house.actor("zhou")
    settled = services.settle_loss(
        loss, by=zhou, at=at("15:00"), remedy=Remedy.NEW_PIECE, payer=Payer.BORROWER, cost_fen=1500
    )
    assert (settled.state, fresh(cabinet.home).state) == (LossState.SETTLED, PieceState.IN)


def test_damage_is_deducted_with_a_reason(cabinet):
    loan = cabinet.lend(cabinet.umbrella, to=cabinet.resident)
    why = refused(cabinet.take_back, loan, sound=False, deduction_fen=6000)
    assert why == ["note_missing", "deduction_too_high", "deduction_unexplained"]
    back = cabinet.take_back(
        loan, sound=False, note="伞骨断", deduction_fen=2000, deduction_reason="伞骨断两根"
    )
    assert back.refund_fen == 3000
    data = timeline(loan.ref).last().data
    assert (data["refund_fen"], data["deduction_fen"], data["sound"]) == (3000, 2000, False)


def test_a_lost_key_has_its_lock_changed_and_a_new_key_takes_its_place(cabinet):
    loan = cabinet.lend()
    loss = services.report_loss(cabinet.hall, by=cabinet.house.actor("lin"), at=at("13:00"), note="掉进水井")
    assert (fresh(loan).state, fresh(cabinet.hall).state) == (LoanState.LOST, PieceState.LOST)
    assert loss.loan_id == loan.pk
    zhou, sort = cabinet.house.actor("zhou"), {"payer": Payer.COMPANY, "cost_fen": 8000}
    why = refused(services.settle_loss, loss, by=zhou, at=at("14:00"), remedy=Remedy.LOCK_CHANGED, **sort)
    assert why == ["number_missing"]
    services.settle_loss(loss, by=zhou, at=at("14:00"), remedy=Remedy.LOCK_CHANGED, number="g-01b", **sort)
    new = Piece.objects.get(number="G-01B")
    assert (new.replaces_id, new.hook, new.parts) == (cabinet.hall.pk, "1", 3)
    assert fresh(cabinet.hall).state == PieceState.RETIRED


def test_a_lost_card_is_disabled_and_its_deposit_pays(cabinet):
    lin, zhou = cabinet.house.actor("lin"), cabinet.house.actor("zhou")
    (given,) = services.issue(
        [cabinet.card], by=lin, at=at("09:00"), borrower=cabinet.resident, signing=signing()
    )
    assert (given.deposit_fen, given.due_at) == (2000, None)
    loss = services.report_loss(fresh(cabinet.card), by=lin, at=at("10:00"), note="遗失", loan=given)
    services.settle_loss(
        loss, by=zhou, at=at("11:00"), remedy=Remedy.DISABLED, payer=Payer.BORROWER, cost_fen=1500
    )
    assert (fresh(given).deduction_fen, fresh(given).refund_fen) == (1500, 500)
    assert fresh(cabinet.card).state == PieceState.RETIRED


def test_what_was_lost_turns_up(cabinet):
    lin = cabinet.house.actor("lin")
    loss = services.report_loss(cabinet.cart, by=lin, at=at("10:00"), note="不在原位")
    assert refused(cabinet.lend, fresh(cabinet.cart)) == ["illegal_step"]
    services.find(loss, by=lin, at=at("11:00"), note="在B座")
    assert (fresh(loss).state, fresh(cabinet.cart).state) == (LossState.FOUND, PieceState.IN)


def test_keys_and_cards_are_handed_over_against_a_signature_and_kept_again_with_consent(cabinet):
    lin = cabinet.house.actor("lin")
    both = [cabinet.home, cabinet.card]
    hand = {"by": lin, "at": at("09:00"), "borrower": cabinet.resident}
    assert refused(services.issue, both, **hand) == ["signature_missing"]
    assert refused(services.issue, [], **hand) == ["nothing_chosen"]
    loans = services.issue(both, signing=signing(), **hand)
    assert [fresh(one).state for one in both] == [PieceState.ISSUED, PieceState.ISSUED]
    keys = next(one for one in loans if one.piece_id == cabinet.home.pk)
    assert refused(cabinet.lend, fresh(cabinet.home)) == ["already_out"]
    services.entrust(keys, by=lin, at=at("15:00"), signing=signing())
    home = fresh(cabinet.home)
    assert (home.state, home.entrusted, fresh(keys).state) == (PieceState.IN, True, LoanState.BACK)
    services.issue([home], signing=signing(), **{**hand, "at": at("16:00")})
    assert fresh(home).entrusted is False


def test_a_count_follows_what_is_not_as_listed(cabinet):
    cabinet.lend()
    qian = cabinet.house.actor("qian")
    pieces = queries.to_count(qian, cabinet.house.site.pk, Family.KEY)
    assert [expected_of(one) for one in pieces] == [0, 2, 4]
    found = {one.pk: Found(expected_of(one)) for one in pieces}
    count = {"by": qian, "at": at("17:00"), "family": Family.KEY}
    site_id = cabinet.house.site.pk
    short = {key: one for key, one in found.items() if key != cabinet.home.pk}
    assert refused(services.count, site_id, found=short, **count) == ["uncounted"]
    wrong = {**found, cabinet.power.pk: Found(3)}
    assert refused(services.count, site_id, found=wrong, **count) == ["note_missing"]
    made = services.count(site_id, found={**found, cabinet.power.pk: Found(3, "多一把私配")}, **count)
    assert (made.pieces, made.differences, len(made.tally)) == (3, 1, 3)
    (row,) = queries.list_uncleared(qian, site_id)
    assert (row.ref, row.expected, row.counted) == ("CT-2026-000001-1", 2, 3)
    assert refused(services.clear_difference, row, by=qian, at=at("17:30"), note="") == ["note_missing"]
    services.clear_difference(row, by=qian, at=at("17:30"), note="收缴私配钥匙")
    assert fresh(row).state == DifferenceState.CLEARED
    assert refused(services.count, site_id, found={}, **{**count, "family": "boat"}) == ["nothing_to_count"]


def test_the_list_refuses_what_cannot_be(cabinet):
    assert refused(cabinet.piece, cabinet.public, "ｇ-01", "又一把") == ["number_taken"]
    assert refused(cabinet.kind, Family.KEY, "公共钥匙") == ["name_taken"]
    zhou = cabinet.house.actor("zhou")
    cabinet.lend(cabinet.umbrella, quantity=3)
    change = {"number": "U", "name": "雨伞", "hook": "", "parts": 1}
    why = refused(services.change_piece, cabinet.umbrella, by=zhou, at=at("10:00"), stock=2, **change)
    assert why == ["stock_below_lent"]
    why = refused(services.retire, cabinet.umbrella, by=zhou, at=at("10:00"), reason="坏")
    assert why == ["still_out", "reason_missing"]
    services.retire(cabinet.cart, by=zhou, at=at("10:00"), reason="报废")
    assert fresh(cabinet.cart).state == PieceState.RETIRED
    changed = services.change_kind(cabinet.carts, by=zhou, at=at("10:00"), name="手推车", hours=4)
    assert (changed.name, changed.fee_fen) == ("手推车", 0)


def test_who_may_not_is_told_so(cabinet):
    cai = cabinet.house.actor("cai")
    with pytest.raises(NotPermitted):
        services.settle_loss(
            services.report_loss(cabinet.cart, by=cabinet.house.system, at=at("10:00"), note="不见"),
            by=cai,
            at=at("11:00"),
            remedy=Remedy.WRITTEN_OFF,
            payer=Payer.NOBODY,
        )
    with pytest.raises(NotPermitted):
        services.retire(cabinet.cart, by=cabinet.house.actor("sun"), at=at("10:00"), reason="报废")
    cabinet.cart = cabinet.piece(cabinet.carts, "P-2", "平板车二号")
    lin = cabinet.house.actor("lin")
    assert services.reveal_contact(
        cabinet.lend(cabinet.cart, to=cabinet.contractor), by=lin, at=at("10:00"), reason="催还"
    ) == ("13900139000")


def test_nobody_of_another_company_is_lent_anything(cabinet):
    other = harbour()
    stranger = other.people["dov"].pk
    borrower = type(cabinet.staff("sun"))(BorrowerKind.STAFF, staff_id=stranger)
    with pytest.raises(NotFound):
        cabinet.lend(to=borrower)
    loan = cabinet.lend()
    dov = other.actor("dov")
    with pytest.raises(NotFound):
        queries.get_loan(dov, loan.ref)
    with company_scope(other.company.pk), pytest.raises(NotFound):
        services.take_back(loan, by=dov, at=at("10:00"), counted=3)


def test_a_first_stock_comes_in_whole_or_not_at_all(cabinet):
    zhou, site_id = cabinet.house.actor("zhou"), cabinet.house.site.pk
    before = Piece.objects.count()
    bad = "编号,名称,种类,把数,房号\nX-1,大堂,公共钥匙,2,\nX-2,门,无此类,1,\nX-3,门,公共钥匙,0,\nX-4,门,公共钥匙,1,Z9\n"
    why = refused(services.bring_in, site_id, by=zhou, at=at("10:00"), content=bad.encode())
    assert why == ["bad_number"]
    bad = bad.replace("公共钥匙,0", "公共钥匙,1")
    why = refused(services.bring_in, site_id, by=zhou, at=at("10:00"), content=bad.encode())
    assert why == ["no_kind", "no_unit"]
    assert Piece.objects.count() == before
    good = "编号,名称,种类,把数,房号\nX-1,大堂,公共钥匙,2,\nX-2,入户门,住户钥匙,4,a1-101\n"
    made = services.bring_in(site_id, by=zhou, at=at("10:00"), content=good.encode())
    assert [(one.number, one.parts, one.unit_id) for one in made] == [
        ("X-1", 2, None),
        ("X-2", 4, cabinet.unit.pk),
    ]


def test_what_waits_comes_in_parts_with_the_number_of_each_in_one_question(
    cabinet, django_assert_num_queries
):
    rings = [cabinet.piece(cabinet.public, f"G-1{place}", "备用") for place in range(3)]
    late = [cabinet.lend(ring, due=f"1{place}:00") for place, ring in enumerate(rings)]
    asked = cabinet.lend(cabinet.power)
    cabinet.lend(cabinet.cart, due="18:00")
    site_id, gao, lin = asked.site_id, cabinet.house.actor("gao"), cabinet.house.actor("lin")
    with django_assert_num_queries(1):
        found = queries.loans_waiting(lin, site_id, at("12:30"), 2)
    assert found["overdue"] == (late[:2], 3)
    assert found["ready"] == ([], 0)
    assert queries.loans_waiting(gao, site_id, at("12:30"), 2)["decide"] == ([asked], 1)
    services.approve(asked, by=gao, at=at("12:31"))
    assert queries.loans_waiting(lin, site_id, at("12:32"), 2)["ready"] == ([fresh(asked)], 1)
    assert queries.loans_waiting(replace(lin, grants={}), site_id, at("12:30"), 2) == {}
