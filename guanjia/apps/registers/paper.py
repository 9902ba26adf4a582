"""An entry on A4: for the printer and as PDF, alone or many at once. Both are made from the same panels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.registers import panels, queries
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.panels import Line
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.wording import Names
from guanjia.apps.rulebook.terms import FieldKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound
from guanjia.ui.panels import Facts
from guanjia.ui.paper import Paper, Pictures, Rows, Signed

MOST_PHOTOS = 9
"""So many photographs of a field go on paper; all of them stand on the entry's page."""


def of_entry(
    entry: Entry, register: Register, names: Names, *, address: str, actor: Actor, at: datetime
) -> Paper:
    """The paper of an entry."""
    lines = panels.lines(entry, register)
    register = panels.on_paper(register)
    return Paper(
        title=str(register.term.title),
        company=entry.site.company.name,
        site=entry.site.name,
        number=entry.ref,
        address=address,
        notice=_void(entry),
        printed=_("Printed %(at)s by %(name)s") % {"at": _moment(at), "name": actor.name},
        pairs=_pairs(panels.values(entry, register, names, actor)),
        texts=panels.texts(entry, register, actor),
        tables=[
            Rows(one.label, one.heads, one.figures, one.lines)
            for one in panels.tables(entry, register, actor)
        ],
        photos=list(_photos(entry, register, actor)),
        facts=_pairs(panels.frame(entry, register, names)),
        signed=[
            *(
                Signed(label, one.signer_name, _moment(one.at), path=one.path)
                for label, one in panels.drawn(entry, register, actor)
            ),
            *(_signed(one) for one in lines if one.given),
        ],
        blanks=[
            *(str(one.post) for one in lines if not one.given),
            *(str(one) for one in register.term.paper.lines),
        ],
        wide=register.term.paper.columns == 1,
    )


def _pairs(facts: Facts) -> list[tuple[str, str]]:
    return [
        (str(one.label), _moment(one.value) if isinstance(one.value, datetime) else str(one.value))
        for one in facts.facts
    ]


def _signed(line: Line) -> Signed:
    given = line.given
    assert given is not None
    drawn = given.signature
    return Signed(
        label=str(line.post),
        name=given.name,
        at=_moment(given.at),
        note=given.note,
        path=drawn.path if drawn else "",
    )


def _photos(entry: Entry, register: Register, actor: Actor) -> Iterable[Pictures]:
    for field in register.term.fields:
        keys = entry.values.get(field.key) if field.kind is FieldKind.PHOTO else None
        files = [content for key in (keys or [])[:MOST_PHOTOS] if (content := _photo(key, actor))]
        if files:
            yield Pictures(str(field.label), files)


def _photo(key: str, actor: Actor) -> bytes | None:
    """A small picture of a photograph; None when it was removed or is not the reader's to see."""
    try:
        return b"".join(documents.stored(actor, key, small=True).chunks())
    except (NotFound, OSError):
        return None


def _void(entry: Entry) -> str:
    if not entry.is_struck or entry.struck_at is None:
        return ""
    parts = [_("Struck out"), entry.struck_reason, f"{entry.struck_by_name} {_moment(entry.struck_at)}"]
    if entry.replaced_by:
        parts.append(f"→ {entry.replaced_by.ref}")
    return " · ".join(parts)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def of_entries(entries: Iterable[Entry], *, root: str, actor: Actor, at: datetime) -> list[Paper]:
    """The papers of entries, their names looked up together; ``root`` is what their addresses begin with."""
    found = list(entries)
    names = queries.names_in(found)
    return [
        of_entry(
            one,
            queries.register_of(one),
            names,
            address=root + one.get_absolute_url().lstrip("/"),
            actor=actor,
            at=at,
        )
        for one in found
    ]
