"""The stage: Wanxing's estate, which keeps a small rulebook with registers of its own."""

from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.apps.registers import services
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing
from tests.matrix.stage.files import picture as picture_file

PACK = """
[pack]
key = "ledgers"
version = "VERSION"
title = { zh = "台账制度", en = "Ledgers" }
[[clause]]
number = "1"
text = { zh = "条款", en = "A clause" }
sources = ["C-RULE-040"]
[[post]]
key = "cs_manager"
name = { zh = "客服部经理", en = "CS manager" }
[[post]]
key = "cs_supervisor"
name = { zh = "客服主管", en = "CS supervisor" }
reports_to = "cs_manager"
[[post]]
key = "key_keeper"
name = { zh = "钥匙员", en = "Key keeper" }
reports_to = "cs_supervisor"
"""

KEYS = """
[[register]]
key = "keys"
clause = "1"
title = { zh = "钥匙托管登记", en = "Keys in custody" }
signed_by = ["cs_supervisor", "customer"]
keep_years = 5
[[register.field]]
key = "unit"
label = { zh = "房号", en = "Unit" }
kind = "unit"
required = true
[[register.field]]
key = "owner"
label = { zh = "业主", en = "Owner" }
kind = "person"
[[register.field]]
key = "count"
label = { zh = "数量", en = "Keys" }
kind = "number"
unit = "把"
required = true
[[register.field]]
key = "deposit"
label = { zh = "押金", en = "Deposit" }
kind = "money"
[[register.field]]
key = "until"
label = { zh = "托管至", en = "Until" }
kind = "date"
[[register.field]]
key = "given_at"
label = { zh = "交付时间", en = "Given at" }
kind = "moment"
[[register.field]]
key = "sort"
label = { zh = "种类", en = "Sort" }
kind = "choice"
choice = [{ key = "door", label = { zh = "入户门", en = "Front door" } }, { key = "box", label = { zh = "信箱", en = "Letter box" } }]
[[register.field]]
key = "sealed"
label = { zh = "已封存", en = "Sealed" }
kind = "flag"
[[register.field]]
key = "keeper"
label = { zh = "保管人", en = "Keeper" }
kind = "staff"
[[register.field]]
key = "where"
label = { zh = "存放处", en = "Kept at" }
kind = "place"
[[register.field]]
key = "photo"
label = { zh = "照片", en = "Photo" }
kind = "photo"
[[register.field]]
key = "reason"
label = { zh = "托管原因", en = "Why" }
kind = "long text"
"""

DIARY = """
[[register]]
key = "diary"
clause = "1"
title = { zh = "值班日志", en = "Duty diary" }
[[register.field]]
key = "what"
label = { zh = "事由", en = "What" }
required = true
"""

DUTY = """
[[duty]]
key = "keep_diary"
clause = "1"
title = { zh = "写日志", en = "Keep the diary" }
every = "day"
owner = "post:cs_supervisor"
evidence = "entry:diary"
"""

CASE_DUTY = """
[[duty]]
key = "note_inquiry"
clause = "1"
title = { zh = "记录咨询", en = "Note the inquiry" }
on = [{ on = "cases.received", when = { kind = "inquiry" } }]
deadline = "2 hours"
owner = "post:cs_supervisor"
evidence = "entry:diary"
"""

HTMX = {"HTTP_HX_REQUEST": "true"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STROKES = "[[[10,10],[60,40],[120,90],[200,90],[300,60],[400,40]]]"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """A fresh place for uploads."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def adopt(house, tmp_path):
    """Adopt the pack of the registers (and duties) given as TOML."""

    def run(parts, version="1", moment="00:00"):
        folder = tmp_path / "ledgers"
        folder.mkdir(exist_ok=True)
        (folder / "pack.toml").write_text(PACK.replace("VERSION", version) + parts, encoding="utf-8")
        pack, source = load_pack(folder)
        stored = rulebook.store_version(pack, source, at=at(moment))
        return rulebook.adopt(house.site.pk, by=house.system, at=at(moment), pack="ledgers", version=stored)

    return run


@pytest.fixture
def house(db):
    """Wanxing in the scope of its company, with two units and a place."""
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        system, begun = house.system, at("00:00")
        group = places.add_group(house.site, by=system, at=begun, code="A", name="甲组团")
        building = places.add_building(house.site, by=system, at=begun, name="A1栋", group=group)
        house.units = [
            places.add_unit(building, by=system, at=begun, code=code, area=80, floor=3)
            for code in ("A1-1-0301", "A1-1-0302")
        ]
        house.place = places.add_place(
            house.site, by=system, at=begun, kind=PlaceKind.GATE, code="GATE", name="东门岗"
        )
        yield house


@pytest.fixture
def act(house):
    """The actors of the house by login, as of nine o'clock."""
    return SimpleNamespace(**{login: house.actor(login) for login in house.people})


@pytest.fixture
def ledgers(adopt):
    """The site keeps both registers, and owes an entry in the diary each day."""
    return adopt(DUTY + KEYS + DIARY)


@pytest.fixture
def enter(house, act, ledgers):
    """Make an entry in the register of keys, unless told otherwise."""

    def make(register="keys", values=None, **more):
        given = {"unit": house.units[0].pk, "count": 2} if values is None else values
        arguments = {"by": act.lin, "at": at("09:00"), "site_id": house.site.pk, "pack": "ledgers", **more}
        return services.enter(register=register, values=given, **arguments)

    return make


@pytest.fixture
def come_in(house):
    """Somebody signed in, at half past nine."""
    with time_machine.travel(at("09:30"), tick=False):

        def client(login):
            found = Client()
            found.force_login(house.people[login].account, backend=BACKEND)
            return found

        yield client


def picture(name="keys.png"):
    """A small picture."""
    return picture_file(name)


def facts(ref):
    """The names of what happened to an entry, in order."""
    return list(JournalEntry.objects.filter(ref=ref).order_by("id").values_list("event", flat=True))


def text(answer):
    """What an answer says."""
    return answer.content.decode()


LABEL = {"zh": "事由", "en": "What"}
BORROWED = {
    "title": {"zh": "工具借用登记", "en": "Tools lent"},
    "keep_years": 5,
    "signed_by": ["cs_supervisor"],
    "field": [
        {"key": "what", "label": LABEL, "required": True},
        {"key": "count", "label": {"zh": "数量", "en": "Count"}, "kind": "number", "unit": "把"},
        {
            "key": "lines",
            "label": {"zh": "明细", "en": "Lines"},
            "kind": "rows",
            "column": [
                {"key": "name", "label": {"zh": "名称", "en": "Name"}},
                {"key": "price", "label": {"zh": "单价", "en": "Price"}, "kind": "money"},
            ],
        },
        {
            "key": "total",
            "label": {"zh": "合计", "en": "Total"},
            "kind": "computed",
            "formula": "sum(lines.price)",
            "in_yuan": True,
        },
    ],
}


@pytest.fixture
def estate(house, adopt):
    """The estate with its ledgers; Zhou designs, Han approves, Qian designs too but cannot approve."""
    for login, more in {
        "zhou": ["rulebook.design_forms", "rulebook.approve_house", "rulebook.adopt", "rulebook.see"],
        "han": ["rulebook.approve_house", "rulebook.adopt", "rulebook.see"],
        "qian": ["rulebook.design_forms", "rulebook.see"],
    }.items():
        post = house.posts[{"zhou": "cs_manager", "han": "office_director", "qian": "cs_supervisor"}[login]]
        post.capabilities = sorted({*post.capabilities, *more})
        post.save(update_fields=["capabilities"])
    adopt(DUTY + KEYS + DIARY)
    house.who = SimpleNamespace(**{login: house.actor(login) for login in house.people})
    return house
