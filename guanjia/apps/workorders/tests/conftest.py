"""The stage of the app's tests: Wanxing's estate with a third technician, and orders to play with."""

from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guanjia.apps.organisations import services as organisation
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.workorders import services
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """A fresh place for uploads."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def house(db):
    """Wanxing in the scope of its company; 何师傅 is a plumber who answers for group A and is off duty."""
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        house.people["he"] = organisation.hire(
            by=house.system,
            name="何师傅",
            skills=("plumbing",),
            account=organisation.open_account("he", "he-secret"),
        )
        organisation.appoint(
            house.people["he"],
            house.posts["technician"],
            by=house.system,
            at=at("00:00"),
            from_on=date(2026, 1, 1),
            group_codes=("A",),
        )
        yield house


def on_duty(house, login, start="07:50", end="18:00"):
    """Put somebody on duty for the day."""
    post = {"he": "technician"}.get(login, "technician")
    organisation.plan_shift(
        house.posts[post],
        house.people[login],
        by=house.system,
        at=at("00:00"),
        from_at=at(start),
        until_at=at(end),
    )


@pytest.fixture
def act(house):
    """The actors of the house by login, as of nine o'clock."""
    return SimpleNamespace(**{login: house.actor(login) for login in house.people})


@pytest.fixture
def issue(house, act):
    """Issue a work order: a dripping tap in group A, unless told otherwise."""

    def make(**changes):
        values = {
            "by": act.lin,
            "at": at("09:02"),
            "site_id": house.site.pk,
            "thread": "CS-2026-000001",
            "case_kind": "repair",
            "title": "厨房水龙头滴水",
            "where": "A1-1-0302",
            "group_code": "A",
            "skill": "plumbing",
            "received_at": at("09:00"),
            "contact_name": "王女士",
            "contact_phone": "13800138000",
        }
        return services.issue(**{**values, **changes})

    return make


@pytest.fixture
def accepted(house, act, issue):
    """An order 孙师傅 is on the way with."""
    order = services.assign(issue(), by=act.qian, at=at("09:03"), assignee_id=house.people["sun"].pk)
    return services.accept(order, by=act.sun, at=at("09:04"))


@pytest.fixture
def on_site(act, accepted):
    """An order 孙师傅 is on site for."""
    return services.arrive(accepted, by=act.sun, at=at("09:12"))


# --- Screens ---------------------------------------------------------------------------------------------------------

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HTMX = {"HTTP_HX_REQUEST": "true"}
ON_BOARD = {**HTMX, "HTTP_HX_TARGET": "board-order"}


@pytest.fixture
def half_past_nine():
    """The clock on the wall stands at half past nine of the day of the stories."""
    with time_machine.travel(at("09:30"), tick=False):
        yield


@pytest.fixture
def come_in(house, half_past_nine):
    """Somebody signed in, at half past nine."""

    def client(login):
        found = Client()
        found.force_login(house.people[login].account, backend=BACKEND)
        return found

    return client


def text(answer):
    """What an answer says."""
    return answer.content.decode()


def questions(client, address):
    """How many questions the database is asked for a page."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def url(order, verb=""):
    """The address of an order, or of a verb of it."""
    return f"/work-orders/{order.ref}/" + (f"{verb}/" if verb else "")
