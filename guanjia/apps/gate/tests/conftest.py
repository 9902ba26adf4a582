"""The stage: Wanxing's estate with two units, a machine room, and everybody of the cast at the gate."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.gate import services
from guanjia.apps.gate.terms import Goods
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORD = Signing("王业主", How.PHONE)
SOFA = (Goods("沙发", 2, "三人位"), Goods("纸箱", 10))


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """A fresh place for uploads."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


def furnish(house):
    """Two units and two machine rooms."""
    system = {"by": house.system, "at": at("00:00")}
    group = places.add_group(house.site, code="A", name="兰苑", **system)
    building = places.add_building(house.site, name="1栋", group=group, **system)
    return SimpleNamespace(
        unit=places.add_unit(building, code="A1-101", area=Decimal(90), **system),
        other=places.add_unit(building, code="A1-102", area=Decimal(90), **system),
        pump=places.add_place(house.site, kind=PlaceKind.MACHINE_ROOM, code="PUMP", name="水泵房", **system),
        gate=places.add_place(house.site, kind=PlaceKind.GATE, code="N", name="北门", **system),
    )


@pytest.fixture
def house(db):
    """Wanxing in the scope of its company."""
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        yield house


@pytest.fixture
def here(house):
    """The units and rooms."""
    return furnish(house)


@pytest.fixture
def act(house):
    """The actors of the house by login, as of nine o'clock."""
    return SimpleNamespace(**{login: house.actor(login) for login in house.people})


@pytest.fixture
def ask(house, here, act):
    """Ask for a slip: two sofas and ten boxes leave at ten, with the owner's word, unless told otherwise."""

    def make(**changes):
        values = {
            "by": act.lin,
            "at": at("09:00"),
            "site_id": house.site.pk,
            "unit_id": here.unit.pk,
            "items": SOFA,
            "carrier_name": "老李搬家",
            "phone": "13800138000",
            "plate": "川a 12345",
            "planned_at": at("10:00"),
            "word": WORD,
        }
        return services.ask_slip(**{**values, **changes})

    return make


@pytest.fixture
def approved(ask, act):
    """A slip that may pass the gate."""
    return services.approve_slip(ask(), by=act.qian, at=at("09:10"))


@pytest.fixture
def announce(house, here, act):
    """Announce a visitor from ten to twelve, unless told otherwise."""

    def make(**changes):
        values = {
            "by": act.lin,
            "at": at("09:00"),
            "site_id": house.site.pk,
            "unit_id": here.unit.pk,
            "visitor": "赵客人",
            "phone": "13900139000",
            "host": "王业主",
            "people": 2,
            "from_at": at("10:00"),
            "until_at": at("12:00"),
        }
        return services.announce(**{**values, **changes})

    return make


@pytest.fixture
def issue(house, here, act):
    """Issue a pass for a week, unless told otherwise."""

    def make(**changes):
        values = {
            "by": act.lin,
            "at": at("09:00"),
            "site_id": house.site.pk,
            "unit_id": here.unit.pk,
            "holder": "钱工人",
            "kind": "CONTRACTOR",
            "firm": "快装公司",
            "phone": "13700137000",
            "from_at": at("09:00"),
            "until_at": at("09:00") + timedelta(days=7),
        }
        return services.issue_pass(**{**values, **changes})

    return make


@pytest.fixture
def entry(house, here, act):
    """Ask for a contractor's entry of the pump room, unless told otherwise."""

    def make(**changes):
        values = {
            "by": act.lin,
            "at": at("09:00"),
            "site_id": house.site.pk,
            "place_id": here.pump.pk,
            "who": "CONTRACTOR",
            "person": "周维保",
            "firm": "水泵厂",
            "purpose": "检修",
            "works": "更换密封",
            "planned_at": at("10:00"),
            "stay_hours": 2,
        }
        return services.ask_entry(**{**values, **changes})

    return make


def photo():
    """A small photograph."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG")
    return SimpleUploadedFile("seen.jpg", out.getvalue(), "image/jpeg")


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
