"""The screens: the guard's phone, lists, pages, forms, papers, Today, the palette and the page of a unit."""

from django.test import RequestFactory
from django.utils.translation import override

from guanjia.apps.gate import palette, services
from guanjia.apps.gate.tests.conftest import photo, text
from guanjia.kernel.models import JournalEntry
from tests.cast import at


def test_the_guard_sees_what_may_pass_and_who_waits(approved, announce, come_in):
    announce()
    page = text(come_in("bao").get("/gate/"))
    assert approved.ref in page
    assert "赵客人" in page
    found = text(come_in("bao").get("/gate/?q=A12345", headers={"hx-request": "true"}))
    assert approved.ref in found
    assert "<html" not in found


def test_a_scanned_slip_shows_its_goods_and_passes_once(approved, come_in):
    guard = come_in("bao")
    address = f"/gate/scan/{approved.token}/"
    page = text(guard.get(address))
    assert "沙发" in page
    assert "step-let_pass" in page
    answer = guard.post(
        f"/gate/slips/{approved.ref}/pass/", {"note": "相符", "photos": [photo()]}, follow=True
    )
    again = text(answer)
    assert "包安" in again
    assert "step-let_pass" not in again
    refused = guard.post(f"/gate/slips/{approved.ref}/pass/", {"note": ""})
    assert refused.status_code == 422
    assert "包安" in text(refused)


def test_a_slip_is_asked_for_with_what_was_typed_kept(house, here, come_in):
    desk = come_in("lin")
    sent = {
        "unit_id": here.unit.pk,
        "kind": "SINGLE",
        "items-name": ["沙发", ""],
        "items-pieces": ["x", ""],
        "items-note": ["红", ""],
        "planned_at": "2026-03-02T10:00",
        "carrier_name": "老李",
        "phone": "13800138000",
        "plate": "川A12345",
        "note": "",
        "signer_name": "王业主",
        "how": "PHONE",
        "signature": "",
    }
    refused = desk.post("/gate/slips/ask/", sent)
    assert refused.status_code == 422
    assert 'value="沙发"' in text(refused)
    page = text(desk.post("/gate/slips/ask/", {**sent, "items-pieces": ["2", ""]}, follow=True))
    assert "RS-2026-000001" in page
    assert "王业主" in page
    assert "138****8000" in page
    assert "13800138000" not in page


def test_a_page_offers_only_the_steps_that_would_be_accepted(ask, come_in):
    slip = ask(word=None)
    boss = text(come_in("qian").get(slip.get_absolute_url()))
    assert "step-approve" not in boss
    assert "step-decline" in boss
    assert 'data-test="obstacle"' in boss
    assert "step-" not in text(come_in("wu").get(slip.get_absolute_url())).replace("step-decline", "")


def test_lists_show_totals_and_go_to_excel_with_masked_numbers(approved, announce, issue, entry, come_in):
    announce(), issue(), entry()
    client = come_in("zhou")
    for name in ("slips", "visits", "passes", "rooms", "held", "stops", "black-list", "inside"):
        page = text(client.get(f"/gate/{name}/"))
        assert "13800138000" not in page
        book = client.get(f"/gate/{name}/?format=xlsx")
        assert book["Content-Type"].startswith("application/vnd.openxmlformats")
    slips = text(client.get("/gate/slips/"))
    assert approved.ref in slips
    assert "12" in slips


def test_a_visitor_goes_in_and_out_by_the_screens(announce, come_in):
    visit, guard = announce(), come_in("bao")
    address = f"/gate/visits/{visit.ref}/"
    answer = guard.post(f"{address}in/", {"checked": "ID_CARD", "badge": "V01", "people": "2"}, follow=True)
    assert "V01" in text(answer)
    assert "赵客人" in text(guard.get("/gate/inside/"))
    guard.post(f"{address}out/", {"badge_back": "on"}, follow=True)
    assert "赵客人" not in text(guard.get("/gate/inside/"))


def test_a_machine_room_entry_goes_through_by_the_screens(house, entry, come_in):
    asked = entry()
    assert "引导" not in text(come_in("lin").get("/gate/rooms/approvers/"))
    boss = come_in("gao")
    boss.post(f"/gate/rooms/{asked.ref}/approve/")
    sent = {"rules_told": "on", "escort_id": house.people["sun"].pk, "tools": "扳手", "key_taken": ""}
    page = text(boss.post(f"/gate/rooms/{asked.ref}/in/", sent, follow=True))
    assert "孙师傅" in page
    refused = boss.post(f"/gate/rooms/{entry().ref}/in/", sent)
    assert refused.status_code == 422


def test_papers_carry_number_code_and_masked_phone(approved, issue, announce, entry, come_in):
    client = come_in("lin")
    for thing in (approved, issue(), announce(), entry()):
        page = text(client.get(f"/gate/paper/{thing.ref}/"))
        assert thing.ref in page
        assert "<svg" in page
        assert thing.phone == "" or thing.phone not in page
        pdf = client.get(f"/gate/pdf/{thing.ref}/")
        assert pdf.content.startswith(b"%PDF")


def test_a_number_is_shown_once_and_the_journal_says_to_whom(approved, come_in):
    page = text(come_in("zhou").post(f"/gate/phone/{approved.ref}/", {"reason": "联系车主"}))
    assert "13800138000" in page
    assert JournalEntry.objects.filter(event="gate.phone_revealed", ref=approved.ref).count() == 1


def test_today_shows_the_approver_what_waits_and_never_the_asker(ask, come_in):
    slip = ask()
    assert slip.ref in text(come_in("qian").get("/today/"))
    assert slip.ref not in text(come_in("bao").get("/today/"))


def test_a_units_page_shows_what_stops_it(house, here, approved, act, come_in):
    services.stop_release(
        by=act.cai, at=at("09:00"), site_id=house.site.pk, unit_id=here.unit.pk, kind="COURT", reason="查封"
    )
    page = text(come_in("lin").get(f"/places/units/{here.unit.pk}/"))
    assert "查封" in page
    assert approved.ref in page


def test_the_palette_finds_a_plate(approved, house, act):
    request = RequestFactory().get("/")
    request.actor, request.site, request.now = act.bao, house.site, at("09:30")
    with override("en"):
        (hit,) = palette.find(request, "A12345")
    assert approved.ref in hit.title


def test_rules_and_approvers_are_set_by_the_screens(house, here, come_in):
    boss = come_in("zhou")
    sent = {"approver_posts": ["cs_manager"], "refuse_arrears": "on", "refuse_fitout": "on"}
    assert boss.post("/gate/rules/", sent).status_code == 302
    page = text(boss.get("/gate/rules/"))
    assert 'value="cs_manager"' in page
    address = f"/gate/rooms/approvers/{here.pump.pk}/VISITOR/"
    boss.post(address, {"posts": ["engineering_head", "property_manager"], "together": "on"})
    assert "工程" in text(boss.get("/gate/rooms/approvers/"))
    assert come_in("lin").get("/gate/rules/").status_code == 403
