"""The pure decisions: numbers, deposits, what is left, what is expected, rows of a workbook."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.custody import rules, stocking
from guanjia.apps.custody.terms import Borrower, BorrowerKind, Family, LoanState, Payer, Remedy
from guanjia.kernel.refusals import Refused
from guanjia.ui.spreadsheets.reader import Sheet
from tests.cast import at

FEN = st.integers(0, 10**9)


def codes(refusals):
    return [one.code for one in refusals]


@given(FEN, FEN, st.sampled_from(list(Payer)))
def test_a_loss_never_takes_more_than_the_deposit_or_the_cost(deposit, cost, payer):
    kept = rules.kept_of_deposit(deposit, cost, payer)
    assert 0 <= kept <= min(deposit, cost)
    assert kept == (min(deposit, cost) if payer == Payer.BORROWER else 0)


@given(FEN, st.integers(-100, 10**9))
def test_a_deposit_is_split_without_a_rest(deposit, deduction):
    found = rules.why_not_take_back(
        expected=1,
        counted=1,
        sound=True,
        note="",
        deposit_fen=deposit,
        deduction_fen=deduction,
        deduction_reason="伞骨断",
    )
    assert ("deduction_too_high" in codes(found)) is not (0 <= deduction <= deposit)
    if not found:
        assert rules.refund(deposit, deduction) + deduction == deposit
        assert rules.refund(deposit, deduction) >= 0


@given(st.integers(1, 50), st.data())
def test_a_stock_is_never_lent_beyond_what_is_left(stock, data):
    lent = data.draw(st.integers(0, stock))
    quantity = data.draw(st.integers(1, 60))
    refusal = rules.why_not_leave(stock=stock, lent=lent, quantity=quantity, holder="")
    assert (refusal is None) is (lent + quantity <= stock)


@given(st.integers(1, 30), st.integers(1, 30), st.booleans())
def test_what_a_count_expects_and_what_is_out_make_the_whole(parts, stock, is_out):
    lent = 1 if is_out else 0
    expected = rules.expected_of(is_out=is_out, parts=parts, stock=stock, lent=lent)
    if stock > 1:
        assert expected + lent == stock
    else:
        assert expected == (0 if is_out else parts)


@pytest.mark.parametrize(
    ("typed", "piece", "number"),
    [
        ("https://desk.example/custody/pieces/44/", 44, ""),
        ("/custody/pieces/7", 7, ""),
        (" ｇ－０１ ", None, "G-01"),
        ("/cases/44/", None, "/CASES/44/"),
    ],
)
def test_a_label_or_a_number_is_understood_at_the_counter(typed, piece, number):
    assert rules.scanned(typed) == (piece, number)


def test_who_borrows_must_be_known_and_related():
    staff = Borrower(BorrowerKind.STAFF)
    assert codes(rules.why_not_borrow(staff, needs_approval=False)) == ["borrower_missing"]
    firm = Borrower(BorrowerKind.CONTRACTOR)
    assert codes(rules.why_not_borrow(firm, needs_approval=True)) == ["borrower_missing", "phone_missing"]
    owner = Borrower(BorrowerKind.RESIDENT, "王女士")
    assert codes(rules.why_not_borrow(owner, needs_approval=False)) == []
    assert codes(rules.why_not_borrow(owner, needs_approval=True)) == ["unrelated"]


def test_a_loan_says_what_for_and_until_when():
    def why(**changes):
        usual = {"reason": "检修", "due_at": at("12:00"), "at": at("09:00"), "quantity": 1}
        return codes(rules.why_not_lend(**{**usual, "deposit_fen": 0, "fee_fen": 0, **changes}))

    assert why() == []
    assert why(reason=" ") == ["reason_missing"]
    assert why(due_at=None) == ["due_missing"]
    assert why(due_at=at("09:00")) == ["due_past"]
    assert why(due_at=at("09:00") + timedelta(days=400)) == ["due_far"]
    assert why(quantity=0, deposit_fen=-1) == ["no_quantity", "bad_amount"]


def test_only_the_named_post_approves_and_never_the_borrower():
    def why(posts=frozenset({"gao"}), by_id=1, borrower_id=2, is_system=False):
        return codes(
            rules.why_not_approve(
                approver_post="gao", posts=posts, by_id=by_id, borrower_id=borrower_id, is_system=is_system
            )
        )

    assert why() == []
    assert why(posts=frozenset()) == ["other_post"]
    assert why(borrower_id=1) == ["own_loan"]
    assert why(posts=frozenset(), by_id=None, is_system=True) == []
    assert rules.why_not_hand_out(needs_approval=True, state=LoanState.ASKED).code == "unapproved"
    assert rules.why_not_hand_out(needs_approval=False, state=LoanState.ASKED) is None


def test_the_key_of_a_machine_room_is_of_a_kind_that_is_approved():
    usual = {"number": "J", "taken": False, "parts": 1, "stock": 1}
    found = rules.why_not_keep(**usual, is_room_key=True, needs_approval=False)
    assert codes(found) == ["room_without_approval"]
    assert rules.why_not_keep(**usual, is_room_key=True, needs_approval=True) == []
    bad = rules.why_not_keep(number="", taken=True, parts=2, stock=2, is_room_key=False, needs_approval=False)
    assert codes(bad) == ["number_missing", "number_taken", "ring_in_stock"]


def test_what_follows_a_loss_fits_what_was_lost():
    def why(
        family=Family.KEY, remedy=Remedy.LOCK_CHANGED, number="N", cost_fen=0, payer=Payer.NOBODY, **more
    ):
        usual = {"whole": True, "taken": False, **more}
        return codes(
            rules.why_not_settle(
                family=family, remedy=remedy, number=number, cost_fen=cost_fen, payer=payer, **usual
            )
        )

    assert why() == []
    assert why(number="") == ["number_missing"]
    assert why(whole=False, number="") == []
    assert why(family=Family.CARD) == ["no_key"]
    assert why(remedy=Remedy.DISABLED) == ["no_card"]
    assert why(cost_fen=100) == ["payer_missing"]
    assert why(cost_fen=-1, taken=True) == ["number_taken", "bad_amount"]


SHEET = [("钥匙台账",), ("编号", "名称", "种类", "钩号", "把数", "房号")]


def book(*rows, formulas=()):
    return Sheet("S", tuple(tuple(one) for one in (*SHEET, *rows)), formulas=frozenset(formulas))


def test_a_workbook_is_read_below_its_titles():
    rows = stocking.understand(book(("g-1", "大堂", "公共钥匙", 1.0, 3.0, ""), ("", "", "", "", "", "")))
    assert [(one.row, one.number, one.hook, one.parts, one.stock) for one in rows] == [(3, "G-1", "1", 3, 1)]


def test_every_bad_row_of_a_workbook_is_named_at_once():
    with pytest.raises(Refused) as refused:
        stocking.understand(
            book(
                ("", "无编号", "公共钥匙", "", "", ""),
                ("G-1", "x", "公共钥匙", "", "两", ""),
                ("G-2", "x", "公共钥匙", "", "", ""),
                ("G-2", "x", "公共钥匙", "", "", ""),
                ("G-3", "x" * 90, "公共钥匙", "", "", ""),
                ("G-4", "=1", "公共钥匙", "", "", ""),
                formulas=[(8, 1)],
            )
        )
    found = [(one.code, one.params["row"]) for one in refused.value.refusals]
    assert found == [
        ("number_missing", 3),
        ("bad_number", 4),
        ("too_long", 7),
        ("formula", 8),
        ("number_twice", 6),
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [([("没有", "标题")], "no_titles"), ([("编号", "名称")], "columns_missing"), (SHEET, "no_rows")],
)
def test_a_workbook_that_is_none_says_so(rows, code):
    with pytest.raises(Refused) as refused:
        stocking.understand(Sheet("S", tuple(tuple(one) for one in rows)))
    assert refused.value.code == code


def test_rows_are_held_against_the_site():
    rows = stocking.understand(
        book(("G-1", "x", "无此类", "", "", "B-1"), ("G-2", "x", "公共钥匙", "", "", ""))
    )
    found = stocking.why_not(rows, kinds={"公共钥匙"}, units=set(), taken={"G-2"})
    assert codes(found) == ["no_kind", "no_unit", "number_taken"]
