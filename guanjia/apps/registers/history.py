"""The timeline of an entry in words: what each fact says beyond its label."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.apps.registers.queries import Register
from guanjia.kernel.journal import label_of
from guanjia.kernel.models import JournalEntry

Data = dict[str, Any]

_TOLD_BY_OURS = "documents.signed"
"""A customer's signature is kept by documents; our own fact about it says more."""


@dataclass(frozen=True)
class Told:
    """One fact as a timeline shows it."""

    label: str
    text: str
    at: datetime
    by: str
    tone: str = ""


def tell(facts: Iterable[JournalEntry], register: Register) -> list[Told]:
    """The facts in words, the latest first."""
    return [_tell(fact, register) for fact in reversed(list(facts)) if fact.event != _TOLD_BY_OURS]


def _tell(fact: JournalEntry, register: Register) -> Told:
    words = _WORDS.get(fact.event)
    text = words(fact.data, register) if words else ""
    return Told(label_of(fact), text, fact.at, fact.actor_name, _TONES.get(fact.event, ""))


def _signed(data: Data, register: Register) -> str:
    post = str(register.name_of(data["signed_as"]))
    return " · ".join(part for part in (post, data.get("signer_name", ""), data.get("note", "")) if part)


def _acted(data: Data, register: Register) -> str:
    label = next(
        (str(one.label) for one in register.term.actions if one.key == data["action"]), data["action"]
    )
    return f"{label} → {register.stage_label(data['to_stage'])}"


def _struck(data: Data, _register: Register) -> str:
    if not data["replaced_by"]:
        return str(data["reason"])
    return _("%(reason)s, replaced by %(ref)s") % {"reason": data["reason"], "ref": data["replaced_by"]}


def _label(key: str, register: Register) -> str:
    return next((str(one.label) for one in register.term.fields if one.key == key), key)


_WORDS: dict[str, Callable[[Data, Register], str]] = {
    "registers.rewritten": lambda data, _register: data["replaces"],
    "registers.signed": _signed,
    "registers.acted": _acted,
    "registers.revealed": lambda data, register: f"{_label(data['field'], register)} · {data['reason']}",
    "registers.held": lambda data, _register: data["reason"],
    "registers.destroyed": lambda data, _register: data["destruction"],
    "registers.declined": lambda data, register: (
        f"{register.name_of(data['declined_as'])} · {data['reason']}"
    ),
    "registers.struck": _struck,
    "documents.attached": lambda data, _register: data["file_name"],
    "documents.removed": lambda data, _register: f"{data['file_name']} · {data['reason']}",
}

_TONES = {"registers.signed": "good", "registers.declined": "late", "registers.struck": "late"}
