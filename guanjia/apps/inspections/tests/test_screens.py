"""The screens: checklists, sheets of one, filling, a sheet with its findings, findings; the palette; who may not."""

import pytest
import time_machine
from django.test import Client

from guanjia.apps.inspections import queries, services
from guanjia.apps.inspections.models import Finding, Sheet
from guanjia.apps.inspections.tests.conftest import CALL, ROOM, add_place, bad_floor, picture
from guanjia.apps.organisations.queries import site as kept_site
from guanjia.apps.places import services as places
from tests.cast import at

ROOM_URL = "/inspections/lists/trial/room/"


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


def test_a_site_without_checklists_says_what_to_do(house):
    assert "No checklist is in force here" in get(browser(house), "/inspections/")
    assert "本项目没有生效的检查表" in get(browser(house, language="zh-hans"), "/inspections/")


def test_the_checklists_stand_by_rulebook_with_their_figures(house, look):
    look(floor=bad_floor())
    html = get(browser(house), "/inspections/")
    assert "Room check" in html
    assert "Steps of a call" in html
    assert "33 %" in html
    assert 'data-test="fill-room"' in html
    assert 'data-test="fill-room"' not in get(browser(house, "lin"), "/inspections/")
    assert "房间检查" in get(browser(house, language="zh-hans"), "/inspections/")


def test_checklists_are_found_by_a_word_of_their_title(house, pack):
    client = browser(house)
    html = get(client, "/inspections/?q=接听")
    assert 'data-test="checklist-call"' in html
    assert 'data-test="checklist-room"' not in html
    assert 'data-test="checklist-room"' in get(client, "/inspections/?q=ROOM")
    assert "No checklist is called that" in get(client, "/inspections/?q=swimming")
    fragment = client.get("/inspections/?q=room", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'data-test="checklist-room"' in fragment


def test_a_checklist_lists_its_sheets_and_proposes_what_is_next(house, look, hall):
    other = add_place(house, "H2", "二号大厅")
    client = browser(house)
    assert "No sheet of this checklist yet" in get(client, ROOM_URL)
    look("10:00", floor=bad_floor())
    look("11:00", about=f"place:{other.pk}")
    html = get(client, ROOM_URL)
    assert html.count('data-test="row"') == 2
    assert html.index("一号大厅") < html.index("二号大厅"), "the one looked at longest ago is proposed first"
    assert f"?about=place%3A{hall.pk}" in html
    assert get(client, f"{ROOM_URL}?passed=0").count('data-test="row"') == 1
    assert get(client, f"{ROOM_URL}?about=place:{other.pk}").count('data-test="row"') == 1
    assert get(client, f"{ROOM_URL}?completed_at=yesterday").count('data-test="row"') == 0
    assert get(client, f"{ROOM_URL}?q=二号").count('data-test="row"') == 1
    assert client.get(f"{ROOM_URL}?format=xlsx")["Content-Type"].startswith("application/vnd")
    get(client, "/inspections/lists/trial/none/", 404)
    get(client, "/inspections/lists/none/room/", 404)


def sent(hall, **changes):
    values = {
        "about": f"place:{hall.pk}",
        "item_floor": "pass",
        "item_warmth": "21",
        "item_remark": "无",
        "form_key": "k1",
    }
    return {**values, **changes}


def test_a_sheet_is_filled_on_its_form(house, pack, hall):
    client = browser(house)
    form = get(client, f"{ROOM_URL}fill/?about=place:{hall.pk}")
    assert f'value="place:{hall.pk}" selected' in form
    assert "Good from 18 to 24.5 °C" in form
    assert 'data-least="18.0"' in form
    answer = client.post(
        f"{ROOM_URL}fill/", sent(hall, item_floor="fail", note_floor="水渍", photos_floor=picture())
    )
    sheet = Sheet.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/inspections/{sheet.ref}/"
    assert (sheet.score, sheet.inspector) == (33, house.people["qian"])
    assert len(Finding.objects.get().photos) == 1


def test_what_is_missing_stands_beside_each_item_and_what_was_typed_stays(house, pack, hall):
    client = browser(house)
    answer = client.post(
        f"{ROOM_URL}fill/", sent(hall, item_floor="fail", item_warmth="warm", item_remark="")
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    for name in ("note_floor", "photos_floor", "item_warmth", "item_remark"):
        assert f'data-test="error-{name}"' in html
    assert 'value="warm"' in html
    assert not Sheet.objects.exists()
    about = client.post(f"{ROOM_URL}fill/", sent(hall, about="place:9999"))
    assert 'data-test="error-about"' in about.content.decode()


def test_a_number_that_does_not_apply_is_skipped(house, pack, hall):
    browser(house).post(f"{ROOM_URL}fill/", sent(hall, item_warmth="", skip_warmth="on"))
    sheet = Sheet.objects.get()
    assert (sheet.answers["warmth"]["verdict"], sheet.score) == ("na", 100)


@pytest.mark.parametrize("kind", ["site", "unit", "building", "staff", "case", "work_order"])
def test_the_form_asks_for_each_kind_of_subject(house, trial, kind):
    trial(CALL.replace('about = "staff"', f'about = "{kind}"'))
    html = get(browser(house), "/inspections/lists/trial/call/fill/?about=nonsense")
    assert ('name="about"' in html) is (kind != "site")
    get(browser(house), "/inspections/lists/trial/call/")


def test_a_unit_is_looked_up_and_the_site_needs_no_asking(house, trial):
    group = places.add_group(house.site, by=house.system, at=at("00:00"), code="A", name="甲")
    building = places.add_building(house.site, by=house.system, at=at("00:00"), name="一栋", group=group)
    unit = places.add_unit(building, by=house.system, at=at("00:00"), code="A1-0301", area=90, floor=3)
    steps = {f"item_{key}": "pass" for key in ("greet", "listen", "thank")}
    for kind, about, form in (
        ("unit", f"unit:{unit.pk}", {"about": str(unit.pk)}),
        ("site", f"site:{house.site.pk}", {}),
    ):
        trial(CALL.replace('about = "staff"', f'about = "{kind}"'))
        answer = browser(house).post(
            "/inspections/lists/trial/call/fill/", {**steps, **form, "form_key": kind}
        )
        assert answer.status_code == 302
        assert Sheet.objects.latest("id").about == about
    trial(CALL.replace('about = "staff"', 'about = "unit"'))
    assert "A1-0301" in get(browser(house), f"/inspections/lists/trial/call/fill/?about=unit:{unit.pk}")


def test_a_sheet_shows_answers_findings_and_what_happened(house, found):
    html = get(browser(house), found.sheet.get_absolute_url())
    assert 'data-test="finding-floor"' in html
    assert "水渍" in html
    assert "21.5 °C" in html
    assert 'data-test="attachments"' in html
    assert "Inspection sheet completed" in html
    assert 'data-test="correct"' in html
    assert 'data-test="recheck"' not in html
    assert 'data-test="correct"' not in get(browser(house, "wu"), found.sheet.get_absolute_url())
    get(browser(house, "cai"), found.sheet.get_absolute_url(), 403)
    get(browser(house), "/inspections/IS-2026-999999/", 404)


def test_correcting_and_checking_again_on_the_page(house, found):
    sun, qian = browser(house, "sun"), browser(house, "qian")
    page = found.sheet.get_absolute_url()
    correct, recheck = (f"/inspections/findings/{found.pk}/{verb}/" for verb in ("correct", "recheck"))
    get(sun, correct)
    assert sun.post(correct, {"note": "", "form_key": "a"}).status_code == 422
    assert (
        sun.post(correct, {"note": "已拖干", "photos": picture("a.png"), "form_key": "b"})["Location"] == page
    )
    assert 'data-test="recheck"' not in get(sun, page)
    assert 'data-test="recheck"' in get(qian, page)
    get(qian, recheck)
    without = qian.post(recheck, {"passed": "no", "note": "", "form_key": "c"})
    assert 'data-test="error-note"' in without.content.decode()
    assert qian.post(recheck, {"passed": "no", "note": "还有水", "form_key": "d"}).status_code == 302
    assert Finding.objects.get().state == "OPEN"
    sun.post(correct, {"note": "换胶条", "form_key": "e"})
    assert qian.post(recheck, {"passed": "yes", "note": "", "form_key": "f"}).status_code == 302
    html = get(qian, page)
    assert Finding.objects.get().state == "CLEARED"
    assert html.count("Still not right") == 1, "the timeline keeps what was said before"
    assert 'data-test="correct"' not in html
    assert 'data-test="recheck"' not in html


def test_the_one_who_corrected_is_sent_away_from_the_recheck(house, found):
    services.correct(found, by=house.actor("qian"), at=at("11:00"), note="已拖干")
    qian = browser(house)
    assert 'data-test="recheck"' not in get(qian, found.sheet.get_absolute_url())
    answer = qian.post(f"/inspections/findings/{found.pk}/recheck/", {"passed": "yes", "form_key": "x"})
    assert answer.status_code == 422
    assert "somebody else has to check it" in answer.content.decode()


def test_findings_narrow_to_what_is_late_and_remember_the_settled(house, look, found):
    client = browser(house)
    assert "The floor is clean" in get(client, "/inspections/findings/")
    assert 'data-test="row"' not in get(client, "/inspections/findings/?late=1")
    with time_machine.travel(at("12:00", at("12:00").date().replace(day=9)), tick=False):
        assert get(browser(house), "/inspections/findings/?late=1").count('data-test="row"') == 1
    services.correct(found, by=house.actor("sun"), at=at("11:00"), note="已拖干")
    assert "Waits for the re-check" in get(client, "/inspections/findings/")
    services.recheck(found, by=house.actor("qian"), at=at("11:30"), passed=True)
    assert "No finding" in get(client, "/inspections/findings/")
    assert get(client, "/inspections/findings/?state=CLEARED").count('data-test="row"') == 1
    assert get(client, "/inspections/findings/?state=ALL").count('data-test="row"') == 1
    assert client.get("/inspections/findings/?state=ALL&format=xlsx").status_code == 200


def test_an_old_sheet_is_read_in_the_words_it_was_filled_with(house, found, trial):
    trial(ROOM.replace("The floor is clean", "The floor shines") + CALL, moment="11:00")
    assert "The floor is clean" in get(browser(house), found.sheet.get_absolute_url())
    assert "The floor shines" in get(browser(house), f"{ROOM_URL}fill/")


def test_the_sheets_of_a_checklist_that_was_given_up_can_still_be_read(house, found, trial):
    trial(CALL, moment="11:00")
    client = browser(house)
    html = get(client, ROOM_URL)
    assert found.sheet.ref in html
    assert 'data-test="fill"' not in html
    assert 'data-test="next"' not in html
    assert "The floor is clean" in get(client, found.sheet.get_absolute_url())
    get(client, f"{ROOM_URL}fill/", 404)


def test_the_palette_and_the_rail_lead_here(house, found):
    client = browser(house)
    assert "/inspections/" in get(client, "/inspections/findings/")
    for typed in ("room", "房间", found.sheet.ref, "一号大厅"):
        html = client.get("/search/", {"q": typed}).content.decode()
        assert "/inspections/" in html, typed
    assert queries.find_sheets(house.actor("cai"), "IS").count() == 0
