"""One entry, and the steps of its life."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.documents.terms import Can as DocumentCan
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.registers import (
    history,
    panels,
    queries,
    rules,
    services,
    sight,
)
from guanjia.apps.registers.forms import (
    CustomerSignsForm,
    DeclineForm,
    EntryForm,
    PostSignsForm,
    RevealForm,
    RewriteForm,
    StrikeForm,
)
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.terms import CUSTOMER, VERB_ICONS, Can
from guanjia.apps.registers.views.asked import people_of, staying, written_before
from guanjia.apps.rulebook.terms import FieldKind
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import refuse
from guanjia.ui.http import Request, done, page, revealed, screen, verb


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
        values=panels.values(entry, kept, names, request.actor),
        texts=panels.texts(entry, kept, request.actor),
        tables=panels.tables(entry, kept, request.actor),
        drawn=panels.drawn(entry, kept, request.actor),
        stage=kept.stage_label(entry.stage) if entry.stage else "",
        facts=panels.frame(entry, kept, names),
        lines=panels.lines(entry, kept),
        steps=_steps(request, entry),
        may_hold=not entry.is_destroyed and request.actor.can(Can.STRIKE, entry.site_id),
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
            "verb": "sign" if _signs(step) else step.action or step.verb,
            "label": _("Customer signs") if _signs(step) and customer else step.label,
            "icon": VERB_ICONS[step.verb],
            "url": _url_of(entry, step),
            "in_dialog": step.verb in ("strike", "decline") or (_signs(step) and not customer),
            "tone": "primary" if step.primary else "",
        }
        for step in reversed(queries.next_steps(entry, request.actor, request.now))
    ]


def _signs(step: queries.Choice) -> bool:
    return step.verb in ("sign", "sign_last")


def _url_of(entry: Entry, step: queries.Choice) -> str:
    if step.verb == "act":
        return reverse("registers:act", args=[entry.ref, step.action])
    return reverse(f"registers:{'sign' if _signs(step) else step.verb}", args=[entry.ref])


def _photos(request: Request, entry: Entry, kept: Register) -> list[Any]:
    """The photos an entry names, also those that came with the one it replaces; and whatever else lies with it."""
    fields = [one for one in kept.term.fields if one.kind in (FieldKind.PHOTO, FieldKind.FILE)]
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


@verb(can=Can.SIGN)
def decline(request: Request, ref: str) -> HttpResponse:
    """Refuse the signature that is due."""
    entry = queries.get_entry(request.actor, ref)
    form = DeclineForm.of(request)
    if form.ready():
        services.decline(entry, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, entry, _("You declined to sign."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Decline %(ref)s") % {"ref": entry.ref},
        hint=_("Nobody signs it any more. Whoever made it can write it anew."),
        submit=_("Decline to sign"),
        back=entry.get_absolute_url(),
        danger=True,
    )


@verb(can=Can.ENTER)
def act(request: Request, ref: str, action: str) -> HttpResponse:
    """Take an action the register declares, with the fields it asks for."""
    entry = queries.get_entry(request.actor, ref)
    kept = queries.register_of(entry)
    wanted = kept.action(action)
    form = EntryForm.of(request, register=kept, people=people_of(request, entry.site_id), action=action)
    if form.ready():
        services.act(entry, action, by=request.actor, at=request.now, values=form.given, photos=form.photos)
        return done(request, entry, str(wanted.label))
    return page(
        request,
        "registers/form.html#form",
        form=form,
        title=f"{wanted.label} {entry.ref}",
        submit=str(wanted.label),
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
        people=people_of(request, entry.site_id),
        kept=staying(kept, entry, request.actor),
        initial=written_before(kept, entry, request.actor),
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
        "registers/form.html#form",
        form=form,
        title=_("Correct %(ref)s") % {"ref": entry.ref},
        hint=_("The entry is struck out, and a new one takes its place. It must be signed anew."),
        submit=_("Correct"),
        back=entry.get_absolute_url(),
    )


@verb(can=Can.SEE)
def reveal(request: Request, ref: str, field: str) -> HttpResponse:
    """Show what stands in a masked field, for a reason that is kept."""
    entry = queries.get_entry(request.actor, ref)
    wanted = queries.register_of(entry).field(field)
    sight.whole(wanted, entry, request.actor)
    form = RevealForm.of(request)
    title = f"{wanted.label} {ref}"
    if form.ready():
        value = services.reveal(entry, field, by=request.actor, at=request.now, **form.cleaned_data)
        return revealed(request, title, str(value or ""), back=entry.get_absolute_url(), is_phone=False)
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        hint=_("It is shown once. Who looked, when and why is kept in the journal."),
        submit=_("Show"),
        back=entry.get_absolute_url(),
    )
