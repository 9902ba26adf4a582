"""The screens: lists, writing from a text, the page with its steps, papers, the public page, Today, the palette; who may not."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from guanjia.apps.letters import paper, queries, services
from guanjia.apps.letters.models import Contact, Incoming, Notice, Outgoing, Rectification
from guanjia.apps.letters.tests.conftest import STROKES, picture
from guanjia.apps.organisations.queries import site as kept_site
from tests.cast import at


@pytest.fixture(autouse=True)
def at_noon(house):
    """The clock of the doors stands at noon."""
    with time_machine.travel(at("12:00"), tick=False):
        yield
    kept_site.cache_clear()


def browser(house, login="qian", language="en"):
    client = Client()
    account = house.people[login].account
    account.language = language
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def get(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def send(client, path, data, status=302):
    answer = client.post(path, data)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer


def test_empty_lists_say_what_to_do(house):
    client = browser(house)
    for key, word in (
        ("in", "No letters received"),
        ("contact", "No contact sheets"),
        ("notice", "No tips or notices"),
    ):
        assert word in get(client, f"/letters/{key}/")
    assert "没有整改通知单" in get(browser(house, language="zh-hans"), "/letters/rectify/")


def test_a_letter_is_registered_on_the_screen_with_its_scan(house):
    client = browser(house, "lin")
    data = {
        "party": "王女士",
        "party_kind": "RESIDENT",
        "subject": "电梯噪声",
        "way": "HAND",
        "handler": house.people["zhao"].pk,
        "answer_due_at": "2026-03-05T12:00",
        "scan": picture("scan.png"),
    }
    wrong = send(
        client, "/letters/in/new/", {**data, "answer_due_at": "2026-03-01T12:00", "scan": picture()}, 422
    )
    assert "This moment has passed" in wrong.content.decode()
    assert "电梯噪声" in wrong.content.decode(), "what was typed is still there"
    send(client, "/letters/in/new/", {**data, "scan": picture("scan.png")})
    letter = Incoming.objects.get()
    html = get(browser(house, "zhao"), letter.get_absolute_url())
    assert 'data-test="reply-letter"' in html
    assert 'data-test="attachments"' in html
    html = get(browser(house, "zhao"), f"/letters/out/new/?text=reply&answers={letter.ref}")
    assert "Reply to: 电梯噪声" in html
    assert "{what}" not in html


def test_lists_filter_search_and_go_to_excel(desk, house):
    desk.register(moment="08:00", answer_due_at=at("11:00"))
    desk.register(subject="停车费", complaint=True, handler="qian")
    client = browser(house)
    assert get(client, "/letters/in/").count('data-test="row"') == 2
    assert get(client, "/letters/in/?late=1").count('data-test="row"') == 1
    assert get(client, "/letters/in/?mine=1&complaint=1").count('data-test="row"') == 1
    assert get(client, "/letters/in/?q=停车").count('data-test="row"') == 1
    assert client.get("/letters/in/?format=xlsx").headers["Content-Type"].endswith("sheet")
    desk.notice(copies=7)
    desk.notice(copies=5)
    assert "12" in get(client, "/letters/notice/").partition("<tfoot>")[2]


def test_a_notice_begins_with_a_ready_text_and_its_fields_are_filled(desk, house):
    client = browser(house, "zhao")
    html = get(client, "/letters/notice/new/?text=typhoon&level=RED")
    assert 'data-test="offer-water"' in html
    assert "气象部门发布" in html
    texts = queries.get_offer(house.system, "typhoon", "notice")
    data = {
        "topic": "WEATHER",
        "hazard": "TYPHOON",
        "level": "RED",
        "subject": texts.title,
        "text": texts.body,
        "text_en": texts.body_en,
        "from_at": "2026-03-02T12:00",
        "until_at": "2026-03-03T12:00",
        "copies": "20",
    }
    left = send(client, "/letters/notice/new/", data, 422).content.decode()
    assert "is still to be filled in" in left, "the site has no hotline yet, so the text may not go"
    data["text"], data["text_en"] = (
        texts.body.replace("{电话}", "12345"),
        texts.body_en.replace("{hotline}", "12345"),
    )
    send(client, "/letters/notice/new/", data)
    row = Notice.objects.get()
    assert "红色预警" in row.text
    assert "Red warning" in row.text_en
    assert row.subject == "台风红色预警温馨提示"


def test_only_steps_that_would_be_accepted_are_offered(desk, house):
    letter = desk.draft()
    assert 'data-test="submit"' in get(browser(house, "zhao"), letter.get_absolute_url())
    send(
        browser(house, "zhao"),
        f"/letters/out/{letter.ref}/submit/",
        {"first": "cs_supervisor", "second": "cs_manager"},
    )
    assert 'data-test="review"' in get(browser(house, "qian"), letter.get_absolute_url())
    assert 'data-test="review"' not in get(browser(house, "zhou"), letter.get_absolute_url()), (
        "not their turn"
    )
    send(browser(house, "qian"), f"/letters/out/{letter.ref}/review/", {"agreed": "yes"})
    send(browser(house, "zhou"), f"/letters/out/{letter.ref}/review/", {"agreed": "yes"})
    html = get(browser(house, "zhao"), letter.get_absolute_url())
    assert 'data-test="send"' in html
    assert "Reviews in order" in html
    refused = send(browser(house, "zhao"), f"/letters/out/{letter.ref}/send/", {"way": "HAND"}, 422)
    assert "Say how it is proved" in refused.content.decode()
    send(browser(house, "zhao"), f"/letters/out/{letter.ref}/send/", {"way": "HAND", "proof": "本人签收"})
    assert Outgoing.objects.get().state == "SENT"


def test_a_sheet_is_written_answered_and_settled_on_the_screen(desk, house):
    data = {
        "to_post": "engineering_head",
        "subject": "照明",
        "text": "请检修",
        "wanted_by": "2026-03-03T12:00",
    }
    send(browser(house), "/letters/contact/new/", {**data, "party": "开发商"}, 422)
    send(browser(house), "/letters/contact/new/", data)
    sheet = Contact.objects.get()
    assert 'data-test="acknowledge"' not in get(browser(house, "lin"), sheet.get_absolute_url())
    send(browser(house, "gao"), f"/letters/contact/{sheet.ref}/acknowledge/", {})
    send(browser(house, "gao"), f"/letters/contact/{sheet.ref}/answer/", {"answer": "已修好"})
    send(browser(house), f"/letters/contact/{sheet.ref}/accept/", {})
    assert Contact.objects.get().state == "CLOSED"


def test_a_rectification_notice_is_signed_on_the_screen_and_checked_again(desk, house):
    data = {
        "party": "1-302 业主",
        "party_kind": "RESIDENT",
        "subject": "违建",
        "text": "阳台搭建",
        "demand": "拆除",
        "correct_by": "2026-03-05T12:00",
        "photos": picture(),
    }
    send(browser(house, "zhao"), "/letters/rectify/new/", data)
    row = Rectification.objects.get()
    send(browser(house, "zhao"), f"/letters/rectify/{row.ref}/issue/", {})
    deliver = f"/letters/rectify/{row.ref}/deliver/"
    assert "Write who saw" in send(browser(house, "zhao"), deliver, {"how": "REFUSED"}, 422).content.decode()
    send(browser(house, "zhao"), deliver, {"how": "SIGNED", "name": "王芳", "signature": STROKES})
    send(browser(house, "qian"), f"/letters/rectify/{row.ref}/recheck/", {"passed": "no", "note": "未拆"})
    html = get(browser(house, "qian"), row.get_absolute_url())
    assert 'data-test="second"' in html
    assert 'data-test="refer"' in html
    answer = send(
        browser(house),
        f"/letters/rectify/{row.ref}/second/",
        {"demand": "立即拆除", "correct_by": "2026-03-04T12:00"},
    )
    assert "RN-2026-000002" in answer.headers["Location"]
    assert "Second notice" in get(browser(house), answer.headers["Location"])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_prints_and_makes_a_pdf_alone_and_many(desk, house, lifts, language):
    rows = [
        desk.register(),
        desk.draft(),
        desk.sheet(),
        desk.delivered(files=[picture()]),
        desk.approved(desk.notice()),
    ]
    client = browser(house, language=language)
    for row in rows:
        html = get(client, f"{row.get_absolute_url()}print/")
        assert row.ref in html
        assert "<svg" in html
        assert client.get(f"{row.get_absolute_url()}pdf/").content.startswith(b"%PDF")
    many = client.get(f"/letters/rectify/pdf/?chosen={rows[3].ref}")
    assert many.content.startswith(b"%PDF")
    assert client.get("/letters/rectify/pdf/").status_code == 422


def test_what_stands_on_a_rectification_notice(desk, house):
    row = services.recheck(desk.delivered(), **desk.who("qian", "11:00"), passed=False, note="未拆")
    with override("zh-hans"):
        made = paper.of(desk.again(row), root="https://example.com/", actor=house.system, at=at("12:00"))
    assert made.title == "整改通知单"
    assert [one.ticked for one in made.ticks] == [False, False, True]
    assert made.lines[0][1:] == ["不合格", "未拆", "钱芳"]
    assert len(made.lines) == 2, "a line stays for the pen"
    assert made.deadline[1] == "2026-03-05 09:00"


def test_residents_read_what_is_in_force_without_an_account(desk, house, lifts):
    row = desk.approved(desk.notice(text_en="No water until {until}."))
    html = get(Client(), f"/n/{row.token}/")
    assert "清洗水箱" in html
    assert "No water until" in html
    get(Client(), f"/n/{desk.notice().token}/", 404)
    with time_machine.travel(at("17:30"), tick=False):
        assert (
            "已失效"
            in Client().get(f"/n/{row.token}/", headers={"Accept-Language": "zh-hans"}).content.decode()
        )


def test_a_notice_is_put_up_and_taken_down_at_one_place(desk, house, lifts):
    row = desk.approved(desk.notice())
    client = browser(house, "lin")
    send(client, f"/letters/notice/{row.ref}/put-up/", {"place": lifts[0].pk, "photos": picture()})
    assert "一号电梯" in get(client, row.get_absolute_url())
    posting = queries.hanging(row)[0]
    send(client, f"/letters/notice/{row.ref}/down/{posting.pk}/", {})
    assert Notice.objects.get().state == "DOWN"


def test_a_confidential_letter_is_nowhere_for_whoever_may_not_read_it(desk, house):
    letter = desk.register("zhou", handler="zhou", confidential=True, subject="举报保安")
    for path in (
        letter.get_absolute_url(),
        f"{letter.get_absolute_url()}pdf/",
        f"{letter.get_absolute_url()}answer/",
    ):
        get(browser(house, "lin"), path, 404)
    assert "举报保安" not in get(browser(house, "lin"), "/letters/in/")
    assert "举报保安" not in get(browser(house, "lin"), "/search/hits/?q=举报")
    assert "举报保安" in get(browser(house, "zhou"), "/letters/in/")


def test_today_shows_what_waits_for_me(desk, house, lifts):
    desk.register(moment="08:00", handler="zhao", answer_due_at=at("11:00"))
    desk.sheet(moment="08:00", to_post="engineering_head")
    services.submit(desk.draft(), **desk.who("zhao", "10:00"), posts=["cs_supervisor"])
    row = desk.approved(desk.notice(moment="08:00", until_at=at("11:30")))
    services.put_up(row, **desk.who("lin", "11:00"), place_id=lifts[0].pk, files=[picture()])
    desk.delivered(moment="09:00", correct_by=at("09:00") + timedelta(hours=1))
    assert "关于电梯噪声" in get(browser(house, "zhao"), "/today/")
    assert "地库照明" in get(browser(house, "gao"), "/today/")
    html = get(browser(house, "qian"), "/today/")
    assert "Drafts for me to review" in html
    assert "To be checked again" in html
    assert "关于停水的通知" in get(browser(house, "lin"), "/today/")


def test_the_palette_finds_papers_and_starts_new_ones(desk, house):
    desk.register()
    assert "LI-2026-000001" in get(browser(house), "/search/hits/?q=电梯")
    assert "New rectification notice" in get(browser(house), "/search/hits/?q=整改")


def test_texts_are_previewed_copied_and_kept(desk, house):
    client = browser(house, "zhou")
    html = get(client, "/letters/texts/water/")
    assert "2026-03-02 09:00" in html, "the preview is filled with samples"
    assert 'data-test="copy"' in html
    assert "尊敬的业主" in get(client, "/letters/texts/new/?from=water")
    send(client, "/letters/texts/new/", {"kind": "notice", "title": "停水", "body": "{原因}"}, 422)
    answer = send(
        client,
        "/letters/texts/new/",
        {"kind": "notice", "topic": "WATER", "title": "本司停水", "body": "因{事项}停水"},
    )
    assert "本司停水" in get(client, answer.headers["Location"])
    assert "本司停水" in get(browser(house, "zhao"), "/letters/notice/new/")
    get(browser(house, "lin"), "/letters/texts/new/", 403)


def test_a_value_with_markup_or_braces_stays_text(desk, house):
    row = desk.notice(what="<b>{oops}</b>", text="因{事项}停水。")
    assert row.text == "因<b>{oops}</b>停水。"
    html = get(browser(house, "zhao"), row.get_absolute_url())
    assert "<b>{oops}</b>" not in html
    assert "&lt;b&gt;" in html
