"""The screens: lists with their numbers, calling, minutes, decisions, logs with their line, papers, Today, the palette; who may not."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from guanjia.apps.cases.models import Case
from guanjia.apps.meetings import paper, queries, services
from guanjia.apps.meetings.models import Decision, Item, Log, Meeting
from guanjia.apps.meetings.tests.conftest import STROKES
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


def send(client, path, data=None, status=302):
    answer = client.post(path, data or {})
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer


def test_empty_lists_say_what_to_do(house):
    client = browser(house)
    assert "No meetings" in get(client, "/meetings/")
    assert "No decisions" in get(client, "/meetings/decisions/")
    assert "没有值班日志" in get(browser(house, language="zh-hans"), "/meetings/logs/")


def test_a_meeting_is_called_on_the_screen_and_what_was_typed_stays(desk, house):
    client = browser(house)
    data = {
        "title": "周例会",
        "kind": "WEEKLY",
        "place": "会议室",
        "from_at": "2026-03-02T14:00",
        "until_at": "2026-03-02T13:00",
        "chair": desk.pk("zhou"),
        "recorder": desk.pk("zhao"),
        "staff": [desk.pk("lin"), desk.pk("gao")],
        "guests": "陈女士，业委会",
        "agenda": "· 上周回顾\n电梯年检\n",
    }
    wrong = send(client, "/meetings/new/", data, 422).content.decode()
    assert "It ends before it begins" in wrong
    assert "电梯年检" in wrong
    send(client, "/meetings/new/", {**data, "until_at": "2026-03-02T15:00"})
    row = Meeting.objects.get()
    assert [one.topic for one in queries.points_of(row)] == ["上周回顾", "电梯年检"]
    assert [one.party for one in queries.attendees_of(row)][-1] == "业委会"
    html = get(browser(house, "lin"), row.get_absolute_url())
    assert 'data-test="answer"' in html
    assert 'data-test="edit"' not in html
    assert 'data-test="edit"' in get(client, row.get_absolute_url())
    get(browser(house, "lin"), "/meetings/new/", 403)


def test_minutes_go_their_way_on_the_screen(desk, house):
    row = desk.call()
    page, recorder = row.get_absolute_url(), browser(house, "zhao")
    people = queries.attendees_of(row)
    send(recorder, f"{page}attend/", {f"mark-{one.pk}": "PRESENT" for one in people})
    points = queries.points_of(row)
    send(recorder, f"{page}write/", {f"point-{one.pk}": "已讨论" for one in points})
    decision = {
        "what": "换灯",
        "owner": f"staff:{desk.pk('gao')}",
        "due_at": "2026-03-05T18:00",
        "point": points[0].pk,
    }
    send(recorder, f"{page}decide/", {**decision, "due_at": "2026-03-01T18:00"}, 422)
    send(recorder, f"{page}decide/", decision)
    send(recorder, f"{page}decide/", {**decision, "what": "看门", "owner": "post:guard"})
    send(recorder, f"{page}submit/")
    get(recorder, f"{page}approve/", 403)
    assert 'data-test="approve"' not in get(browser(house), page)
    send(browser(house, "zhou"), f"{page}approve/", {"agreed": "yes", "signature": STROKES})
    send(browser(house), f"{page}publish/")
    assert desk.again(row).state == "PUBLISHED"
    assert Decision.objects.filter(state="OPEN").count() == 2
    send(browser(house, "gao"), f"{page}read/")
    html = get(browser(house), page)
    assert 'data-test="follow"' in html
    assert html.count('data-test="decision-line"') == 2
    send(browser(house), f"{page}points/{points[0].pk}/correct/", {"text": "改过的话", "reason": "漏写"})
    html = get(browser(house), page)
    assert "<s>已讨论" in html.replace("<s><p>", "<s>")
    assert "改过的话" in html


def test_numbers_of_the_lists_open_the_records_behind_them(desk, house):
    row = desk.published(None, {}, {"what": "另一条"})
    other = desk.published(desk.held(desk.call(title="别的会")), {"what": "别的决议"})
    client = browser(house)
    html = get(client, "/meetings/")
    assert f"/meetings/decisions/?meeting={row.ref}" in html
    assert "2 undone" in html
    assert get(client, f"/meetings/decisions/?meeting={row.ref}").count('data-test="row"') == 2
    assert get(client, f"/meetings/decisions/?meeting={other.ref}&undone=1").count('data-test="row"') == 1
    assert get(client, "/meetings/?undone=1").count('data-test="row"') == 2
    assert get(client, "/meetings/?q=别的").count('data-test="row"') == 1
    late = Decision.objects.order_by("id").first()
    Decision.objects.filter(pk=late.pk).update(due_at=at("11:50"))
    assert get(client, "/meetings/decisions/?late=1").count('data-test="row"') == 1
    assert "1 overdue" in get(client, "/meetings/")
    assert get(browser(house, "gao"), "/meetings/decisions/?mine=1").count('data-test="row"') == 3
    for path in ("/meetings/", "/meetings/decisions/", "/meetings/logs/", "/meetings/items/"):
        assert client.get(f"{path}?format=xlsx").headers["Content-Type"].endswith("sheet")


def test_a_decision_is_reported_and_checked_on_its_page(desk, house):
    desk.published(None, {})
    one = Decision.objects.get()
    owner, convenor, page = browser(house, "gao"), browser(house), one.get_absolute_url()
    assert 'data-test="report"' in get(owner, page)
    assert 'data-test="report"' not in get(convenor, page)
    wrong = send(owner, f"{page}report/", {"note": ""}, 422).content.decode()
    assert "Say what was done" in wrong
    send(owner, f"{page}report/", {"note": "换好了"})
    assert 'data-test="check"' not in get(owner, page)
    send(convenor, f"{page}check/", {"passed": "no", "note": "还差一盏"})
    assert "还差一盏" in get(owner, page)
    send(owner, f"{page}report/", {"note": "全换好了"})
    send(convenor, f"{page}check/", {"passed": "yes"})
    assert desk.again(one).state == "DONE"


def test_a_draft_decision_is_taken_out_on_the_page_of_the_meeting(desk, house):
    row = desk.held()
    one = desk.decide(row)
    assert 'data-test="take-out"' in get(browser(house, "zhao"), row.get_absolute_url())
    send(browser(house, "zhao"), f"{one.get_absolute_url()}take-out/", {"reason": "重复"})
    assert 'data-test="decision-line"' not in get(browser(house, "zhao"), row.get_absolute_url())


def test_a_follow_up_is_called_with_what_is_undone(desk, house):
    row = desk.published(None, {})
    html = get(browser(house), f"/meetings/new/?follows={row.ref}")
    assert "周五前完成电梯年检报验" in html
    assert "客服部周例会" in html


def test_a_log_is_written_from_the_keyboard_and_a_line_becomes_a_case(desk, house):
    client = browser(house, "lin")
    assert 'data-test="open-log"' in get(client, "/meetings/logs/")
    send(client, "/meetings/logs/open/")
    log = Log.objects.get()
    page = log.get_absolute_url()
    html = get(client, page)
    assert "autofocus" in html
    assert send(client, f"{page}write/", {"line": "11:40 报修 3-502 厨房漏水!"}).url == page
    wrong = send(client, f"{page}write/", {"line": " "}, 422).content.decode()
    assert 'data-test="error-line"' in wrong
    item = Item.objects.get()
    assert (item.at, item.kind, item.state) == (at("11:40"), "REPAIR", "OPEN")
    assert get(client, "/meetings/logs/").count('data-test="open-items"') == 1
    assert get(client, f"/meetings/items/?now_in={log.ref}&state=OPEN").count('data-test="row"') == 1
    send(client, f"/meetings/items/{item.pk}/case/")
    case = Case.objects.get()
    assert f"/cases/{case.ref}/" in get(client, page)
    assert log.ref in get(client, f"/cases/{case.ref}/").partition("panel-meetings")[2]
    send(client, f"/meetings/items/{item.pk}/rewrite/", {"text": "厨房地漏返水", "reason": "听错"})
    assert 'data-test="struck"' in get(client, page)


def test_a_shift_is_handed_over_and_received_on_the_screen(desk, house):
    log = desk.log()
    desk.line(log, "3-502 等回电!")
    page = log.get_absolute_url()
    wrong = send(browser(house, "lin"), f"{page}hand-over/", {"checks": ["ROUND"], "note": ""}, 422)
    assert "Not ticked" in wrong.content.decode()
    send(browser(house, "lin"), f"{page}hand-over/", {"checks": ["ROUND"], "note": "工具明早点"})
    assert 'data-test="receive"' not in get(browser(house, "lin"), page)
    relief = browser(house, "duan")
    assert "Receive the former shift" in get(relief, "/meetings/logs/")
    assert "等回电" in get(relief, f"{page}receive/")
    refused = send(relief, "/meetings/logs/open/", {"reason": ""}, 422).content.decode()
    assert "Receive the log of the former shift first" in refused
    send(relief, f"{page}receive/", {"note": "", "signature": STROKES})
    send(relief, "/meetings/logs/open/")
    assert "等回电" in get(relief, Log.objects.get(former=log).get_absolute_url())
    assert 'data-test="countersign"' in get(browser(house), page)
    send(browser(house), f"{page}countersign/", {"note": "已阅"})
    assert desk.again(log).state == "READ"


def test_today_shows_what_waits_for_me(desk, house):
    desk.published(None, {"due_at": at("18:00")})
    one = Decision.objects.get()
    assert one.what in get(browser(house, "gao"), "/today/")
    Decision.objects.update(due_at=at("11:50"))
    assert "Overdue, of my meeting" in get(browser(house), "/today/")
    assert "Minutes to read" in get(browser(house, "lin"), "/today/")
    services.report(one, **desk.who("gao", "11:55"), note="好了")
    assert "For me to check" in get(browser(house), "/today/")
    later = desk.call(from_at=at("15:00"), until_at=at("16:00"), title="下午的会")
    assert later.title in get(browser(house, "gao"), "/today/")
    log = desk.handed(desk.log("lin"), moment="11:00")
    assert "To be received" in get(browser(house, "duan"), "/today/")
    services.receive_log(log, **desk.who("duan", "11:10"))
    assert "To be countersigned" in get(browser(house, "zhou"), "/today/")


def test_minutes_and_logs_are_papers_with_head_tables_and_lines_to_sign(desk, house):
    row = desk.published(None, {})
    one = Decision.objects.get()
    client = browser(house)
    html = get(client, f"{row.get_absolute_url()}print/")
    for word in (house.company.name, row.ref, "Attendance", one.what, "高工", "Chair", "<svg"):
        assert word in html
    sheet = paper.minutes(row, root="https://x/", actor=house.actor("qian"), at=at("12:00"))
    assert [table.label for table in sheet.tables] == ["Attendance", "Decisions"] or len(sheet.tables) == 2
    assert sheet.address == f"https://x/meetings/{row.ref}/"
    assert client.get(f"{row.get_absolute_url()}pdf/").content.startswith(b"%PDF")
    log = desk.log()
    desk.line(log, "一切正常")
    html = get(client, f"{log.get_absolute_url()}print/")
    assert "一切正常" in html
    assert log.ref in html
    assert client.get(f"{log.get_absolute_url()}pdf/").content.startswith(b"%PDF")
    for path, ref in (
        ("/meetings/pdf/", row.ref),
        ("/meetings/decisions/pdf/", one.ref),
        ("/meetings/logs/pdf/", log.ref),
    ):
        assert client.get(f"{path}?chosen={ref}").content.startswith(b"%PDF"), path
    assert client.get("/meetings/pdf/").status_code == 422


def test_unpublished_minutes_are_not_there_for_strangers(desk, house):
    row = desk.held()
    stranger = browser(house, "bao")
    for path in ("", "print/", "pdf/"):
        get(stranger, f"{row.get_absolute_url()}{path}", 404)
    assert stranger.get(f"/meetings/pdf/?chosen={row.ref}").status_code == 422
    assert row.ref not in get(stranger, "/meetings/")


def test_the_palette_finds_meetings_decisions_and_lines(desk, house):
    row = desk.published(None, {})
    desk.line(desk.log(), "报修 大堂感应门不开")
    client = browser(house)
    assert row.title in get(client, "/search/?q=周例会")
    assert "周五前完成电梯年检报验" in get(client, "/search/?q=年检报验")
    assert "感应门" in get(client, "/search/?q=感应门")
    assert row.title not in get(browser(house, "cai"), "/search/?q=草稿")


def test_an_old_meeting_is_filtered_by_period(desk, house):
    row = desk.call()
    Meeting.objects.filter(pk=row.pk).update(from_at=at("10:00") - timedelta(days=40), until_at=at("11:00"))
    assert get(browser(house), "/meetings/?from_at=7d").count('data-test="row"') == 0
    assert get(browser(house), "/meetings/?state=CALLED").count('data-test="row"') == 1
