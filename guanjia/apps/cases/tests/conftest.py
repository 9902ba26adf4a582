"""The stage of the app's tests: Wanxing's estate with units, and cases to play with. Moments are on 2 March 2026."""

from types import SimpleNamespace

import pytest

from guanjia.apps.cases import services
from guanjia.apps.cases.models import Case, Classification
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.places.models import Building, Group, Place, Unit
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

SIGNED = "[[[10,10],[200,90],[400,40]]]"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """A fresh place for uploads."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def house(db):
    """Wanxing in the scope of its company."""
    with build_house() as built:
        yield built


class build_house:  # noqa: N801 - used as a function that is a context manager
    """Wanxing with clusters A and B, units A1-1-0302 and B2-1-0101, a lift, and the tree of matters."""

    def __enter__(self):
        cached_site.cache_clear()
        house = wanxing()
        self.scope = company_scope(house.company.pk)
        self.scope.__enter__()
        site = house.site
        groups = {code: Group.objects.create(site=site, code=code, name=f"{code}组团") for code in ("A", "B")}
        buildings = {
            code: Building.objects.create(site=site, group=groups[code[0]], code=code, name=f"{code}栋")
            for code in ("A1", "B2")
        }
        house.units = {
            code: Unit.objects.create(
                site=site,
                building=buildings[code[:2]],
                group=groups[code[0]],
                code=code,
                area=90,
                search=f"|{code}|",
            )
            for code in ("A1-1-0302", "A1-1-0402", "B2-1-0101")
        }
        house.lift = Place.objects.create(
            site=site,
            building=buildings["A1"],
            kind="LIFT",
            code="A1-L1",
            name="A1栋1号梯",
            qr_token="token-of-the-lift",
        )
        services.load_classification(by=house.system, at=at("00:00"))
        return house

    def __exit__(self, *trouble):
        self.scope.__exit__(*trouble)


@pytest.fixture
def act(house):
    """The actors of the house by login, as of nine o'clock."""
    return SimpleNamespace(**{login: house.actor(login) for login in house.people})


@pytest.fixture
def receive(house, act):
    """Register a case: a dripping tap in A1-1-0302 told to 林晓 of the front desk at nine, unless told otherwise."""

    def make(**changes):
        values = {
            "by": act.lin,
            "at": at("09:02"),
            "site_id": house.site.pk,
            "kind": "repair",
            "channel": "phone",
            "title": "厨房水龙头滴水",
            "received_at": at("09:00"),
            "unit_id": house.units["A1-1-0302"].pk,
            "caller_name": "王小明",
            "caller_phone": "138 0013 8000",
        }
        return services.receive(**{**values, **changes})

    return make


@pytest.fixture
def complaint(receive):
    """A complaint about noise from A1-1-0302."""
    return receive(
        kind="complaint", title="楼上深夜装修噪音", classification_id=fault("order.noise.works").pk
    )


@pytest.fixture
def major(act, complaint):
    """The complaint, ruled major by 钱芳."""
    return services.rule_complaint(
        complaint, by=act.qian, at=at("09:20"), complaint_class="major", reason="严重影响生活"
    )


@pytest.fixture
def resolved(act, receive):
    """A repair 赵敏, the steward of A, has settled and the customer has been told of."""
    return services.resolve(receive(), by=act.zhao, at=at("10:00"), outcome="已更换阀芯", answer="修好了")


def fault(key):
    """A node of the tree."""
    return Classification.objects.get(key=key)


def fresh(case):
    """The case as it is stored now."""
    return Case.objects.get(pk=case.pk)


def events_of(ref):
    """The names of everything that happened in a matter, in order."""
    return list(JournalEntry.objects.filter(thread=ref).order_by("id").values_list("event", flat=True))


def latest(name):
    """The latest journal entry of an event."""
    return JournalEntry.objects.filter(event=name).order_by("-id").first()


def codes(excinfo):
    """The codes of everything a verb was refused for."""
    return [refusal.code for refusal in excinfo.value.refusals]
