"""What stands on the page of an entry: its facts, and who signs."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents.queries import signatures_for
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.registers import rules
from guanjia.apps.registers.models import Entry, EntrySignature
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.wording import Names, words
from guanjia.apps.rulebook.terms import FieldKind
from guanjia.kernel.refusals import Text
from guanjia.ui.panels import Facts


def values(entry: Entry, register: Register, names: Names) -> Facts:
    """What was entered, field by field; texts of several lines and photos stand below."""
    shown = Facts()
    for field in register.term.fields:
        if field.kind not in (FieldKind.LONG_TEXT, FieldKind.PHOTO):
            shown.add(str(field.label), words(field, entry.values.get(field.key), names))
    return shown


def texts(entry: Entry, register: Register) -> list[tuple[str, str]]:
    """The longer texts of an entry with their labels."""
    return [
        (str(field.label), entry.values[field.key])
        for field in register.term.fields
        if field.kind is FieldKind.LONG_TEXT and entry.values.get(field.key)
    ]


def frame(entry: Entry, register: Register, names: Names) -> Facts:
    """Who entered it, what it is about, by which rules, and until when it is kept."""
    zone = ZoneInfo(organisations.site(entry.site_id).timezone)
    until = rules.kept_until(entry.entered_at.astimezone(zone).date(), register.term.keep_years)
    return (
        Facts()
        .add(_("Entered by"), entry.entered_by_name)
        .add(_("Entered at"), entry.entered_at, kind="moment")
        .add(_("About"), names.get(entry.about, "" if ":" in entry.about else entry.about))
        .add(_("Rulebook"), f"{register.here.pack.title} · {register.term.clause}")
        .add(_("Version"), register.here.pack.label)
        .add(_("Kept until"), until.isoformat())
    )


@dataclass(frozen=True)
class Line:
    """One of those who sign: what the post is called, and the signature once it is given."""

    post: Text
    given: EntrySignature | None
    is_due: bool


def lines(entry: Entry, register: Register) -> list[Line]:
    """Everybody who signs an entry, in order; the drawings of customers come with them in one query."""
    drawn = {one.pk: one for one in signatures_for(entry.ref)}
    given = {one.place: one for one in entry.signatures.all()}
    for one in given.values():
        if one.signature_id:
            one.signature = drawn[one.signature_id]
    waits = entry.is_open
    return [
        Line(register.name_of(post), given.get(place), is_due=waits and place == len(given))
        for place, post in enumerate(register.term.signed_by)
    ]
