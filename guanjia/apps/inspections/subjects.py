"""What a sheet can be about: the subjects of each kind at a site, whether one is there, and what people call them.

Cases and work orders stand above this app; what is known of them here is what the journal tells.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import site_ref, staff_ref
from guanjia.apps.places import queries as places
from guanjia.apps.rulebook.queries import that_hold
from guanjia.apps.rulebook.terms import BEGUN_BY, CheckedSubject, Condition
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound

LATELY = timedelta(days=30)
"""How far back cases and work orders are proposed to be looked at."""
_MOST_MATTERS = 2000


@dataclass(frozen=True, slots=True)
class Subject:
    """Something a sheet is about: its reference, its name, and the matter a sheet about it belongs to ("": its own)."""

    ref: str
    name: str
    thread: str = ""


def refs_of(
    kind: CheckedSubject, site_id: int, at: datetime, conditions: Iterable[Condition] = ()
) -> list[str]:
    """Everything of a kind at a site that can be looked at; of cases and work orders those of the last days that fit."""
    if kind in BEGUN_BY:
        return list(
            that_hold(_matters(kind, site_id), conditions)
            .filter(at__gt=at - LATELY, at__lte=at)
            .values_list("ref", flat=True)[:_MOST_MATTERS]
        )
    return list(_ASSETS[kind](site_id, at))


def get_subject(actor: Actor, kind: CheckedSubject, site_id: int, ref: str, at: datetime) -> Subject | None:
    """One subject by its reference; None when there is none of that kind at the site, or none the actor may see."""
    if kind in BEGUN_BY:
        entry = _matters(kind, site_id).filter(ref=ref).first()
        return Subject(ref, ref, entry.thread) if entry else None
    if not _is_there(actor, kind, site_id, ref, at):
        return None
    return Subject(ref, names_of([ref])[ref])


def _is_there(actor: Actor, kind: CheckedSubject, site_id: int, ref: str, at: datetime) -> bool:
    if kind not in _ONE:
        return ref in _ASSETS[kind](site_id, at)
    begin, _colon, pk = ref.partition(":")
    if begin != kind.value or not (pk.isascii() and pk.isdecimal() and len(pk) < 18):
        return False
    try:
        return bool(_ONE[kind](actor, int(pk)).site_id == site_id)
    except NotFound:
        return False


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """What people call the subjects of references; one query for each kind there is. Numbers of matters are their own names."""
    by_kind: dict[str, list[int]] = {}
    found = {}
    for ref in set(refs):
        kind, colon, pk = ref.partition(":")
        if colon and kind in _NAMES and pk.isdecimal():
            by_kind.setdefault(kind, []).append(int(pk))
        elif not colon:
            found[ref] = ref
    for kind, ids in by_kind.items():
        found |= {f"{kind}:{pk}": name for pk, name in _NAMES[kind](ids).items()}
    return found


def _matters(kind: CheckedSubject, site_id: int) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(event=BEGUN_BY[kind], site_id=site_id).order_by("-at", "-id")


def _site(site_id: int, _at: datetime) -> Iterator[str]:
    yield site_ref(site_id)


def _staff(site_id: int, at: datetime) -> Iterator[str]:
    yield from (staff_ref(one.pk) for one, _groups in organisations.appointed(site_id, at))


_ASSETS: dict[CheckedSubject, Callable[[int, datetime], Iterator[str]]] = {
    CheckedSubject.SITE: _site,
    CheckedSubject.STAFF: _staff,
    CheckedSubject.BUILDING: lambda site_id, _at: (ref for ref, _group in places.building_refs(site_id)),
    CheckedSubject.UNIT: lambda site_id, _at: (ref for ref, _group in places.unit_refs(site_id)),
    CheckedSubject.PLACE: lambda site_id, _at: (ref for ref, _group in places.place_refs(site_id)),
}


_ONE: dict[CheckedSubject, Callable[[Actor, int], Any]] = {
    CheckedSubject.BUILDING: places.get_building,
    CheckedSubject.UNIT: places.get_unit,
    CheckedSubject.PLACE: places.get_place,
}


def _site_names(ids: list[int]) -> dict[int, str]:
    return {pk: organisations.site(pk).name for pk in ids}


_NAMES: dict[str, Callable[[list[int]], dict[int, str]]] = {
    "site": _site_names,
    "staff": organisations.staff_names,
    "unit": places.unit_codes,
    "place": places.place_names,
    "building": places.building_names,
}
