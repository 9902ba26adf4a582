"""The stage: Wanxing's estate with everybody on their post, and packs small enough to see through.

``trial("…")`` adopts a pack of one or two duties written in the test; ``happen(Event, "09:00", …)`` records an event the way a
verb does; ``sweep("09:15")`` is one beat of the clock. Moments are on Monday 2 March 2026.
"""

from datetime import datetime
from itertools import count

import pytest
from django.db import transaction

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.cases import events as cases
from guanjia.apps.messaging.models import Notice
from guanjia.apps.obligations import reactions, services
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.events import Adopted, FigureSet
from guanjia.apps.rulebook.loading import load_pack
from guanjia.kernel import reactions as wiring
from guanjia.kernel.journal import record
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

HEAD = """
[pack]
key = "trial"
version = "1"
title = { zh = "试行", en = "Trial" }
{head}
[[clause]]
number = "1"
text = { zh = "条款", en = "A clause" }
sources = ["C-RULE-040"]

[[post]]
key = "company_gm"
name = { zh = "总经理", en = "General manager" }
[[post]]
key = "property_gm"
name = { zh = "物业总经理", en = "Property GM" }
reports_to = "company_gm"
[[post]]
key = "cs_manager"
name = { zh = "客服部经理", en = "CS manager" }
reports_to = "property_gm"
[[post]]
key = "cs_supervisor"
name = { zh = "客服主管", en = "CS supervisor" }
reports_to = "cs_manager"
[[post]]
key = "steward"
name = { zh = "管家", en = "Steward" }
reports_to = "cs_supervisor"
grouped = true
"""

DUTY = """
[[duty]]
clause = "1"
title = { zh = "事情", en = "The thing" }
"""


WORD = """
[[duty]]
key = "word"
on = ["cases.received"]
start = "received_at"
deadline = "15 minutes"
owner = "field:handler_id"
met_by = ["cases.progress_told"]
void_by = ["cases.withdrawn"]
re_due_by = [{ on = "cases.later_arrival_agreed", field = "until" }]
follow = [{ on = "cases.handler_changed", field = "handler_id" }]
reminders = ["5 minutes"]
safety_when = { urgency = "safety" }
[[duty.ladder]]
after = "0 minutes"
to = ["post:cs_supervisor"]
[[duty.ladder]]
after = "30 minutes"
to = ["post:cs_manager", "owner"]
"""
"""A duty of fifteen minutes with a reminder and two rungs, in most tests the only one."""


def when(moment):
    """A clock time of the day of the tests, or a moment as it is."""
    return moment if isinstance(moment, datetime) else at(moment)


@pytest.fixture
def wired():
    """Every event reaches obligations, as in the product."""
    kept = wiring._by_event.copy(), wiring._by_key.copy(), list(wiring._to_all)
    changed = [wiring.now(reactions.on_rulebook_changed)]
    wiring.wire({Adopted: changed, FigureSet: changed}, [wiring.now(reactions.on_event)])
    yield
    wiring._by_event.clear()
    wiring._by_event.update(kept[0])
    wiring._by_key.clear()
    wiring._by_key.update(kept[1])
    wiring._to_all[:] = kept[2]


def raise_house():
    """Wanxing, with nothing remembered from another test."""
    cached_site.cache_clear()
    calendars.forget_kept_calendars()
    return wanxing()


@pytest.fixture
def house(db, wired):
    """Wanxing in the scope of its company."""
    found = raise_house()
    with company_scope(found.company.pk):
        yield found


def write_pack(folder, duties, head='quiet_hours = "22:00-07:30"'):
    """A pack called trial in a folder; every duty begins with clause and title."""
    folder = folder / "trial"
    folder.mkdir(exist_ok=True)
    text = HEAD.replace("{head}", head) + duties.replace("[[duty]]", DUTY)
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def trial(house, tmp_path):
    """Adopt a pack of the duties given as TOML."""

    def adopt(duties, head='quiet_hours = "22:00-07:30"', moment="00:00"):
        pack, source = load_pack(write_pack(tmp_path, duties, head))
        version = rulebook.store_version(pack, source, at=when(moment))
        return rulebook.adopt(house.site.pk, by=house.system, at=when(moment), pack="trial", version=version)

    return adopt


@pytest.fixture
def happen(house):
    """Record an event the way a verb does: in a transaction, with its actor and moment."""
    number = count(1)

    def record_one(event, moment, *, ref="CS-1", thread="", by=None, **values):
        with transaction.atomic():
            fact = event(site_id=house.site.pk, ref=ref, thread=thread, **values)
            return record(fact, by=by or house.system, at=when(moment))

    record_one.number = number
    return record_one


@pytest.fixture
def received(house, happen):
    """A case received by 林晓 and handled by 赵敏."""

    def receive(moment="09:00", **more):
        values = {
            "kind": "repair",
            "channel": "phone",
            "first_receiver_id": house.people["lin"].pk,
            "handler_id": house.people["zhao"].pk,
            "group_id": None,
            "received_at": moment if isinstance(moment, datetime) else at(moment),
            "urgency": "normal",
            "complaint_class": "",
        }
        return happen(cases.Received, moment, **{**values, **more})

    return receive


@pytest.fixture
def sweep():
    """One beat."""
    return lambda moment, **more: services.sweep(at=when(moment), **more)


def only(**wanted):
    """The one obligation, as stored."""
    return Obligation.objects.get(**wanted)


def facts(ref=None):
    """The names of obligations' own facts, without the app's name."""
    entries = JournalEntry.objects.filter(event__startswith="obligations.").order_by("id")
    return [one.event.partition(".")[2] for one in (entries.filter(ref=ref) if ref else entries)]


def fact(name):
    """The data of the latest fact of a name."""
    return JournalEntry.objects.filter(event=f"obligations.{name}").latest("id").data


def told():
    """Who got which message, in order: (login, kind)."""
    return [
        (one.staff.name, one.kind.partition(".")[2])
        for one in Notice.objects.select_related("staff").order_by("id")
    ]
