"""What stands for each parameter of an address: a thing of each company, in every interesting state, and a thing that is not.

An address with a parameter nobody stands for fails the suite. Add a line to ``_REGISTRY``: the app and parameter (or the
full name of the address and parameter, where one address means something else), what there is of it in a company, and what
there is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from guanjia.apps.rulebook import queries as rulebook
from tests.cast import at
from tests.matrix.resolver import Address
from tests.matrix.stage.company import Estate

NOWHERE = 987_654_321
"""The number of nothing."""

IN_EVERY_STATE = frozenset(
    {
        "cases:case",
        "cases:print",
        "cases:visit",
        "workorders:order",
        "workorders:peek",
        "gate:slip",
        "gate:held",
        "gate:visit",
        "gate:pass",
        "gate:entry",
        "gate:paper",
        "unitlists:import",
        "registers:entry",
        "custody:loan",
        "custody:print",
        "registers:print",
        "manuals:version",
        "letters:in",
        "letters:out",
        "letters:contact",
        "letters:rectify",
        "letters:rectify_print",
        "letters:notice",
        "meetings:meeting",
        "meetings:decision",
        "meetings:log",
        "manuals:difference",
        "obligations:breach",
        "archives:loan",
        "archives:paper",
        "safekeeping:item",
        "safekeeping:hand_out",
        "safekeeping:print",
        "obligations:proposal",
    }
)
"""Screens that look different in each state of their thing; all others are looked at in a few states."""

Choose = Callable[[Estate], list[Any]]


@dataclass(frozen=True)
class Subject:
    """The values of a parameter: ``of`` a company's own things, ``nothing`` one that does not exist anywhere."""

    of: Choose
    nothing: Any = NOWHERE
    is_thing: bool = True
    """False for a day, a year, the name of a field: what belongs to nobody."""


def _thing(*keys: str, attribute: str = "pk", nothing: Any = NOWHERE) -> Subject:
    """Things of the stage by their keys; a company without one of them leaves it out."""

    def of(estate: Estate) -> list[Any]:
        return [getattr(estate.things[key], attribute) for key in keys if estate.things.get(key) is not None]

    return Subject(of, nothing)


def _plain(*values: Any) -> Subject:
    return Subject(lambda _estate: list(values), is_thing=False)


def _shipped_digest() -> str:
    """The text of a pack shipped with the product."""
    desk = next(folder for folder in rulebook.pack_folders() if folder.name == "estate_desk")
    return rulebook.load_pack(desk)[0].digest


def _rows(model: str, attribute: str = "pk", nothing: Any = NOWHERE, most: int = 2) -> Subject:
    """The first rows of a model, for things that come about by themselves."""

    def of(estate: Estate) -> list[Any]:
        from django.apps import apps

        rows = apps.get_model(model)._base_manager.filter(company_id=estate.house.company.pk).order_by("pk")
        return list(rows.values_list(attribute, flat=True)[:most])

    return Subject(of, nothing)


_CASE = Subject(lambda estate: list(estate.cases.values()), "CS-2026-999999")
_ORDER = Subject(lambda estate: list(estate.orders.values()), "WO-2026-999999")
_VISITS = ("visit", "visit claimed", "visit dissatisfied", "visit unreached", "visit satisfied")
_IMPORTS = ("import uploaded", "import mapped", "import running", "import done")
_ENTRIES = ("entry", "entry signed", "entry struck", "entry rewritten")
_LOANS = (
    "loan",
    "loan issued",
    "loan asked",
    "loan approved",
    "loan declined",
    "loan withdrawn",
    "loan back",
    "loan lost",
)
_SLIPS = tuple(f"slip {key}" for key in ("asked", "approved", "passed", "held", "declined", "called off"))
_GOODS = ("goods held", "goods decided", "goods given")
_GUESTS = tuple(f"visit at gate {key}" for key in ("expected", "waiting", "inside", "left", "refused"))
_PASSES = ("pass good", "pass inside", "pass withdrawn")
_ROOM_ENTRIES = tuple(f"entry of a room {key}" for key in ("asked", "approved", "inside", "left", "declined"))
_LETTERS_IN = ("letter in", "letter in answered", "letter in secret")
_LETTERS_OUT = ("letter out draft", "letter out review", "letter out approved", "letter out sent")
_RECTIFY = tuple(
    f"rectify {state}" for state in ("delivered", "draft", "issued", "failed", "second", "closed")
)
_NOTICES = tuple(f"notice {state}" for state in ("posted", "draft", "review", "approved", "recalled"))
_MEETINGS = tuple(
    f"meeting {state}"
    for state in ("published", "called", "held", "review", "approved", "cancelled", "follows")
)
_DECISIONS = tuple(f"decision {state}" for state in ("open", "late", "reported", "done", "dropped", "draft"))
_LOGS = ("log open", "log handed", "log received", "log read")
_ITEMS = ("item open", "item noted", "item case", "item settled", "item struck")
_KEPT = ("kept bag", "kept purse", "kept parcel", "kept gone")
_FILED = ("archive paper", "archive secret", "archive expired", "archive withdrawn")
_LENT = tuple(
    f"archive loan {state}" for state in ("asked", "approved", "out", "back", "declined", "withdrawn")
)
_NO_TOKEN = "nobody-was-ever-given-this-secret"

_REGISTRY: dict[str, Subject] = {
    "cases:ref": _CASE,
    **{
        f"cases:{name}:ref": _thing(*_VISITS, attribute="ref", nothing="RV-2026-999999")
        for name in (
            "visit",
            "visit_claim",
            "visit_release",
            "visit_record_satisfied",
            "visit_record_dissatisfied",
            "visit_record_unreached",
        )
    },
    "cases:day": _plain(at("09:00").date(), at("09:00").date().replace(day=1)),
    "cases:monday": _plain(at("09:00").date(), at("09:00").date().replace(month=2, day=23)),
    "open:token": _rows("cases.Case", "token", _NO_TOKEN, most=60),
    "open:report:token": _thing("place", attribute="qr_token", nothing=_NO_TOKEN),
    "workorders:ref": _ORDER,
    **{
        f"gate:{name}:ref": _thing(*_SLIPS, attribute="ref", nothing="RS-2026-999999")
        for name in (
            "slip",
            "slip_take_word",
            "slip_approve",
            "slip_decline",
            "slip_cancel",
            "slip_let_pass",
            "slip_hold",
        )
    },
    **{
        f"gate:{name}:ref": _thing(*_GOODS, attribute="ref", nothing="HG-2026-999999")
        for name in ("held", "held_decide", "held_give_out")
    },
    **{
        f"gate:{name}:ref": _thing(*_GUESTS, attribute="ref", nothing="VS-2026-999999")
        for name in (
            "visit",
            "visit_ask_host",
            "visit_come_in",
            "visit_leave",
            "visit_turn_away",
            "visit_cancel",
        )
    },
    **{
        f"gate:{name}:ref": _thing(*_PASSES, attribute="ref", nothing="TP-2026-999999")
        for name in ("pass", "pass_renew", "pass_withdraw", "pass_go_in", "pass_go_out", "pass_see_off")
    },
    **{
        f"gate:{name}:ref": _thing(*_ROOM_ENTRIES, attribute="ref", nothing="ME-2026-999999")
        for name in (
            "entry",
            "entry_approve",
            "entry_decline",
            "entry_cancel",
            "entry_come_in",
            "entry_leave",
        )
    },
    "gate:ref": _thing(
        *_SLIPS, *_GOODS, *_GUESTS, *_PASSES, *_ROOM_ENTRIES, attribute="ref", nothing="RS-2026-999999"
    ),
    "gate:token": _thing("slip approved", "slip passed", "pass good", attribute="token", nothing=_NO_TOKEN),
    "gate:stop_id": _thing("stop"),
    "gate:barred_id": _thing("barred"),
    "gate:place_id": _thing("room"),
    "gate:who": _plain("CONTRACTOR", "STAFF"),
    "unitlists:ref": _thing(*_IMPORTS, attribute="ref", nothing="UL-2026-999999"),
    "api:pack": _plain("ledgers"),
    "api:register_key": _plain("diary"),
    "api:action": _plain("finish"),
    "api:read_entry:ref": _thing(*_ENTRIES, attribute="ref", nothing="RG-2026-999999"),
    "api:sign_entry:ref": _thing(*_ENTRIES, attribute="ref", nothing="RG-2026-999999"),
    "api:decline_entry:ref": _thing(*_ENTRIES, attribute="ref", nothing="RG-2026-999999"),
    "api:strike_entry:ref": _thing(*_ENTRIES, attribute="ref", nothing="RG-2026-999999"),
    "api:rewrite_entry:ref": _thing(*_ENTRIES, attribute="ref", nothing="RG-2026-999999"),
    "api:act_on_entry:ref": _thing(*_ENTRIES, attribute="ref", nothing="RG-2026-999999"),
    "registers:ref": _thing(*_ENTRIES, attribute="ref", nothing="RG-2026-999999"),
    "registers:pack": _plain("ledgers"),
    "registers:register": _plain("diary"),
    "registers:action": _plain("finish"),
    "registers:field": _plain("badge"),
    "registers:import:ref": _thing("entry import", attribute="ref", nothing="RI-2026-999999"),
    "registers:refused:ref": _thing("entry import", attribute="ref", nothing="RI-2026-999999"),
    "registers:destroy:ref": _thing("destruction", attribute="ref", nothing="RX-2026-999999"),
    "registers:drop_destruction:ref": _thing("destruction", attribute="ref", nothing="RX-2026-999999"),
    "documents:key": _thing("attachment", attribute="key", nothing=UUID(int=0)),
    "people:person_id": _thing("person"),
    "people:phone_id": _rows("people.Phone"),
    "people:residency_id": _thing("residency"),
    "people:field": _plain("PHONE", "ID_NUMBER"),
    "calendars:calendar_id": _thing("calendar"),
    "calendars:year": _plain(2026),
    "places:group_id": _thing("group"),
    "places:building_id": _thing("building"),
    "places:unit_id": _thing("unit"),
    "places:place_id": _thing("place"),
    "insight:site_id": Subject(lambda estate: [estate.house.site.pk]),
    "insight:pack": _plain("estate_desk"),
    "insight:clause": _plain("1.1"),
    "insight:key": _plain("ed_there_in_time"),
    "organisations:shift_id": _thing("shift"),
    "organisations:post_id": _thing("post"),
    "obligations:obligation_id": _rows("obligations.Obligation"),
    "obligations:breach_id": _thing("breach", *(f"breach {number}" for number in range(1, 6))),
    "obligations:proposal_id": _thing("proposal", "proposal heard", "proposal declined"),
    "obligations:number": _rows("obligations.Obligation"),
    "obligations:pk": _rows("obligations.Obligation"),
    "inspections:ref": _thing("sheet", "clean sheet", attribute="ref", nothing="IS-2026-999999"),
    "inspections:pack": _plain("rounds"),
    "inspections:key": _plain("corridor"),
    "inspections:finding_id": _thing("finding", "corrected", "cleared"),
    "custody:piece_id": _thing("piece", "piece out", "piece lost"),
    "custody:unit_id": _thing("unit"),
    "custody:kind_id": _thing("kind", "kind of rooms"),
    "custody:family": _plain("key", "card"),
    "custody:difference_id": _rows("custody.Difference"),
    "custody:ref": _thing(*_LOANS, attribute="ref", nothing="LN-2026-999999"),
    "custody:count:ref": _thing("count", attribute="ref", nothing="CT-2026-999999"),
    "custody:settle_loss:ref": _thing("loss", "loss settled", attribute="ref", nothing="LS-2026-999999"),
    "custody:find:ref": _thing("loss", "loss settled", attribute="ref", nothing="LS-2026-999999"),
    "letters:in_ref": _thing(*_LETTERS_IN, attribute="ref", nothing="LI-2026-999999"),
    "letters:out_ref": _thing(*_LETTERS_OUT, attribute="ref", nothing="LO-2026-999999"),
    "letters:contact_ref": _thing("contact", "contact answered", attribute="ref", nothing="LC-2026-999999"),
    "letters:rectify_ref": _thing(*_RECTIFY, attribute="ref", nothing="RN-2026-999999"),
    "letters:notice_ref": _thing(*_NOTICES, attribute="ref", nothing="NT-2026-999999"),
    "letters:notice_down:notice_ref": _thing("notice posted", attribute="ref", nothing="NT-2026-999999"),
    "letters:posting_id": _thing("posting"),
    "letters:text_id": _thing("wording"),
    "meetings:ref": _thing(*_MEETINGS, attribute="ref", nothing="MT-2026-999999"),
    "meetings:meeting_correct:ref": _thing("meeting published", attribute="ref", nothing="MT-2026-999999"),
    "meetings:point_id": _thing("point published"),
    "meetings:decision_ref": _thing(*_DECISIONS, attribute="ref", nothing="MD-2026-999999"),
    "meetings:log_ref": _thing(*_LOGS, attribute="ref", nothing="DL-2026-999999"),
    "meetings:item_id": _thing(*_ITEMS),
    "letters:key": Subject(lambda estate: [f"own-{estate.things['wording'].pk}"], "own-987654321"),
    "notices:token": _thing("notice approved", "notice posted", attribute="token", nothing=_NO_TOKEN),
    "manuals:document_id": _thing("book"),
    "manuals:version_id": _thing("edition B", "edition A", "draft", "prepared"),
    "manuals:clause_id": _thing("clause of a draft", "clause in force"),
    "manuals:intake_id": _thing("file"),
    "manuals:place": _plain(0),
    "manuals:copy_id": _thing("copy new", "copy out", "copy back"),
    "manuals:ref": _thing("reading", attribute="ref", nothing="MR-2026-999999"),
    "safekeeping:ref": _thing(*_KEPT, attribute="ref", nothing="KP-2026-999999"),
    **{
        f"safekeeping:{name}:ref": _thing("kept batch", attribute="ref", nothing="KB-2026-999999")
        for name in ("batch", "batch_pdf")
    },
    **{
        f"safekeeping:{name}:ref": _thing("kept loss", attribute="ref", nothing="KL-2026-999999")
        for name in ("loss", "close_loss", "loss_phone")
    },
    "safekeeping:kind": _plain("mail", "storage", "found"),
    "safekeeping:subscription_id": _thing("subscription"),
    "safekeeping:paper_day_id": _thing("paper day"),
    "archives:unit_id": _thing("unit"),
    "archives:person_id": _thing("archive tenant"),
    "archives:unit_waive:item": _plain("owner_form"),
    "archives:unit_need:item": _plain("owner_form"),
    "archives:person_waive:item": _plain("tenant_form"),
    "archives:person_need:item": _plain("tenant_form"),
    "archives:key": _plain(UUID(int=0)),
    "archives:ref": _thing(*_FILED, attribute="ref", nothing="FP-2026-999999"),
    **{
        f"archives:{name}:ref": _thing(*_LENT, attribute="ref", nothing="FL-2026-999999")
        for name in ("loan", "approve", "decline", "withdraw_loan", "hand_out", "take_back")
    },
    **{
        f"archives:{name}:ref": _thing("archive closed", attribute="ref", nothing="FA-2026-999999")
        for name in ("volume", "hold")
    },
    **{
        f"archives:{name}:ref": _thing("archive run", attribute="ref", nothing="FD-2026-999999")
        for name in ("run", "approve_run", "drop_run", "destroy_run", "witness_run")
    },
    "messaging:notice_id": _rows("messaging.Notice"),
    "messaging:robot_id": _thing("robot"),
    "messages:notice_id": _rows("messaging.Notice"),
    "messages:robot_id": _thing("robot"),
    "rulebook:pack": _plain("estate_desk"),
    "rulebook:digest": Subject(lambda _estate: [_shipped_digest()], "0" * 64, is_thing=False),
    "rulebook:part": _plain("solve_minor", "report_major"),
    "rulebook:name": _plain("deadline", "off"),
    "rulebook:topic": _plain("minor_complaint_settled"),
    "rulebook:change_id": _thing("change", "change approved", "change declined"),
    "rulebook:number": _thing("rule draft", "rule proposed", "rule approved", attribute="number"),
    "registers:number": _thing("form draft", "form proposed", "form approved", attribute="number"),
    "rulebook:house_export:digest": _rows("rulebook.PackVersion", "digest", "0" * 64),
    "programs:token_id": _thing("token"),
    "programs:endpoint_id": _thing("endpoint"),
    "programs:delivery_id": _rows("api.Delivery"),
    "ui:view_id": _thing("view"),
    "api:ref": _CASE,
    "api:verb": _plain("dance"),
}


class Missing(LookupError):
    """A parameter nobody stands for."""


def subject_of(address: Address, parameter: str) -> Subject:
    """What stands for a parameter. Raises ``Missing`` with what to add."""
    app = address.name.partition(":")[0]
    for key in (f"{address.name}:{parameter}", f"{app}:{parameter}"):
        if key in _REGISTRY:
            return _REGISTRY[key]
    raise Missing(
        f"Nothing stands for “{parameter}” of {address.name}. Make one in tests/matrix/stage/ and name it in "
        f"_REGISTRY of tests/matrix/subjects.py: '{app}:{parameter}': _thing('…')."
    )


def things_of(address: Address) -> list[str]:
    """The parameters that name a thing of a company."""
    try:
        return [name for name in address.parameters if subject_of(address, name).is_thing]
    except Missing:
        return []


def urls(address: Address, estate: Estate, most: int | None = None) -> list[str]:
    """The address filled in with each thing of a company (all parameters move on together).

    Nothing when a parameter is unknown: one test tells of that, the others go on.
    """
    try:
        columns = {name: subject_of(address, name).of(estate) for name in address.parameters}
    except Missing:
        return []
    if not columns:
        return [reverse(address.name)]
    if not all(columns.values()):
        return []
    count = max(len(values) for values in columns.values())
    found = [
        reverse(address.name, kwargs={name: values[place % len(values)] for name, values in columns.items()})
        for place in range(count)
    ]
    return found[:most]


def url_of_nothing(address: Address, estate: Estate) -> str:
    """The address filled in with a thing nobody ever made."""
    filled = {
        name: one.nothing if one.is_thing else one.of(estate)[0]
        for name in address.parameters
        for one in [subject_of(address, name)]
    }
    return reverse(address.name, kwargs=filled)
