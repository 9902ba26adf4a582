"""Notes, corrections, and looking at the caller's number."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases import events
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.notices import TOLD_POSTS, drafts_for
from guanjia.apps.cases.queries.classification import find_matter
from guanjia.apps.cases.queries.standing import standing
from guanjia.apps.cases.rules import details as rules
from guanjia.apps.cases.rules import intake
from guanjia.apps.cases.rules.promises import missing_text
from guanjia.apps.cases.rules.steps import CUSTOMER_NEEDS, NEEDS, why_not
from guanjia.apps.cases.services.complaints import change_kind
from guanjia.apps.cases.services.intake import Where, classify, find_where, place_in
from guanjia.apps.cases.terms import Can
from guanjia.apps.documents import services as documents
from guanjia.apps.messaging import services as messaging
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.events import Event
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import Refusal, refuse


def add_note(
    case: Case, *, by: Actor, at: datetime, text: str = "", photos: Sequence[documents.Upload] = ()
) -> Case:
    """Add a note, photos, or both; a customer with the link may too."""
    customer = by.kind is ActorKind.CUSTOMER
    with locked(case) as case:
        permit(by, CUSTOMER_NEEDS["add_note"] if customer else NEEDS["add_note"], case)
        nothing = Refusal("note_empty", _("Write something, or add a photo."), field="text")
        refuse(
            [
                *why_not("add_note", standing(case, by, at)),
                nothing if not text.strip() and not photos else None,
                *intake.why_not_long(text, "text"),
            ]
        )
        case.state = CASE.step(case.state, "add_note")
        for photo in photos:
            documents.attach(photo, by=by, at=at, site_id=case.site_id, about_ref=case.ref, thread=case.ref)
        record(
            events.Noted(
                site_id=case.site_id,
                ref=case.ref,
                text=intake.tidy(text),
                photos=len(photos),
                customer=customer,
            ),
            by=by,
            at=at,
        )
        return case


def correct(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    kind: str | None = None,
    title: str | None = None,
    description: str | None = None,
    caller_name: str | None = None,
    caller_phone: str | None = None,
    urgency: str | None = None,
    written: bool | None = None,
    classification_id: int | None = None,
    unit_id: int | None = None,
    unit_code: str = "",
    place_id: int | None = None,
) -> Case:
    """Put details right; None leaves them. Owner, handler and clocks stay, a new kind of complaint starts its own.

    The journal keeps which details changed, not the personal data in them.
    """
    with locked(case) as case:
        permit(by, NEEDS["correct"], case)
        before = {name: getattr(case, name) for name in rules.CORRECTED}
        _fill(case, title, description, caller_name, caller_phone, urgency, written)
        where = find_where(by, case.site_id, unit_id=unit_id, unit_code=unit_code, place_id=place_id)
        matter = find_matter(classification_id)
        refuse(
            [
                *why_not("correct", standing(case, by, at)),
                *intake.why_not_words(
                    kind=kind or case.kind,
                    channel=case.channel,
                    title=case.title,
                    description=case.description,
                    urgency=case.urgency,
                    caller_name=case.caller_name,
                    caller_phone=case.caller_phone,
                ),
                intake.why_not_found(bool(unit_id or unit_code), bool(where.unit_id), "unit"),
                intake.why_not_found(bool(place_id), bool(where.place_id), "place"),
                intake.why_not_found(bool(classification_id), matter is not None, "classification"),
                rules.why_not_change_kind(case.kind, kind or case.kind, ruled=case.ruled_at is not None),
            ]
        )
        if where != Where():
            place_in(case, where)
        if matter:
            classify(case, matter)
        case.state = CASE.step(case.state, "correct")
        changed = tuple(name for name, value in before.items() if getattr(case, name) != value)
        if kind and kind != case.kind:
            change_kind(case, kind, by=by, at=at)
            changed = ("kind", *changed)
        case.save(update_fields=["state", *rules.CORRECTED])
        record(
            events.Corrected(
                site_id=case.site_id,
                ref=case.ref,
                changed=changed,
                urgency=case.urgency,
                handler_id=case.handler_id,
            ),
            by=by,
            at=at,
        )
        return case


def reveal_phone(case: Case, *, by: Actor, at: datetime, reason: str) -> str:
    """The caller's whole number, with a reason that stays in the journal."""
    with locked(case) as case:
        permit(by, Can.SEE_PHONE, case)
        refuse(missing_text(reason, "reason"))
        record(
            events.PhoneRevealed(site_id=case.site_id, ref=case.ref, reason=intake.tidy(reason)[:200]),
            by=by,
            at=at,
        )
        return case.caller_phone


def forget_person(person_id: int, *, company_id: int) -> int:
    """Take an erased person's name and number out of their cases; answers how many. The cases themselves stay."""
    return Case.objects.filter(company_id=company_id, person_id=person_id).update(
        caller_name="", caller_phone=""
    )


def tell_people(event: Event, entry: JournalEntry) -> int:
    """Send the messages an event of a case makes; answers how many."""
    case = Case.objects.filter(company_id=entry.company_id, ref=event.ref).first()
    if case is None:
        return 0
    holders = {post: organisations.holder_ids(case.site_id, post, entry.at) for post in TOLD_POSTS}
    return len(messaging.notify_many(drafts_for(event, entry, case, holders), at=entry.at))


def _fill(
    case: Case,
    title: str | None,
    description: str | None,
    caller_name: str | None,
    caller_phone: str | None,
    urgency: str | None,
    written: bool | None,
) -> None:
    if title is not None:
        case.title = intake.tidy(title, one_line=True)
    if description is not None:
        case.description = intake.tidy(description)
    if caller_name is not None:
        case.caller_name = intake.tidy(caller_name, one_line=True)
    if caller_phone is not None:
        case.caller_phone = intake.tidy_phone(caller_phone)
    if urgency:
        case.urgency = urgency
    if written is not None:
        case.written = written
