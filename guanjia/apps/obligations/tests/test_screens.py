"""The screens: my duties, my team's, all; why a time is what it is; every step once; who may not."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guanjia.apps.cases import services as cases
from guanjia.apps.obligations import services
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.queries import adoption_at
from guanjia.kernel.scope import company_scope
from guanjia.ui.pages import page_of
from tests import cast
from tests.cast import at

pytestmark = pytest.mark.django_db
LATE = "09:50"


@pytest.fixture
def house(db, django_capture_on_commit_callbacks):
    cached_site.cache_clear()
    house = cast.wanxing()
    with company_scope(house.company.pk):
        with django_capture_on_commit_callbacks(
            execute=True
        ):  # the memory of rules trusts only what is committed
            rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="estate_desk")
        with time_machine.travel(at("09:30"), tick=False):
            yield house
    cached_site.cache_clear()


def report(house, number=1):
    """A repair whose arrival is due fifteen minutes after 09:30."""
    for _each in range(number):
        case = cases.receive(
            by=house.actor("lin"),
            at=at("09:30"),
            site_id=house.site.pk,
            kind="repair",
            channel="phone",
            title="漏水",
            caller_phone="13800138000",
            urgency="normal",
        )
    return case


def browser(house, login="qian"):
    client = Client()
    account = house.people[login].account
    account.language = "en"
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def arrive(house):
    report(house)
    return Obligation.objects.get(duty="arrive")


@pytest.fixture
def late(arrive, house):
    with time_machine.travel(at(LATE), tick=False):
        services.sweep(at=at(LATE))
        arrive.refresh_from_db()
        yield arrive


def get(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_my_duties_stand_in_order_of_time_left(house, arrive):
    html = get(browser(house, "duan"), "/obligations/mine/")
    assert "Be there within 15 minutes" in html
    assert html.index("Be there within") < html.index("Settle it, or give a date")
    assert "Be there within" not in get(browser(house, "cai"), "/obligations/mine/")


def test_a_page_that_stays_open_hears_nothing_while_nothing_changes(house, arrive):
    client = browser(house, "lin")
    first = client.get("/obligations/mine/live/")
    assert client.get("/obligations/mine/live/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_lists_narrow_to_what_is_overdue(house, late):
    client = browser(house)
    assert "Be there within" in get(client, "/obligations/team/")
    everything, overdue = get(client, "/obligations/"), get(client, "/obligations/?state=OVERDUE")
    assert "Settle it, or give a date" in everything
    assert overdue.count('data-test="row"') == 1
    assert "Be there within" in overdue
    assert client.get("/obligations/?format=xlsx")["Content-Type"].startswith("application/vnd")
    assert 'data-test="row"' not in get(client, "/obligations/?unassigned=1")


def test_the_page_says_why(house, arrive):
    html = get(browser(house), f"/obligations/{arrive.pk}/")
    assert "There within fifteen minutes" in html
    assert "C-RULE-039" in html
    assert 'data-test="stretches"' in html
    assert f'href="/cases/{arrive.thread}/"' in html
    assert 'data-test="pause"' in html
    assert 'data-test="acknowledge"' not in html


def test_steps_that_would_be_refused_have_no_button(house, late):
    html = get(browser(house), f"/obligations/{late.pk}/")
    assert 'data-test="acknowledge"' in html
    assert 'data-test="pause"' not in html
    owner = get(browser(house, "duan"), f"/obligations/{late.pk}/")
    assert 'data-test="acknowledge"' not in owner


def test_an_escalation_is_acknowledged_with_one_press(house, late):
    client = browser(house)
    assert client.post(f"/obligations/{late.pk}/acknowledge/").status_code == 302
    late.refresh_from_db()
    assert late.acknowledged_by == "钱芳"
    assert 'data-test="acknowledge"' not in get(client, f"/obligations/{late.pk}/")


def test_nothing_is_acknowledged_before_it_is_late(house, arrive):
    answer = browser(house).post(f"/obligations/{arrive.pk}/acknowledge/")
    assert answer.status_code == 422
    assert "There is nothing to acknowledge yet" in answer.content.decode()


def test_a_clock_is_paused_and_goes_on(house, arrive):
    client = browser(house)
    page = f"/obligations/{arrive.pk}/"
    assert "Until, at the longest" in get(client, f"{page}pause/")
    assert client.post(f"{page}pause/", {"reason": "", "limit_at": "2026-03-02T11:00"}).status_code == 422
    assert (
        client.post(f"{page}pause/", {"reason": "等业主", "limit_at": "2026-03-02T11:00"}).status_code == 302
    )
    assert "等业主" in get(client, page)
    assert client.post(f"{page}resume/").status_code == 302
    arrive.refresh_from_db()
    assert arrive.state == "OPEN"


def test_a_duty_is_given_to_somebody_else(house, arrive):
    client = browser(house)
    form = get(client, f"/obligations/{arrive.pk}/reassign/")
    assert "孙师傅 · on duty" in form
    sent = {"owner": str(house.people["sun"].pk), "reason": "他在附近"}
    assert client.post(f"/obligations/{arrive.pk}/reassign/", sent).status_code == 302
    arrive.refresh_from_db()
    assert arrive.owner_id == house.people["sun"].pk


def test_a_duty_is_excused_with_a_reason(house, arrive):
    client = browser(house)
    assert client.post(f"/obligations/{arrive.pk}/excuse/", {"reason": " "}).status_code == 422
    assert client.post(f"/obligations/{arrive.pk}/excuse/", {"reason": "演习"}).status_code == 302
    assert "演习" in get(client, f"/obligations/{arrive.pk}/")


@pytest.mark.parametrize("step", ["pause", "resume", "reassign", "excuse"])
def test_a_step_needs_its_capability(house, arrive, step):
    assert browser(house, "lin").post(f"/obligations/{arrive.pk}/{step}/").status_code == 403


def test_another_company_finds_nothing(house, arrive):
    other = cast.harbour()
    get(browser(other, "dov"), f"/obligations/{arrive.pk}/", status=404)


def test_the_page_of_a_case_shows_its_clocks(house, late):
    html = get(browser(house), f"/cases/{late.thread}/")
    assert 'data-test="clock-arrive"' in html
    assert 'data-test="acknowledge"' in html


def test_today_shows_my_duties_and_the_numbers_of_the_site(house, late):
    html = get(browser(house, "duan"), "/today/")
    assert 'data-test="panel-duties"' in html
    assert 'data-test="duty-pill"' in html
    assert "Duties overdue" in get(browser(house), "/today/")


@pytest.mark.parametrize("path", ["/obligations/mine/", "/obligations/", "/obligations/team/"])
def test_more_duties_cost_no_more_queries(house, path, django_assert_max_num_queries):
    report(house)
    client = browser(house, "duan" if "mine" in path else "qian")
    get(client, path)
    with CaptureQueriesContext(connection) as few:
        get(client, path)
    report(house, 4)
    with django_assert_max_num_queries(len(few)):
        get(client, path)


@pytest.mark.parametrize(
    ("ref", "address"),
    [
        ("DR-2026-03-02", "/cases/reviews/2026-03-02/"),
        ("GD-WL-2026-03-02", "/cases/weeks/2026-03-02/"),
        ("CS-2026-000012", "/cases/CS-2026-000012/"),
        ("MD-2026-000012", "/meetings/decisions/MD-2026-000012/"),
        ("XX-2026-03-02", ""),
    ],
)
def test_a_duty_leads_to_the_page_of_its_matter(ref, address):
    assert page_of(ref) == address


def test_a_duty_proved_by_a_form_opens_it_and_one_that_is_reported_is_reported_here(house):
    services.plan_ahead(at=at("00:00"))
    client, rows = browser(house), Obligation.objects.exclude(occurrence="")
    duties = adoption_at(house.site.pk, "estate_desk", at("09:00")).duties
    by_kind = {duties[row.duty].evidence.kind: row for row in rows if duties[row.duty].evidence}
    sheet = by_kind["sheet"]
    page = get(client, f"/obligations/{sheet.pk}/")
    key = duties[sheet.duty].evidence.key
    assert f'href="/inspections/lists/estate_desk/{key}/fill/?about=site%3A{house.site.pk}"' in page
    assert 'data-test="report"' not in page
    assert house.site.name in page


def test_a_turn_is_reported_with_a_word(house):
    services.plan_ahead(at=at("09:30"))
    row = Obligation.objects.filter(duty="ed_look_in_mirror_desk", owner=house.people["lin"]).get()
    client = browser(house, "lin")
    assert 'data-test="report"' in get(client, f"/obligations/{row.pk}/")
    refused = client.post(f"/obligations/{row.pk}/report/", {"note": ""})
    assert refused.status_code == 422
    client.post(f"/obligations/{row.pk}/report/", {"note": "Uniform and badge in order"})
    assert Obligation.objects.get(pk=row.pk).state == "KEPT"
    assert 'data-test="report"' not in get(client, f"/obligations/{row.pk}/")


def test_the_page_says_which_figure_it_keeps_and_which_holds_by_now(house):
    case = report(house)
    row = Obligation.objects.get(thread=case.ref, duty="arrive")
    client = browser(house)
    assert 'data-test="keeps-its-figure"' not in client.get(f"/obligations/{row.pk}/").content.decode()
    values = {"pack": "estate_desk", "duty": "arrive", "name": "deadline", "figure": "40 minutes"}
    rulebook.set_figure(house.site.pk, by=house.system, at=at("09:35"), reason="路远", **values)
    with time_machine.travel(at("09:40"), tick=False):
        page = client.get(f"/obligations/{row.pk}/").content.decode()
    assert "Meanwhile another figure holds: 40 minutes" in page
    assert "What was running keeps the figure it began with." in page
