"""The screens of messages: reading, acknowledging, the channels; each for oneself only."""

import pytest
import time_machine
from django.test import Client

from guanjia.apps.messaging import services
from guanjia.apps.messaging.models import Address, Notice, Robot
from guanjia.apps.messaging.terms import Draft, Urgency
from guanjia.apps.obligations.terms import ESCALATED
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.kernel.scope import company_scope
from tests import cast
from tests.cast import at

pytestmark = pytest.mark.django_db
PARAMS = {
    "title": {"zh": "到场", "en": "Be there"},
    "thread": "CS-1",
    "due": "09:15",
    "clause": "1.1",
    "level": 1,
}


@pytest.fixture
def house(db):
    cached_site.cache_clear()
    house = cast.wanxing()
    with company_scope(house.company.pk), time_machine.travel(at("09:30"), tick=False):
        yield house
    cached_site.cache_clear()


def browser(house, login="qian"):
    client = Client()
    account = house.people[login].account
    account.language = "en"
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def tell(house, login="qian", number=1, urgency=Urgency.URGENT):
    drafts = [
        Draft(
            company_id=house.company.pk,
            site_id=house.site.pk,
            staff_id=house.people[login].pk,
            kind=ESCALATED,
            params=PARAMS,
            link="/obligations/mine/",
            urgency=urgency,
        )
        for _each in range(number)
    ]
    return services.notify_many(drafts, at=at("09:20"))


def get(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_messages_stand_in_the_readers_words_unread_first(house):
    old, new = tell(house, number=2)
    services.read([new.pk], by=house.actor("qian"), at=at("09:25"))
    html = get(browser(house), "/messages/")
    assert "Overdue, please see to it: Be there" in html
    assert html.index(f"/messages/{old.pk}/open/") < html.index(f"/messages/{new.pk}/open/")
    assert get(browser(house), "/messages/?unread=1").count('data-test="notice"') == 1


def test_opening_a_message_reads_it_and_leads_to_its_page(house):
    (notice,) = tell(house)
    client = browser(house)
    assert client.get(f"/messages/{notice.pk}/open/").url == "/messages/"
    assert Notice.objects.get().read_at is None
    assert client.post(f"/messages/{notice.pk}/open/").url == "/obligations/mine/"
    assert Notice.objects.get().read_at == at("09:30")


def test_a_message_is_acknowledged_once(house):
    (notice,) = tell(house)
    client = browser(house)
    assert 'data-test="acknowledge-notice"' in get(client, "/messages/")
    assert client.post(f"/messages/{notice.pk}/acknowledge/").status_code == 302
    assert 'data-test="acknowledge-notice"' not in get(client, "/messages/")
    assert client.post(f"/messages/{notice.pk}/acknowledge/").status_code == 422


def test_an_ordinary_message_wants_no_acknowledgement(house):
    tell(house, urgency=Urgency.NORMAL)
    assert 'data-test="acknowledge-notice"' not in get(browser(house), "/messages/")


def test_all_are_marked_as_read(house):
    tell(house, number=3)
    client = browser(house)
    assert client.post("/messages/read-all/").status_code == 302
    assert not Notice.objects.filter(read_at=None).exists()


def test_others_messages_are_not_there(house):
    (notice,) = tell(house)
    client = browser(house, "lin")
    assert 'data-test="notice"' not in get(client, "/messages/")
    assert client.post(f"/messages/{notice.pk}/open/").status_code == 404
    assert client.post(f"/messages/{notice.pk}/acknowledge/").status_code == 404


def test_today_shows_the_unread_ones(house):
    assert 'data-test="panel-notices"' not in get(browser(house), "/today/")
    tell(house)
    assert 'data-test="panel-notices"' in get(browser(house), "/today/")


def test_the_bell_counts_what_waits_and_brings_the_latest(house):
    client = browser(house)
    assert 'data-test="bell"' in get(client, "/today/")
    assert 'data-test="bell-count"' not in get(client, "/today/")
    *_older, newest = tell(house, number=8)
    bell = get(client, "/today/").split('data-test="bell-count">')[1]
    assert bell.startswith("8")
    latest = client.get("/messages/latest/", headers={"HX-Request": "true"}).content.decode()
    assert latest.count('data-test="notice"') == 6
    assert f"/messages/{newest.pk}/open/" in latest
    assert "Overdue, please see to it: Be there" in latest
    assert client.get("/messages/latest/").url == "/messages/"


def test_a_message_is_marked_as_read_in_the_bell_without_leaving_the_page(house):
    one, other = tell(house, number=2)
    client = browser(house)
    answer = client.post(f"/messages/{one.pk}/read/", headers={"HX-Request": "true"}).content.decode()
    assert "is-unread" not in answer
    assert answer.split('hx-swap-oob="true"')[1].split('data-test="bell-count">')[1].startswith("1")
    assert Notice.objects.get(read_at=at("09:30")) == one
    assert browser(house, "lin").post(f"/messages/{other.pk}/read/").status_code == 404


def test_a_robot_is_added_and_taken_away(house):
    client = browser(house, "zhou")
    sent = {
        "channel": "DINGTALK",
        "name": "客服群",
        "token": "short",
        "secret": "",
        "least_urgency": "URGENT",
    }
    assert client.post("/messages/channels/robot/", sent).status_code == 422
    assert client.post("/messages/channels/robot/", sent | {"token": "abcdefgh1234"}).status_code == 302
    page = get(client, "/messages/channels/")
    assert "客服群" in page
    assert "abcdefgh1234" not in page
    assert client.post(f"/messages/channels/robot/{Robot.objects.get().pk}/remove/").status_code == 302
    assert not Robot.objects.exists()


def test_an_address_is_set(house):
    client = browser(house, "zhou")
    sent = {"staff": str(house.people["lin"].pk), "address": "no address"}
    assert client.post("/messages/channels/address/", sent).status_code == 422
    assert (
        client.post("/messages/channels/address/", sent | {"address": "lin@example.com"}).status_code == 302
    )
    assert Address.objects.get().address == "lin@example.com"


@pytest.mark.parametrize("path", ["", "robot/", "address/"])
def test_channels_are_for_those_who_may_set_them(house, path):
    assert browser(house, "lin").get(f"/messages/channels/{path}").status_code == 403


def test_more_messages_cost_no_more_queries(house, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tell(house)
    client = browser(house)
    get(client, "/messages/")
    with CaptureQueriesContext(connection) as few:
        get(client, "/messages/")
    tell(house, number=10)
    with django_assert_max_num_queries(len(few)):
        get(client, "/messages/")
