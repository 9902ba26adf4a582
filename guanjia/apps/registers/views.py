"""The screens: the registers of a site, the entries of one, an entry with its steps, and its paper."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.documents.terms import Can as DocumentCan
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.apps.registers import history, lists, panels, queries, rules, services, wording
from guanjia.apps.registers.forms import (
    CustomerSignsForm,
    EntryForm,
    PostSignsForm,
    RewriteForm,
    StrikeForm,
    name_of,
)
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.terms import CUSTOMER, VERB_ICONS, Can
from guanjia.apps.rulebook.terms import FieldKind
from guanjia.kernel.journal import timeline
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, refuse
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.lookup import choices, typed


def _site_id(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


# --- Registers ---------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_registers(request: Request) -> HttpResponse:
    """The registers in force at the site, with the number of entries this month."""
    kept = queries.list_registers(request.actor, _site_id(request), request.now)
    may_sign = request.actor.can(Can.SIGN, _site_id(request))
    return lists.Registers(request, kept).answer(
        "registers/registers.html", title=_("Registers"), may_sign=may_sign
    )


@screen(can=Can.SIGN)
def list_to_sign(request: Request) -> HttpResponse:
    """The entries that wait for my signature, whatever register they stand in."""
    rows = queries.list_to_sign(request.actor, _site_id(request))
    return lists.ToSign(request, rows).answer(title=_("For me to sign"))


@screen(can=Can.SEE)
def show_register(request: Request, pack: str, register: str) -> HttpResponse:
    """The entries of one register; as a workbook with all its fields."""
    site_id = _site_id(request)
    kept = queries.get_register(request.actor, site_id, pack, register, request.now)
    rows = queries.list_entries(request.actor, site_id).of(pack, register)
    kind = lists.list_of(kept, whole=request.GET.get("format") == "xlsx")
    return kind(request, rows).answer(
        "registers/register.html",
        title=str(kept.term.title),
        register=kept,
        may_enter=kept.is_in_force and request.actor.can(Can.ENTER, site_id),
    )


@screen(can=Can.ENTER)
def lookup_places(request: Request) -> HttpResponse:
    """Answers for fields that look a place up."""
    found = places.find_places(request.actor, typed(request), site_id=_site_id(request))
    return choices(request, [(one.pk, one.name, one.code) for one in found])


@verb(can=Can.ENTER)
def enter(request: Request, pack: str, register: str) -> HttpResponse:
    """A new entry; ``?about=unit:44`` says beforehand what it is about."""
    site_id = _site_id(request)
    kept = queries.get_register(request.actor, site_id, pack, register, request.now)
    permit_at(request.actor, Can.ENTER, site_id)
    refuse(rules.why_not_kept(is_in_force=kept.is_in_force))
    about = request.GET.get("about", "")[:40]
    initial = _of_subject(kept, about) or {"about": about}
    form = EntryForm.of(request, register=kept, people=_people(request, site_id), initial=initial)
    if form.ready():
        entry = services.enter(
            by=request.actor,
            at=request.now,
            site_id=site_id,
            pack=pack,
            register=register,
            values=form.given,
            about=form.cleaned_data["about"],
            photos=form.photos,
        )
        return done(request, entry, _("%(ref)s entered.") % {"ref": entry.ref})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=str(kept.term.title),
        hint=_("An entry is never edited. What is wrong is struck out and written anew."),
        submit=_("Enter"),
        back=reverse("registers:register", args=[pack, register]),
    )


def _people(request: Request, site_id: int) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in organisations.list_staff(request.actor, site_id)]


def _of_subject(kept: Register, about: str) -> dict[str, str]:
    """A form that comes with a subject has it filled into the first field of its kind."""
    kind, _colon, pk = about.partition(":")
    fields = (one for one in kept.term.fields if rules.SUBJECTS.get(one.kind) == kind)
    found = next(fields, None)
    return {name_of(found.key): pk} if found and pk.isdecimal() else {}


# --- One entry ---------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def show_entry(request: Request, ref: str) -> HttpResponse:
    """Everything about one entry, and the steps that may be taken now."""
    entry = queries.get_entry(request.actor, ref)
    kept = queries.register_of(entry)
    names = queries.names_in([entry])
    return page(
        request,
        "registers/entry.html",
        entry=entry,
        register=kept,
        values=panels.values(entry, kept, names),
        texts=panels.texts(entry, kept),
        facts=panels.frame(entry, kept, names),
        lines=panels.lines(entry, kept),
        steps=_steps(request, entry),
        attachments=_photos(request, entry, kept),
        can_remove=request.actor.can(DocumentCan.REMOVE, entry.site_id),
        history=history.tell(timeline(entry.ref), kept),
        obligations=obligations.for_thread(request.actor, entry.ref),
    )


def _steps(request: Request, entry: Entry) -> list[dict[str, Any]]:
    """The steps as buttons; a customer's signature and a correction get a page of their own, the rest a dialog."""
    customer = entry.signer_due == CUSTOMER
    return [
        {
            "verb": "sign" if step.primary else step.verb,
            "label": _("Customer signs") if step.primary and customer else step.label,
            "icon": VERB_ICONS[step.verb],
            "url": reverse(f"registers:{'sign' if step.primary else step.verb}", args=[entry.ref]),
            "in_dialog": step.verb == "strike" or (step.primary and not customer),
            "tone": "primary" if step.primary else "",
        }
        for step in reversed(queries.next_steps(entry, request.actor, request.now))
    ]


def _photos(request: Request, entry: Entry, kept: Register) -> list[Any]:
    """The photos an entry names, also those that came with the one it replaces; and whatever else lies with it."""
    fields = [one for one in kept.term.fields if one.kind is FieldKind.PHOTO]
    named = [key for one in fields for key in entry.values.get(one.key, ())]
    own = documents.list_for(entry.ref)
    missing = set(named) - {str(one.key) for one in own}
    if not missing:
        return own
    return [*documents.list_attachments(request.actor, entry.site_id).filter(key__in=missing), *own]


@verb(can=Can.SIGN)
def sign(request: Request, ref: str) -> HttpResponse:
    """Give the signature that is due."""
    entry = queries.get_entry(request.actor, ref)
    kept = queries.register_of(entry)
    signer = entry.signer_due
    form: PostSignsForm | CustomerSignsForm
    form = CustomerSignsForm.of(request) if signer == CUSTOMER else PostSignsForm.of(request)
    if form.ready():
        signing = form.signing if isinstance(form, CustomerSignsForm) else None
        note = form.cleaned_data["note"]
        services.sign(entry, by=request.actor, at=request.now, note=note, signing=signing)
        return done(request, entry, _("Signed."))
    hint = _("You sign as %(post)s.") % {"post": kept.name_of(signer)}
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Sign %(ref)s") % {"ref": entry.ref},
        hint="" if signer in ("", CUSTOMER) else hint,
        submit=_("Sign"),
        back=entry.get_absolute_url(),
    )


@verb(can=Can.STRIKE)
def strike(request: Request, ref: str) -> HttpResponse:
    """Strike an entry out."""
    entry = queries.get_entry(request.actor, ref)
    form = StrikeForm.of(request)
    if form.ready():
        services.strike(entry, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, entry, _("Struck out."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Strike out %(ref)s") % {"ref": entry.ref},
        hint=_("It stays readable and no longer counts."),
        submit=_("Strike out"),
        back=entry.get_absolute_url(),
        danger=True,
    )


@verb(can=Can.STRIKE)
def rewrite(request: Request, ref: str) -> HttpResponse:
    """Strike an entry out and write the right one in its place."""
    entry = queries.get_entry(request.actor, ref)
    kept = queries.get_register(request.actor, entry.site_id, entry.pack, entry.register, request.now)
    refuse(rules.why_not_kept(is_in_force=kept.is_in_force))
    form = RewriteForm.of(
        request,
        register=kept,
        people=_people(request, entry.site_id),
        kept=entry.values,
        initial=_written_before(kept, entry),
    )
    if form.ready():
        right = services.rewrite(
            entry,
            by=request.actor,
            at=request.now,
            reason=form.cleaned_data["reason"],
            values=form.given,
            photos=form.photos,
        )
        return done(request, right, _("%(ref)s takes its place.") % {"ref": right.ref})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Correct %(ref)s") % {"ref": entry.ref},
        hint=_("The entry is struck out, and a new one takes its place. It must be signed anew."),
        submit=_("Correct"),
        back=entry.get_absolute_url(),
    )


def _written_before(kept: Register, entry: Entry) -> dict[str, Any]:
    """What was written, as the fields of the form show it."""
    dated = (FieldKind.DATE, FieldKind.MOMENT)
    return {
        name_of(one.key): wording.typed(one, value, {}) if one.kind in dated else value
        for one in kept.term.fields
        if (value := entry.values.get(one.key)) is not None
    }


# --- Paper -------------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def show_paper(request: Request, ref: str) -> HttpResponse:
    """The entry on A4, to be printed from the browser."""
    entry = queries.get_entry(request.actor, ref)
    kept = queries.register_of(entry)
    names = queries.names_in([entry])
    lines = panels.lines(entry, kept)
    return page(
        request,
        "registers/paper.html",
        entry=entry,
        values=panels.values(entry, kept, names),
        texts=panels.texts(entry, kept),
        facts=panels.frame(entry, kept, names),
        lines=[one for one in lines if one.given],
        site=entry.site,
        company=entry.site.company,
        number=entry.ref,
        title=str(kept.term.title),
        qr_svg=_qr(request.build_absolute_uri(entry.get_absolute_url())),
        signatures=[one.post for one in lines if not one.given],
    )


def _qr(address: str) -> SafeString:
    drawn: str = segno.make(address, error="m").svg_inline(border=0, omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # drawn by us from an address of ours
