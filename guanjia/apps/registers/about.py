"""What of the registers belongs into the file of a unit or a customer: entries that name it and are signed by all."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from guanjia.apps.documents.terms import Paper, Wanted
from guanjia.apps.registers import queries, rules
from guanjia.apps.registers.models import Entries, Entry
from guanjia.apps.registers.terms import ENTRY_PAPER, Can, State
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.terms import Field, FieldKind


def papers_about(wanted: Wanted) -> list[Paper]:
    """The entries ("entry:pack/register") about units and people; one query. What still wants a signature is no paper yet."""
    rows = Entry.objects.filter(site_id=wanted.site_id, destroyed_at=None, signer_due="")
    rows = rows.exclude(state__in=[State.STRUCK.value, State.DECLINED.value])
    named = [key.removeprefix(ENTRY_PAPER).split("/") for key in wanted.keys if key.startswith(ENTRY_PAPER)]
    if wanted.keys and not named:
        return []
    if named:
        rows = rows.filter(
            pack__in={pack for pack, _key in named}, register__in={key for _pack, key in named}
        )
    rows = _narrowed(rows, wanted, [(pack, key) for pack, key in named])
    found = []
    for entry in rows.only(
        "ref", "pack", "register", "about", "values", "entered_at", "adoption_id", "site_id"
    ).order_by("-entered_at"):
        key = f"{ENTRY_PAPER}{entry.pack}/{entry.register}"
        if wanted.asks(key) and (paper := _paper(entry, key, wanted.expiry.get(key, ""))):
            found.append(paper)
    return found


def _narrowed(rows: Entries, wanted: Wanted, named: list[tuple[str, str]]) -> Entries:
    if wanted.is_everything:
        return rows if wanted.keys else rows.filter(Q(about__startswith="unit:"))
    refs = [f"unit:{one}" for one in wanted.unit_ids or ()] + [
        f"person:{one}" for one in wanted.person_ids or ()
    ]
    about = Q(about__in=refs)
    for key in _person_fields(wanted.site_id, named) if wanted.person_ids else ():
        about |= Q(**{f"values__{key}__in": list(wanted.person_ids or ())})
    return rows.filter(about)


def _person_fields(site_id: int, named: list[tuple[str, str]]) -> set[str]:
    """The keys under which the wanted registers name people."""
    found: set[str] = set()
    for here in rulebook.rules_of(site_id).by_id.values():
        for pack, key in named:
            if here.pack.key == pack and key in here.pack.registers:
                found |= {one.key for one in _people_in(here.pack.registers[key].fields)}
    return found


def _people_in(fields: tuple[Field, ...]) -> list[Field]:
    return [one for one in fields if one.kind is FieldKind.PERSON and not one.is_private]


def _paper(entry: Entry, key: str, expiry: str) -> Paper | None:
    term = queries.register_of(entry).term
    unit_id = rules.first_of(FieldKind.UNIT, term.fields, entry.values)
    if entry.about.startswith("unit:"):
        unit_id = int(entry.about.removeprefix("unit:"))
    people = {entry.values.get(one.key) for one in _people_in(term.fields)}
    if entry.about.startswith("person:"):
        people.add(int(entry.about.removeprefix("person:")))
    people.discard(None)
    if unit_id is None and not people:
        return None
    return Paper(
        key,
        entry.ref,
        str(term.title),
        entry.entered_at,
        entry.get_absolute_url(),
        Can.SEE,
        unit_id,
        tuple(sorted(people)),
        _day(entry.values.get(expiry)),
    )


def _day(given: object) -> date | None:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None
