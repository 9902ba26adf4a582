"""The screens: board, counter, loan, piece, labels, cards, counts, kinds, workbook, palette, Today; and who may not."""

from io import BytesIO
from itertools import count

import pytest
import time_machine
from django.test import Client
from python_calamine import CalamineWorkbook

from guanjia.apps.custody import services
from guanjia.apps.custody.models import Count, Difference, Kind, Loan, Loss, Piece
from guanjia.apps.custody.terms import LoanState, PieceState
from guanjia.apps.custody.tests.conftest import STROKES, signing
from guanjia.apps.organisations.queries import site as kept_site
from tests.cast import at

pytestmark = pytest.mark.django_db
KEYS = count()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def at_noon(house):
    """The clock of the doors stands at noon."""
    with time_machine.travel(at("12:00"), tick=False):
        yield
    kept_site.cache_clear()


def browser(house, login="lin", language="en"):
    client = Client()
    account = house.people[login].account
    account.language = language
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def desk(cabinet):
    return browser(cabinet.house)


def get(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def post(client, path, status=302, **sent):
    answer = client.post(path, {"form_key": f"k{next(KEYS)}", **sent})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_the_board_shows_what_is_out_overdue_first(cabinet, desk):
    assert "Nothing is out" in get(desk, "/custody/")
    assert "没有借出的物品" in get(browser(cabinet.house, language="zh-hans"), "/custody/")
    desk = browser(cabinet.house)
    cabinet.lend(due="18:00")
    cabinet.lend(cabinet.cart, to=cabinet.contractor, due="11:30")
    services.issue(
        [cabinet.home],
        by=cabinet.house.actor("lin"),
        at=at("09:00"),
        borrower=cabinet.resident,
        signing=signing(),
    )
    page = get(desk, "/custody/")
    assert page.index("P-1") < page.index("G-01") < page.index("H-101")
    assert page.count("row-late") == 1
    assert get(desk, "/custody/?late=1").count('data-test="row"') == 1
    assert get(desk, "/custody/?family=key").count('data-test="row"') == 2
    assert get(desk, "/custody/?borrower_kind=contractor").count('data-test="row"') == 1
    assert get(desk, "/custody/?way=issue").count('data-test="row"') == 1
    assert get(desk, "/custody/?q=通达").count('data-test="row"') == 1
    assert get(desk, "/custody/?state=BACK").count('data-test="row"') == 0
    book = desk.get("/custody/?format=xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["P-1", "G-01", "H-101"]


def test_the_counter_leads_in_or_out(cabinet, desk):
    assert 'data-test="counter-q"' in get(desk, "/custody/counter/")
    answer = desk.get("/custody/counter/?q=ｇ-01")
    assert answer["Location"] == f"/custody/pieces/{cabinet.hall.pk}/lend/?next=%2Fcustody%2Fcounter%2F"
    loan = cabinet.lend()
    answer = desk.get(f"/custody/counter/?q=http://desk/custody/pieces/{cabinet.hall.pk}/")
    assert answer["Location"].startswith(f"/custody/loans/{loan.ref}/back/")
    assert get(desk, "/custody/counter/?q=A1-101").count('data-test="found"') == 2
    assert "Nothing on the list is called that" in get(desk, "/custody/counter/?q=zebra")
    assert desk.get("/custody/counter/?q=U")["Location"].startswith(
        f"/custody/pieces/{cabinet.umbrella.pk}/?"
    )


def lending(cabinet, **changes):
    usual = {
        "borrower_kind": "staff",
        "staff_id": cabinet.house.people["sun"].pk,
        "reason": "换灯",
        "due_at": "2026-03-02T17:00",
    }
    return {**usual, **changes}


def test_something_is_lent_and_taken_back_at_the_counter(cabinet, desk):
    url = f"/custody/pieces/{cabinet.hall.pk}/lend/?next=/custody/counter/"
    page = get(desk, url)
    assert 'value="/custody/counter/"' in page
    assert 'value="2026-03-02T18:00"' in page
    answer = post(desk, url, 422, **lending(cabinet, reason="", due_at="2026-03-02T09:00"))
    page = answer.content.decode()
    assert 'data-test="error-reason"' in page
    answer = post(desk, url, 422, **lending(cabinet, due_at="2026-03-02T09:00"))
    assert 'data-test="error-due_at"' in answer.content.decode()
    answer = post(desk, url, **lending(cabinet, signature=STROKES, next="/custody/counter/"))
    assert answer["Location"] == "/custody/counter/"
    loan = Loan.objects.get()
    page = get(desk, f"/custody/loans/{loan.ref}/")
    assert 'data-test="signature"' in page
    assert 'data-test="take-back"' in page
    post(desk, url, 422, **lending(cabinet))
    back = f"/custody/loans/{loan.ref}/back/"
    assert "3 went out." in get(desk, back)
    post(desk, back, counted="3", sound="yes")
    assert fresh(cabinet.hall).state == PieceState.IN
    assert 'data-test="take-back"' not in get(desk, f"/custody/loans/{loan.ref}/")


def test_an_approval_goes_its_way_over_the_screens(cabinet, desk):
    post(desk, f"/custody/pieces/{cabinet.power.pk}/lend/", **lending(cabinet))
    loan = Loan.objects.get()
    url = f"/custody/loans/{loan.ref}/"
    assert 'data-test="approve"' not in get(desk, url)
    boss = browser(cabinet.house, "gao")
    assert 'data-test="custody-decide"' in get(boss, "/today/")
    assert 'data-test="approve"' in get(boss, url)
    post(boss, f"{url}approve/")
    assert 'data-test="custody-ready"' in get(desk, "/today/")
    post(desk, f"{url}hand-out/")
    assert fresh(loan).state == LoanState.OUT
    other = cabinet.lend(cabinet.piece(cabinet.rooms, "J-2", "水泵房"), to="li")
    post(boss, f"/custody/loans/{other.ref}/decline/", reason="无工单")
    third = cabinet.lend(cabinet.piece(cabinet.rooms, "J-3", "电梯机房"), to="li")
    post(desk, f"/custody/loans/{third.ref}/withdraw/")
    assert {fresh(one).state for one in (other, third)} == {LoanState.DECLINED, LoanState.WITHDRAWN}


def test_a_deposit_is_shown_and_refunded(cabinet, desk):
    url = f"/custody/pieces/{cabinet.umbrella.pk}/lend/"
    assert 'name="quantity"' in get(desk, url)
    sent = {"borrower_kind": "resident", "person_id": cabinet.owner.pk, "quantity": "1", "deposit_fen": "50"}
    post(desk, url, **lending(cabinet, **sent))
    loan = Loan.objects.get()
    assert (loan.deposit_fen, loan.person_id) == (5000, cabinet.owner.pk)
    assert "50.00" in get(desk, f"/custody/loans/{loan.ref}/")
    back = f"/custody/loans/{loan.ref}/back/"
    sent = {"counted": "1", "sound": "no", "note": "伞骨断", "deduction_fen": "20"}
    assert 'data-test="error-deduction_reason"' in post(desk, back, 422, **sent).content.decode()
    post(desk, back, deduction_reason="伞骨断两根", **sent)
    assert "30.00" in get(desk, f"/custody/loans/{loan.ref}/")
    assert "30.00" in get(desk, f"/custody/loans/{loan.ref}/print/")


def test_keys_of_a_unit_are_handed_over_and_kept_again(cabinet, desk):
    page = get(desk, f"/places/units/{cabinet.unit.pk}/")
    assert page.count('data-test="unit-piece"') == 2
    url = f"/custody/units/{cabinet.unit.pk}/hand-over/"
    assert f'href="{url}"' in page
    who = {"borrower_kind": "resident", "person_id": cabinet.owner.pk}
    both = [cabinet.home.pk, cabinet.card.pk]
    assert 'data-test="error-signature"' in post(desk, url, 422, pieces=both, **who).content.decode()
    post(desk, url, pieces=both, signature=STROKES, **who)
    assert fresh(cabinet.home).state == PieceState.ISSUED
    assert "Has of ours" in get(desk, f"/people/{cabinet.owner.pk}/")
    loan = Loan.objects.get(piece=cabinet.home)
    post(desk, f"/custody/loans/{loan.ref}/entrust/", signer_name="王女士", signature=STROKES)
    assert "Kept for the owner" in get(desk, f"/custody/pieces/{cabinet.home.pk}/")
    single = f"/custody/pieces/{cabinet.home.pk}/issue/"
    post(desk, single, pieces=[cabinet.home.pk], signature=STROKES, **who)
    assert fresh(cabinet.home).entrusted is False


def test_a_loss_is_reported_settled_or_found(cabinet, desk):
    loan = cabinet.lend()
    post(desk, f"/custody/loans/{loan.ref}/loss/", note="掉进水井")
    loss = Loss.objects.get()
    boss = browser(cabinet.house, "zhou")
    page = get(boss, f"/custody/pieces/{cabinet.hall.pk}/")
    assert 'data-test="settle"' in page
    assert 'data-test="custody-loss"' in get(boss, "/today/")
    sent = {"remedy": "lock_changed", "payer": "company", "cost_fen": "80"}
    url = f"/custody/losses/{loss.ref}/settle/"
    assert 'data-test="error-number"' in post(boss, url, 422, **sent).content.decode()
    post(boss, url, number="G-01B", **sent)
    assert Piece.objects.get(number="G-01B").replaces_id == cabinet.hall.pk
    assert get(boss, "/custody/losses/").count('data-test="row"') == 1
    post(desk, f"/custody/pieces/{cabinet.cart.pk}/loss/", note="不在原位")
    other = Loss.objects.get(piece=cabinet.cart)
    post(desk, f"/custody/losses/{other.ref}/found/", note="在B座")
    assert fresh(cabinet.cart).state == PieceState.IN


def test_everything_is_counted_hook_by_hook(cabinet, desk):
    cabinet.lend()
    url = "/custody/counts/new/key/"
    page = get(desk, url)
    assert page.index("G-01") < page.index("J-01") < page.index("H-101")
    assert 'data-test="error-piece_' in post(desk, url, 422).content.decode()
    short = {f"piece_{cabinet.home.pk}": "3", "as_listed": "on"}
    assert f'data-test="error-note_{cabinet.home.pk}"' in post(desk, url, 422, **short).content.decode()
    post(desk, url, **short, **{f"note_{cabinet.home.pk}": "少一把"})
    made = Count.objects.get()
    page = get(desk, f"/custody/counts/{made.ref}/")
    assert page.count('data-test="difference"') == 1
    assert 'data-test="custody-difference"' in get(desk, "/today/")
    assert 'data-test="differences"' in get(desk, "/custody/counts/")
    post(desk, f"/custody/counts/differences/{Difference.objects.get().pk}/", note="在保洁处，已归还")
    assert 'data-test="differences"' not in get(desk, "/custody/counts/")
    get(desk, "/custody/counts/new/boat/", 404)


def test_the_list_is_kept_and_brought_in(cabinet, desk):
    boss = browser(cabinet.house, "zhou")
    assert 'data-test="add-piece"' not in get(desk, "/custody/pieces/")
    assert 'data-test="add-piece"' in get(boss, "/custody/pieces/")
    assert get(boss, "/custody/pieces/?q=门禁卡").count('data-test="row"') == 1
    assert get(boss, "/custody/pieces/?family=thing").count('data-test="row"') == 2
    sent = {"kind": cabinet.public.pk, "number": "N-1", "name": "值班室", "parts": "1", "stock": "1"}
    post(boss, "/custody/pieces/add/", **sent)
    assert 'data-test="error-number"' in post(boss, "/custody/pieces/add/", 422, **sent).content.decode()
    made = Piece.objects.get(number="N-1")
    change = {"number": "N-1", "name": "值班室", "hook": "9", "parts": "2", "stock": "1"}
    post(boss, f"/custody/pieces/{made.pk}/change/", **change)
    assert fresh(made).hook == "9"
    post(boss, f"/custody/pieces/{made.pk}/retire/", reason="锁已拆")
    assert get(boss, "/custody/pieces/?state=RETIRED").count('data-test="row"') == 1
    template = boss.get("/custody/pieces/workbook/")
    assert template["Content-Type"].startswith(XLSX)
    bad = BytesIO("Number,Kind\nK-1,公共钥匙\nK-2,none\nG-01,公共钥匙\n".encode())
    bad.name = "keys.csv"
    said = post(boss, "/custody/pieces/import/", 422, file=bad).content.decode()
    assert "Row 3" in said
    assert "Row 4" in said
    good = BytesIO("Number,Kind\nK-1,公共钥匙\n".encode())
    good.name = "keys.csv"
    post(boss, "/custody/pieces/import/", file=good)
    assert Piece.objects.filter(number="K-1").exists()


def test_kinds_say_who_approves_and_what_is_usual(cabinet, desk):
    boss = browser(cabinet.house, "zhou")
    assert 'data-test="change-kind"' not in get(desk, "/custody/kinds/")
    assert get(boss, "/custody/kinds/").count('data-test="kind"') == 6
    sent = {"family": "card", "name": "水卡", "hours": "", "deposit_fen": "20", "approver_post": ""}
    post(boss, "/custody/kinds/add/", **sent)
    kind = Kind.objects.get(name="水卡")
    assert (kind.deposit_fen, kind.hours) == (2000, 0)
    post(boss, f"/custody/kinds/{kind.pk}/", name="水卡", hours="5", approver_post="cs_manager")
    assert (fresh(kind).approver_post, fresh(kind).hours) == ("cs_manager", 5)


def test_tags_and_cards_go_to_paper(cabinet, desk):
    page = get(desk, "/custody/pieces/labels/")
    assert page.count('data-test="label"') == 6
    assert get(desk, f"/custody/pieces/labels/?chosen={cabinet.hall.pk}").count('data-test="label"') == 1
    loan = cabinet.lend(to=cabinet.contractor)
    page = get(desk, f"/custody/loans/{loan.ref}/print/")
    assert "Key loan card" in page
    assert "139****9000" in page
    assert "13900139000" not in page
    pdf = desk.get(f"/custody/loans/{loan.ref}/pdf/")
    assert pdf.content.startswith(b"%PDF")
    assert "钥匙借用卡" in get(
        browser(cabinet.house, language="zh-hans"), f"/custody/loans/{loan.ref}/print/"
    )


def test_a_number_is_shown_for_a_reason_only(cabinet, desk):
    loan = cabinet.lend(to=cabinet.contractor)
    assert "13900139000" not in get(desk, f"/custody/loans/{loan.ref}/")
    shown = desk.post(f"/custody/loans/{loan.ref}/phone/", {"reason": "催还", "form_key": "r"})
    assert "13900139000" in shown.content.decode()
    assert browser(cabinet.house, "sun").get(f"/custody/loans/{loan.ref}/phone/").status_code == 403


def test_the_time_of_return_is_put_off(cabinet, desk):
    loan = cabinet.lend(due="13:00")
    url = f"/custody/loans/{loan.ref}/extend/"
    post(desk, url, due_at="2026-03-02T16:00", reason="未完工")
    assert fresh(loan).due_at == at("16:00")


def test_the_palette_finds_pieces_and_loans(cabinet, desk):
    loan = cabinet.lend(due="18:00")
    assert f"/custody/pieces/{cabinet.hall.pk}/" in get(desk, "/search/?q=G-01")
    assert f"/custody/loans/{loan.ref}/" in get(desk, f"/search/?q={loan.ref}")
    assert 'data-test="custody-overdue"' not in get(desk, "/today/")
    cabinet.lend(cabinet.cart, due="11:00")
    assert 'data-test="custody-overdue"' in get(desk, "/today/")
