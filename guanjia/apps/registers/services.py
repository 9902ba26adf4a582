"""The verbs: enter, sign, strike, rewrite. An entry is never edited."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.terms import Signing
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import site_ref
from guanjia.apps.people import queries as people
from guanjia.apps.places import queries as places
from guanjia.apps.registers import events, queries, rules
from guanjia.apps.registers.lifecycle import LIFECYCLE
from guanjia.apps.registers.models import Entry, EntrySignature
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.terms import CUSTOMER, SERIES, Can, State
from guanjia.apps.registers.wording import searchable
from guanjia.apps.rulebook.terms import Bilingual, FieldKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record, thread
from guanjia.kernel.locking import locked
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refusal, Refused, refuse

PURPOSE = "entry"
"""The purpose of a customer's signature under an entry."""

Photos = Mapping[str, Sequence[documents.Upload]]
"""Pictures by the key of their field."""


def enter(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    pack: str,
    register: str,
    values: Mapping[str, Any],
    about: str = "",
    photos: Photos | None = None,
) -> Entry:
    """Make an entry in a register the site keeps.

    ``values`` are given by field key (see ``rules.read`` for what each kind takes). ``about`` is the reference of what
    the entry concerns, or the number of a matter; without one it is the unit, place or person of the staff its fields name, else the site. Raises
    ``NotFound`` for an unknown register or subject and ``Refused`` with every field that is wrong.
    """
    with transaction.atomic():
        permit_at(by, Can.ENTER, site_id)
        if organisations.site(site_id).company_id != by.company_id:
            raise NotFound
        kept = _kept(site_id, pack, register, at, by)
        entry = _written(kept, by=by, at=at, values=values, about=about, photos=photos or {})
        record(events.Entered(**_facts(entry, kept)), by=by, at=at)
        return entry


def sign(entry: Entry, *, by: Actor, at: datetime, note: str = "", signing: Signing | None = None) -> Entry:
    """Give the signature that is due: that of the next post, by one who holds it, or the customer's (``signing``).

    Raises ``Refused`` when it is somebody else's turn, none is missing, or the customer has not signed.
    """
    with locked(entry) as fresh:
        permit(by, Can.SIGN, fresh)
        kept = queries.register_of(fresh)
        place = fresh.signatures.count()
        is_last = place + 1 >= len(kept.term.signed_by)
        state = LIFECYCLE.step(fresh.state, "sign_last" if is_last else "sign")
        signer = fresh.signer_due
        holders = () if signer in ("", CUSTOMER) else queries.signing_ids(fresh, signer, at)
        named = kept.name_of(signer)
        refuse(rules.why_not_sign(signer, signer_name=named, actor_id=by.id, holders=holders))
        made = EntrySignature(
            company_id=fresh.company_id,
            entry=fresh,
            place=place,
            signed_as=signer,
            note=note.strip()[:200],
            at=at,
        )
        if signer == CUSTOMER:
            made.signature = _customer_signs(fresh, signing or Signing("", ""), by, at)
            made.name = made.signature.signer_name
        else:
            made.staff_id, made.name = by.id, by.name
        made.save(force_insert=True)
        fresh.state = state
        fresh.signer_due = rules.next_signer(kept.term.signed_by, place + 1)
        fresh.save(update_fields=["state", "signer_due"])
        signed = events.Signed(
            **_about_register(fresh, kept),
            signed_as=signer,
            complete=is_last,
            signer_name=made.name,
            note=made.note,
        )
        record(signed, by=by, at=at)
        return fresh


def _customer_signs(entry: Entry, signing: Signing, by: Actor, at: datetime) -> Any:
    return documents.sign(
        by=by,
        at=at,
        site_id=entry.site_id,
        about_ref=entry.ref,
        purpose=PURPOSE,
        signer_name=signing.signer_name,
        how=signing.how,
        strokes=signing.strokes,
    )


def strike(entry: Entry, *, by: Actor, at: datetime, reason: str) -> Entry:
    """Strike an entry out: it stays readable and no longer counts. Raises ``Refused`` without a reason."""
    with locked(entry) as fresh:
        permit(by, Can.STRIKE, fresh)
        return _struck(fresh, "strike", by, at, reason)


def rewrite(
    entry: Entry,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    values: Mapping[str, Any],
    about: str = "",
    photos: Photos | None = None,
) -> Entry:
    """Strike an entry out and write the right one in its place, by the rules in force now; gives the new entry.

    Pictures stay with it unless new ones come for their field. It must be signed anew. The same deed written once
    more proves no duty again; written about something else (the wrong unit was chosen), it is a fact of its own.
    """
    with locked(entry) as fresh:
        permit(by, Can.STRIKE, fresh)
        permit(by, Can.ENTER, fresh)
        LIFECYCLE.step(fresh.state, "rewrite")
        kept = _kept(fresh.site_id, fresh.pack, fresh.register, at, by)
        reasons = [one for one in [rules.why_not_strike(reason)] if one]
        try:
            right = _written(
                kept,
                by=by,
                at=at,
                values=values,
                about=about or _said_about(fresh),
                photos=photos or {},
                pictures=fresh.values,
            )
        except Refused as refused:
            raise Refused(*reasons, *refused.refusals) from refused
        refuse(reasons)
        _struck(fresh, "rewrite", by, at, reason, right)
        facts = _facts(right, kept)
        same = right.about == fresh.about
        record(
            events.Rewritten(**facts, replaces=fresh.ref) if same else events.Entered(**facts), by=by, at=at
        )
        return right


def _said_about(entry: Entry) -> str:
    """What an entry was said to be about, when its own fields do not say it."""
    fields = queries.register_of(entry).term.fields
    derived = rules.about_of(fields, entry.values, site_ref(entry.site_id))
    return "" if entry.about == derived else entry.about


def _struck(
    entry: Entry, verb: str, by: Actor, at: datetime, reason: str, right: Entry | None = None
) -> Entry:
    refuse(rules.why_not_strike(reason))
    entry.state = LIFECYCLE.step(entry.state, verb)
    entry.struck_at, entry.struck_by_name = at, by.name
    entry.struck_reason, entry.replaced_by = reason.strip()[:200], right
    entry.save(update_fields=["state", "struck_at", "struck_by_name", "struck_reason", "replaced_by"])
    struck = events.Struck(
        **_about_register(entry, queries.register_of(entry)),
        reason=entry.struck_reason,
        replaced_by=right.ref if right else "",
    )
    record(struck, by=by, at=at)
    return entry


# --- Writing an entry --------------------------------------------------------------------------------------------------


def _kept(site_id: int, pack: str, register: str, at: datetime, by: Actor) -> Register:
    """The register as it is kept now. Raises ``NotFound``, or ``Refused`` when the rulebook has dropped it."""
    reader = Actor.system(by.company_id)
    kept = queries.get_register(reader, site_id, pack, register, at)
    refuse(rules.why_not_kept(is_in_force=kept.is_in_force))
    return kept


def _written(
    kept: Register,
    *,
    by: Actor,
    at: datetime,
    values: Mapping[str, Any],
    about: str,
    photos: Photos,
    pictures: Mapping[str, Any] | None = None,
) -> Entry:
    """A new row with its number and pictures. ``pictures`` are the values of an entry whose pictures stay."""
    fields, site_id = kept.term.fields, kept.here.site_id
    showing = {field.key for field in fields if field.kind is FieldKind.PHOTO}
    old = {key: keys for key, keys in (pictures or {}).items() if key in showing and not photos.get(key)}
    counts = {key: len(files) for key, files in {**photos, **old}.items()}
    read = rules.read(fields, values, counts)
    found = _looked_up(kept, read, by)
    refuse(read.refusals)
    subject = about or rules.about_of(fields, found, site_ref(site_id))
    _require_subject(subject, by, site_id)
    site = organisations.site(site_id)
    year = at.astimezone(ZoneInfo(site.timezone)).year
    entry = Entry(
        company_id=site.company_id,
        site_id=site_id,
        adoption_id=kept.here.adoption_id,
        pack=kept.pack,
        register=kept.key,
        ref=next_ref(SERIES, company_id=site.company_id, site_id=site_id, year=year, prefix=site.ref_prefix),
        state=State.ENTERED,
        signer_due=rules.next_signer(kept.term.signed_by, 0),
        about=subject,
        text=searchable(fields, found, queries.names_of(rules.refs_of(fields, found))),
        entered_at=at,
        entered_by_id=by.id,
        entered_by_name=by.name,
    )
    kept_pictures = {key: _kept_pictures(entry, files, by, at) for key, files in photos.items() if files}
    entry.values = {**found, **old, **kept_pictures}
    entry.save(force_insert=True)
    return entry


def _kept_pictures(entry: Entry, files: Sequence[documents.Upload], by: Actor, at: datetime) -> list[str]:
    made = documents.attach_all(files, by=by, at=at, site_id=entry.site_id, about_ref=entry.ref)
    return [str(one.key) for one in made]


def _looked_up(kept: Register, read: rules.Read, by: Actor) -> dict[str, Any]:
    """The values with every unit, place and person as the id of one at this site; what is not there joins the refusals."""
    found = dict(read.values)
    for field in kept.term.fields:
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


# --- Facts -------------------------------------------------------------------------------------------------------------


def _about_register(entry: Entry, kept: Register) -> dict[str, Any]:
    title: Bilingual = kept.term.title
    return {
        "site_id": entry.site_id,
        "ref": entry.ref,
        "pack": entry.pack,
        "register": entry.register,
        "title": title.as_json(),
    }


def _facts(entry: Entry, kept: Register) -> dict[str, Any]:
    kind, _colon, pk = entry.about.partition(":")
    fields = kept.term.fields
    unit = int(pk) if kind == "unit" else rules.first_of(FieldKind.UNIT, fields, entry.values)
    staff = int(pk) if kind == "staff" else rules.first_of(FieldKind.STAFF, fields, entry.values)
    return {**_about_register(entry, kept), "about": entry.about, "unit_id": unit, "staff_id": staff}
