"""What a duty of the calendar is about, each time it comes round: the references of its subjects at a site."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import site_ref, staff_ref
from guanjia.apps.places import queries as places
from guanjia.apps.rulebook.terms import Duty, Each, EachKind


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject: its reference, its group (组团) if it lies in one, and the person who must do it, if it is about a person."""

    ref: str
    group_code: str = ""
    person: int | None = None


def subjects_of(duty: Duty, site_id: int, at: datetime) -> Iterator[Subject]:
    """The subjects of a duty at a site as things stand."""
    if duty.each.kind is EachKind.HOLDER:
        yield from _holders(duty, site_id, at)
        return
    yield from (Subject(ref, group) for ref, group in _KINDS[duty.each.kind](site_id, duty.each))


def _holders(duty: Duty, site_id: int, at: datetime) -> Iterator[Subject]:
    """Everybody at a post. Where nobody holds the post that owns the duty, the site's, so that somebody hears of it."""
    other = dict(duty.each.having).get("post", "")
    posts = [other] if other else [owner.post for owner in duty.owners]
    holding = [pk for post in posts for pk in organisations.holder_ids(site_id, post, at)]
    for pk in dict.fromkeys(holding):
        yield Subject(staff_ref(pk), person=None if other else pk)
    if not holding and not other:
        yield Subject(site_ref(site_id))


def _site(site_id: int, _each: Each) -> Iterator[tuple[str, str]]:
    yield site_ref(site_id), ""


def _groups(site_id: int, _each: Each) -> Iterator[tuple[str, str]]:
    yield from places.group_refs(site_id)


def _buildings(site_id: int, _each: Each) -> Iterator[tuple[str, str]]:
    yield from places.building_refs(site_id)


def _units(site_id: int, each: Each) -> Iterator[tuple[str, str]]:
    yield from places.unit_refs(site_id, stage=dict(each.having).get("stage", ""))


def _places(site_id: int, each: Each) -> Iterator[tuple[str, str]]:
    yield from places.place_refs(site_id, kind=dict(each.having).get("kind", ""))


_KINDS: dict[EachKind, Callable[[int, Each], Iterator[tuple[str, str]]]] = {
    EachKind.SITE: _site,
    EachKind.GROUP: _groups,
    EachKind.BUILDING: _buildings,
    EachKind.UNIT: _units,
    EachKind.PLACE: _places,
}


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """What people call the subjects of references; one query for each kind there is."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for ref in set(refs):
        kind, _colon, pk = ref.partition(":")
        if kind in _NAMES and pk.isdecimal():
            by_kind[kind].append(int(pk))
    return {f"{kind}:{pk}": name for kind, ids in by_kind.items() for pk, name in _NAMES[kind](ids).items()}


def _site_names(ids: list[int]) -> dict[int, str]:
    return {pk: organisations.site(pk).name for pk in ids}


_NAMES: dict[str, Callable[[list[int]], dict[int, str]]] = {
    "site": _site_names,
    "staff": organisations.staff_names,
    "unit": places.unit_codes,
    "place": places.place_names,
    "building": places.building_names,
    "group": places.group_names,
}
