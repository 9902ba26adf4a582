"""How an entry is written: what was given is read, looked up, computed and checked, and its files are kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.terms import How
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import site_ref
from guanjia.apps.people import queries as people
from guanjia.apps.places import queries as places
from guanjia.apps.registers import computing, queries, rules, sight
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.terms import State, series_of
from guanjia.apps.registers.wording import searchable
from guanjia.apps.rulebook.terms import Bilingual, Field, FieldKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import thread
from guanjia.kernel.numbering import next_refs
from guanjia.kernel.refusals import NotFound, Refusal, Refused, refuse

IN_FIELD = "field"
"""The purpose of a signature that was drawn into a field."""

Photos = Mapping[str, Sequence[documents.Upload]]
"""Pictures and files by the key of their field."""


def register_in_force(site_id: int, pack: str, register: str, at: datetime, by: Actor) -> Register:
    """The register as it is kept now. Raises ``NotFound``, or ``Refused`` when the rulebook has dropped it."""
    reader = Actor.system(by.company_id)
    kept = queries.get_register(reader, site_id, pack, register, at)
    refuse(rules.why_not_kept(is_in_force=kept.is_in_force))
    return kept


def write(
    kept: Register,
    *,
    by: Actor,
    at: datetime,
    values: Mapping[str, Any],
    about: str,
    photos: Photos,
    before: Entry | None = None,
) -> Entry:
    """A new row with its number and pictures. Of ``before`` stay its pictures, and what ``by`` could not see to write again."""
    fields = kept.fields_asked
    staying = {field.key for field in fields if field.kind in rules.FILES}
    staying |= {
        field.key for field in fields if before and not field.formula and sight.stays(field, before, by)
    }
    old = {
        key: value
        for key, value in (before.values if before else {}).items()
        if key in staying and not photos.get(key) and _left_alone(values.get(key))
    }
    found = read_values(kept, fields, values, photos, old, by)
    entry = _unnumbered(kept, found, about, by=by, at=at)
    number([entry], kept, at)
    entry.values = {**old, **with_files(entry, fields, found, photos, values, by, at)}
    entry.typed_by = sight.typed_by(fields, set(entry.values) - set(old), by) | {
        key: who for key, who in (before.typed_by if before else {}).items() if key in old
    }
    entry.index_words()
    entry.save(force_insert=True)
    return entry


def plain_row(kept: Register, *, by: Actor, at: datetime, values: Mapping[str, Any]) -> Entry:
    """A row of values without pictures, checked like any other, but with no number yet and not stored."""
    fields = kept.fields_asked
    found = read_values(kept, fields, values, {}, {}, by)
    entry = _unnumbered(kept, found, "", by=by, at=at)
    entry.values, entry.typed_by = found, sight.typed_by(fields, set(found), by)
    return entry


def number(entries: Sequence[Entry], kept: Register, at: datetime) -> None:
    """Give entries of one register, in their order, its next numbers."""
    site = organisations.site(entries[0].site_id)
    year = at.astimezone(ZoneInfo(site.timezone)).year
    refs = next_refs(
        series_of(kept.term.series),
        len(entries),
        company_id=site.company_id,
        site_id=site.pk,
        year=year,
        prefix=site.ref_prefix,
    )
    for entry, ref in zip(entries, refs, strict=True):
        entry.ref = ref


def _unnumbered(kept: Register, found: Mapping[str, Any], about: str, *, by: Actor, at: datetime) -> Entry:
    fields, site_id = kept.fields_asked, kept.here.site_id
    subject = about or rules.about_of(fields, found, site_ref(site_id))
    _require_subject(subject, by, site_id)
    return Entry(
        company_id=organisations.site(site_id).company_id,
        site_id=site_id,
        adoption_id=kept.here.adoption_id,
        pack=kept.pack,
        register=kept.key,
        state=State.ENTERED,
        stage=kept.term.stages[0].key if kept.term.stages else "",
        signer_due=rules.next_signer(kept.term.signed_by, 0),
        about=subject,
        text=searchable(fields, found, names_in(kept, fields, found)),
        entered_at=at,
        entered_by_id=by.id,
        entered_by_name=by.name,
    )


def _left_alone(value: Any) -> bool:
    """Whether a form sent nothing for a field."""
    return value is None or value is False or value in ("", [])


def read_values(
    kept: Register,
    fields: Sequence[Field],
    values: Mapping[str, Any],
    photos: Photos,
    old: Mapping[str, Any],
    by: Actor,
    *,
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What was given for some fields, read, looked up, computed and checked. Raises ``Refused`` with all that is wrong.

    ``old`` are pictures that stay, ``before`` what the entry holds already.
    """
    drawn = {one.key for one in fields if one.kind is FieldKind.SIGNATURE and values.get(one.key)}
    kept_as_is = {one.key: old[one.key] for one in fields if one.key in old and one.kind not in rules.FILES}
    plain = {key: value for key, value in values.items() if key not in drawn} | kept_as_is
    counts = {key: len(files) for key, files in photos.items() if files}
    counts |= dict.fromkeys([*old, *drawn], 1)
    read = rules.read(fields, plain, counts)
    found = _looked_up(kept, read, by)
    read.values.update(found)
    computing.complete(fields, kept.term.checks, read, counts, before=_known_before(kept, before))
    refuse(read.refusals)
    return read.values


def _known_before(kept: Register, before: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return None if before is None else computing.typed_values(kept.term.fields, before)


def with_files(
    entry: Entry,
    fields: Sequence[Field],
    found: Mapping[str, Any],
    photos: Photos,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    """The values with the keys of the pictures and files, and the ids of the signatures, that were kept for them."""
    seers = {one.key: one.seen_by for one in fields}
    pictures = {
        key: _kept_pictures(entry, files, by, at, seers.get(key, ()))
        for key, files in photos.items()
        if files
    }
    drawn = {
        one.key: _signed_in(entry, one, values[one.key], by, at)
        for one in fields
        if one.kind is FieldKind.SIGNATURE and values.get(one.key)
    }
    return {**found, **pictures, **drawn}


def _signed_in(entry: Entry, field: Field, strokes: Any, by: Actor, at: datetime) -> int:
    """Keep what was drawn into a field; it stands for whoever the field's label names."""
    try:
        made = documents.sign(
            by=by,
            at=at,
            site_id=entry.site_id,
            about_ref=entry.ref,
            purpose=IN_FIELD,
            signer_name=str(field.label)[:60],
            how=How.SCREEN,
            strokes=str(strokes),
        )
    except Refused as refused:
        raise Refused(*(replace(one, field=field.key) for one in refused.refusals)) from refused
    return int(made.pk)


def names_in(kept: Register, fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, str]:
    """The names of whatever the values refer to, by reference."""
    return queries.names_of(rules.refs_of(fields, values)) | kept.post_names(values)


def _kept_pictures(
    entry: Entry, files: Sequence[documents.Upload], by: Actor, at: datetime, seen_by: Sequence[str]
) -> list[str]:
    made = documents.attach_all(
        files, by=by, at=at, site_id=entry.site_id, about_ref=entry.ref, seen_by=seen_by
    )
    return [str(one.key) for one in made]


def _looked_up(kept: Register, read: rules.Read, by: Actor) -> dict[str, Any]:
    """The values with every unit, place and person as the id of one at this site; what is not there joins the refusals."""
    found = dict(read.values)
    for field in kept.term.fields:
        if (
            field.kind is FieldKind.POST
            and field.key in found
            and found[field.key] not in kept.here.pack.posts
        ):
            message = _("Please choose one of these.")
            read.refusals.append(Refusal("not_a_choice", message, field=field.key))
        if field.kind in rules.SUBJECTS and field.key in found:
            pk = _id_of(field.kind, found[field.key], by, kept.here.site_id)
            if pk is None:
                read.refusals.append(rules.not_here(field.key))
            else:
                found[field.key] = pk
    return found


def _id_of(kind: FieldKind, given: int | str, by: Actor, site_id: int) -> int | None:
    if kind is FieldKind.STAFF:
        return next((one.pk for one in organisations.list_staff(by, site_id) if one.pk == given), None)
    if kind is FieldKind.PLACE:
        places_here = places.list_places(by, site_id)
        row = places_here.filter(code=given) if isinstance(given, str) else places_here.filter(pk=given)
        return row.values_list("pk", flat=True).first()
    if kind is FieldKind.PERSON:
        return _or_none(lambda: people.get_person(by, int(given)).pk)
    located = places.locate_unit(
        site_id,
        unit_id=given if isinstance(given, int) else None,
        code=given if isinstance(given, str) else "",
    )
    return located.unit_id if located else None


def _or_none(look: Callable[[], int]) -> int | None:
    try:
        return look()
    except NotFound:
        return None


def _require_subject(ref: str, by: Actor, site_id: int) -> None:
    """Raises ``Refused`` for a reference of nothing at this site."""
    if ":" not in ref and thread(ref).filter(site_id=site_id).exists():
        return  # a matter by its number, such as a case
    kind, _colon, number = ref.partition(":")
    pk = int(number) if number.isdecimal() and len(number) < 19 else 0
    if kind not in _SUBJECTS or not pk or not _SUBJECTS[kind](by, site_id, pk):
        message = _("What the entry should be about is not at this site. Begin again from its own page.")
        raise Refused(Refusal("about_unknown", message, field="about"))


_SUBJECTS: dict[str, Callable[[Actor, int, int], bool]] = {
    "site": lambda _by, site_id, pk: pk == site_id,
    "unit": lambda _by, site_id, pk: places.locate_unit(site_id, unit_id=pk) is not None,
    "place": lambda by, site_id, pk: _id_of(FieldKind.PLACE, pk, by, site_id) is not None,
    "staff": lambda by, site_id, pk: _id_of(FieldKind.STAFF, pk, by, site_id) is not None,
    "building": lambda by, site_id, pk: pk in {one.pk for one in places.list_buildings(by, site_id)},
    "group": lambda by, site_id, pk: pk in {one.pk for one in places.list_groups(by, site_id)},
}


def about_register(entry: Entry, kept: Register) -> dict[str, Any]:
    """Which entry of which register, as every event says it."""
    title: Bilingual = kept.term.title
    return {
        "site_id": entry.site_id,
        "ref": entry.ref,
        "pack": entry.pack,
        "register": entry.register,
        "title": title.as_json(),
    }


def facts_of(entry: Entry, kept: Register) -> dict[str, Any]:
    """What the journal is told when an entry is made."""
    kind, _colon, pk = entry.about.partition(":")
    fields = kept.term.fields
    unit = int(pk) if kind == "unit" else rules.first_of(FieldKind.UNIT, fields, entry.values)
    staff = int(pk) if kind == "staff" else rules.first_of(FieldKind.STAFF, fields, entry.values)
    return {**about_register(entry, kept), "about": entry.about, "unit_id": unit, "staff_id": staff}
