"""The page of an order, its paper, the lists and the settings."""

from decimal import Decimal
from io import BytesIO

from django.conf import settings
from django.test import Client
from python_calamine import CalamineWorkbook

from guanjia.apps.documents.terms import Signing
from guanjia.apps.workorders import queries, services
from guanjia.apps.workorders.palette import find
from guanjia.apps.workorders.panels import masked, today_figures, today_work_orders
from guanjia.apps.workorders.pricing import Line
from guanjia.apps.workorders.terms import State
from guanjia.apps.workorders.tests.conftest import BACKEND, HTMX, questions, text, url
from guanjia.apps.workorders.tests.test_work import STROKES, photo
from guanjia.kernel.journal import timeline
from guanjia.kernel.models import SavedAnswer
from tests.cast import at

ICONS = settings.VENDOR / "icons"


def test_the_page_of_an_order_offers_only_steps_that_would_be_accepted(on_site, come_in):
    technician, supervisor, colleague = (
        text(come_in(who).get(url(on_site))) for who in ("sun", "qian", "li")
    )
    assert 'data-test="step-complete"' in technician
    assert 'data-test="step-accept"' not in technician
    assert 'data-test="step-cancel"' in supervisor
    assert 'data-test="step-complete"' not in colleague


def test_every_step_offered_can_be_opened(house, act, issue, on_site, come_in):
    for login in ("sun", "qian", "gao"):
        client = come_in(login)
        for order in (on_site, issue(), services.offer(issue(), by=act.qian, at=at("09:20"))):
            for step in queries.next_steps(order, house.actor(login), at("09:30")):
                assert client.get(url(order, step.verb)).status_code == 200, (login, step.verb)


def test_a_hidden_number_is_shown_with_a_reason_only(act, on_site, come_in):
    assert "13800138000" in text(come_in("sun").get(url(on_site)))  # does the work
    assert "13800138000" in text(come_in("lin").get(url(on_site)))  # issued it
    client = come_in("qian")
    page = text(client.get(url(on_site)))
    assert "13800138000" not in page
    assert "138****8000" in page
    assert client.post(url(on_site, "phone"), {"reason": ""}, **HTMX).status_code == 422
    for how in (HTMX, {}):
        sent = {"reason": "回电确认", "form_key": "a-key-of-the-form-1"}
        assert "13800138000" in text(client.post(url(on_site, "phone"), sent, **how))
        assert timeline(on_site.ref).last().event == "workorders.contact_revealed"
    assert not SavedAnswer.objects.exists()


def test_a_short_number_is_hidden_altogether():
    assert (masked("13800138000"), masked("110")) == ("138****8000", "****")


def test_the_page_of_an_order_asks_a_fixed_number_of_questions(house, act, on_site, issue, come_in):
    client = come_in("qian")
    questions(client, url(on_site))
    few = questions(client, url(on_site))
    for _ in range(3):
        services.add_photos(on_site, by=act.sun, at=at("09:20"), photos=[photo()])
        issue(parent=on_site)
    services.quote(on_site, by=act.sun, at=at("09:21"), lines=[Line("x", Decimal(1), 100)] * 3)
    assert questions(client, url(on_site)) <= few + 3


def test_the_timeline_tells_every_fact_in_words(house, act, issue, on_site, come_in):
    services.pause(on_site, by=act.sun, at=at("09:15"), reason="OTHER", until=at("11:00"), note="等物业停水")
    services.resume(on_site, by=act.sun, at=at("09:20"))
    services.appoint(on_site, by=act.sun, at=at("09:21"), appointed_at=at("10:00"), agreed_with="王女士")
    services.transfer(
        on_site, by=act.qian, at=at("09:22"), assignee_id=house.people["li"].pk, reason="换电工"
    )
    services.send_back(on_site, by=act.li, at=at("09:23"), reason="没工具")
    services.merge(issue(thread="CS-2026-000009"), into=on_site, by=act.qian, at=at("09:24"), reason="同一处")
    page = text(come_in("qian").get(url(on_site)))
    for words in ("等物业停水", "王女士", "孙师傅 → 李师傅", "没工具", "WO-2026-000002"):
        assert words in page


def test_another_companys_order_is_as_absent_as_none(on_site, come_in):
    from tests.cast import harbour

    stranger = Client()
    stranger.force_login(harbour().people["dov"].account, backend=BACKEND)
    for verb in ("", "peek", "print", "pdf", "assign", "cancel", "photos"):
        assert stranger.get(url(on_site, verb)).status_code == 404
        assert stranger.get(f"/work-orders/WO-2026-999999/{verb + '/' if verb else ''}").status_code == 404


def test_a_cashier_sees_no_work_orders(on_site, come_in):
    client = come_in("cai")
    assert client.get("/work-orders/board/").status_code == 403
    assert client.get(url(on_site)).status_code == 403


def test_the_list_asks_the_same_number_of_questions_however_long(issue, come_in):
    client = come_in("qian")
    issue()
    questions(client, "/work-orders/")
    few = questions(client, "/work-orders/")
    for _ in range(8):
        issue()
    assert questions(client, "/work-orders/") == few


def test_the_list_is_filtered_by_what_stands_in_the_address(house, act, issue, on_site, come_in):
    other = issue(title="门锁坏了", skill="locks", urgency="urgent")
    client = come_in("qian")
    for query, found in (
        ("?skill=locks", [other]),
        ("?state=ON_SITE", [on_site]),
        (f"?assignee={house.people['sun'].pk}", [on_site]),
        ("?q=门锁", [other]),
        ("?open=1&urgency=urgent", [other]),
        ("?resting=1", []),
    ):
        page = text(client.get(f"/work-orders/{query}"))
        for order in (on_site, other):
            assert (f'href="{url(order)}"' in page) == (order in found), (query, order)


def test_the_workbook_holds_every_column(on_site, come_in):
    answer = come_in("qian").get("/work-orders/?format=xlsx")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    flat = [str(cell) for row in rows for cell in row]
    assert on_site.ref in flat
    assert "厨房水龙头滴水" in flat
    assert "CS-2026-000001" in flat


def test_bulk_verbs_do_what_can_be_done_and_name_the_rest(issue, on_site, come_in):
    waiting = issue()
    answer = come_in("qian").post(
        "/work-orders/many/auto-assign/", {"chosen": [waiting.ref, on_site.ref]}, follow=True
    )
    waiting.refresh_from_db()
    assert waiting.state == State.ASSIGNED
    assert on_site.ref in text(answer)


def test_the_paper_is_the_same_on_screen_and_as_pdf(act, on_site, come_in):
    services.complete(
        on_site,
        by=act.sun,
        at=at("09:25"),
        outcome="换阀芯",
        materials=[Line("阀芯", Decimal("0.5"), 2500, "个")],
        signing=Signing("王女士", "SCREEN", STROKES),
    )
    client = come_in("qian")
    page = text(client.get(url(on_site, "print")))
    for words in (on_site.ref, "万兴物业", "阀芯", "12.50", "<svg", "换阀芯", "138****8000"):
        assert words in page
    pdf = client.get(url(on_site, "pdf"))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert len(pdf.content) > 20_000  # the CJK font is inside


def test_a_pdf_without_its_font_is_refused_instead_of_being_blank(on_site, come_in, settings, tmp_path):
    settings.VENDOR = tmp_path
    (tmp_path / "icons").symlink_to(ICONS)
    answer = come_in("sun").get(url(on_site, "pdf"))
    assert (answer.status_code, "PDF" in text(answer)) == (422, True)


def test_a_blank_paper_of_paid_work_has_room_to_write(act, on_site, come_in):
    services.quote(on_site, by=act.sun, at=at("09:21"), lines=[Line("x", Decimal(1), 100)])
    client = come_in("sun")
    assert "¥1.00" in text(client.get(url(on_site, "print")))
    assert client.get(url(on_site, "pdf")).status_code == 200


def test_the_rules_of_dispatch_are_set_on_a_page(house, come_in):
    client = come_in("qian")
    assert client.get("/work-orders/rules/").status_code == 200
    form = {"full_load": "3", "longest_pause_hours": "24", "photo_skills": ["plumbing", "lift"]}
    assert client.post("/work-orders/rules/", {**form, "full_load": "0"}).status_code == 422
    assert client.post("/work-orders/rules/", form).status_code == 302
    assert queries.rules_of(house.site.pk).photo_skills == ["lift", "plumbing"]


def test_orders_are_split_merged_and_cancelled_on_pages(issue, on_site, come_in):
    client, twin = come_in("qian"), issue()
    parts = {"parts-title": ["修灯", ""], "parts-skill": ["electrical", "plumbing"], "as_children": "on"}
    assert client.post(url(on_site, "split"), parts).status_code == 302
    assert [one.skill for one in queries.family(on_site).children] == ["electrical"]
    assert client.post(url(twin, "merge"), {"into": on_site.ref, "reason": ""})["Location"] == url(on_site)
    assert client.post(url(on_site, "cancel"), {"reason": "不修了"}).status_code == 422  # a child is open
    child = queries.family(on_site).children[0]
    assert client.post(url(child, "cancel"), {"reason": "不修了"}).status_code == 302


def test_today_shows_a_technician_their_orders_and_dispatch_what_waits(house, rf, accepted, issue):
    def asks(login):
        request = rf.get("/today/")
        request.actor, request.site, request.now = house.actor(login), house.site, at("09:30")
        return request

    issue()
    assert today_work_orders(asks("sun")).context["rows"] == [accepted]
    assert today_work_orders(asks("qian")).count == 1
    assert today_work_orders(asks("cai")) is None
    assert [one.value for one in today_figures(asks("qian"))] == [1, 0]
    assert today_figures(asks("sun")) == []


def test_the_palette_finds_orders(house, rf, on_site):
    request = rf.get("/")
    request.actor = house.actor("qian")
    (hit,) = find(request, "水龙头")
    assert (hit.url, "孙师傅" in hit.detail) == (url(on_site), True)


def test_chosen_orders_are_printed_in_one_pdf(on_site, come_in):
    client = come_in("qian")
    together = client.get("/work-orders/pdf/", {"chosen": [on_site.ref]})
    assert together.content.startswith(b"%PDF-")
    assert client.get("/work-orders/pdf/").status_code == 422
