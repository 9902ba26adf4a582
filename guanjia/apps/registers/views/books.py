"""The registers of a site, the entries of one, and a new entry."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.places import queries as places
from guanjia.apps.registers import lists, queries, rules, services
from guanjia.apps.registers.forms import EntryForm, PostSignsForm, name_of
from guanjia.apps.registers.importing import why_not_import as rules_of_import
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.terms import Can
from guanjia.apps.registers.views.asked import people_of, site_of, site_to_enter, written_before
from guanjia.apps.rulebook.terms import Can as RulebookCan
from guanjia.apps.rulebook.terms.house import HOUSE
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import refuse
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.lists import chosen
from guanjia.ui.lookup import choices, typed


@screen(can=Can.SEE)
def list_registers(request: Request) -> HttpResponse:
    """The registers in force at the site, with the number of entries this month."""
    kept = queries.list_registers(request.actor, site_of(request), request.now)
    may_sign = request.actor.can(Can.SIGN, site_of(request))
    return lists.Registers(request, kept).answer(
        "registers/registers.html",
        title=_("Registers"),
        may_sign=may_sign,
        may_strike=request.actor.can(Can.STRIKE, site_of(request)),
        may_design=request.actor.can(RulebookCan.DESIGN_FORMS, None),
    )


@screen(can=Can.SIGN)
def list_to_sign(request: Request) -> HttpResponse:
    """The entries that wait for my signature at all my sites, whatever register they stand in."""
    rows = queries.list_to_sign(request.actor, request.now).select_related("site")
    return lists.ToSign(request, rows).answer(title=_("For me to sign"))


@verb(can=Can.SIGN)
def sign_many(request: Request) -> HttpResponse:
    """Sign the chosen entries; each that cannot be signed is named with its reason, and left as it was."""
    refs = chosen(request)
    form = PostSignsForm.of(request)
    if form.ready():
        note = form.cleaned_data["note"]
        signed = services.sign_many(refs, by=request.actor, at=request.now, note=note)
        for ref, why in signed.refused[:MOST_TOLD]:
            messages.warning(request, f"{ref}: {why}")
        if len(signed.refused) > MOST_TOLD:
            more = len(signed.refused) - MOST_TOLD
            messages.warning(
                request, _("%(count)s more were not signed; they still stand here.") % {"count": more}
            )
        return done(request, "registers:to_sign", _("%(count)s signed.") % {"count": signed.done})
    rows = queries.list_to_sign(request.actor, request.now).filter(ref__in=refs).order_by("entered_at", "id")
    return page(
        request,
        "registers/sign_many.html#form",
        form=form,
        refs=refs,
        rows=[(one, queries.register_of(one)) for one in rows.select_related("site")],
        title=_("Sign together"),
        submit=_("Sign"),
        back=reverse("registers:to_sign"),
    )


MOST_TOLD = 20
"""So many refusals are told one by one after signing together."""


@screen(can=Can.SEE)
def show_register(request: Request, pack: str, register: str) -> HttpResponse:
    """The entries of one register; as a workbook with all its fields."""
    site_id = site_of(request)
    kept = queries.get_register(request.actor, site_id, pack, register, request.now)
    rows = queries.list_entries(request.actor, site_id).of(pack, register)
    kind = lists.list_of(kept, request.actor, whole=request.GET.get("format") == "xlsx")
    return kind(request, rows).answer(
        "registers/register.html",
        title=str(kept.term.title),
        register=kept,
        may_change=kept.is_in_force
        and kept.pack != HOUSE
        and not kept.term.replaces
        and request.actor.can(RulebookCan.DESIGN_FORMS, None),
        may_enter=kept.is_in_force and kept.may_enter(request.actor),
        may_bring_in=kept.is_in_force
        and kept.may_enter(request.actor)
        and request.actor.can(Can.STRIKE, site_id)
        and rules_of_import(kept.fields_asked) is None,
    )


@screen(can=Can.ENTER)
def lookup_places(request: Request) -> HttpResponse:
    """Answers for fields that look a place up."""
    found = places.find_places(request.actor, typed(request), site_id=site_of(request))
    return choices(request, [(one.pk, one.name, one.code) for one in found])


@screen(can=Can.ENTER)
def lookup_all(request: Request) -> HttpResponse:
    """The units and places of the site by the address of their look-up, to be found without signal; never people."""
    site_id = site_of(request)
    units = places.list_units(request.actor, site_id)[:MOST_OFFLINE]
    spots = places.list_places(request.actor, site_id)[:MOST_OFFLINE]
    found = {
        reverse("places:lookup"): [[str(one.pk), one.code, str(one.group or "")] for one in units],
        reverse("registers:lookup_places"): [[str(one.pk), one.name, one.code] for one in spots],
    }
    return JsonResponse(found, headers={"Cache-Control": "no-store, private"})


MOST_OFFLINE = 20_000
"""So many units, and places, are known to a phone without signal."""


@screen(can=Can.ENTER)
def worker(request: Request) -> HttpResponse:
    """The script beneath the pages of registers; it stands here because it may only look after addresses below its own."""
    script = Path(str(finders.find("registers/worker.js"))).read_bytes()
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@verb(can=Can.ENTER)
def enter(request: Request, pack: str, register: str) -> HttpResponse:
    """A new entry; ``?about=unit:44`` says beforehand what it is about."""
    site_id = site_to_enter(request)
    kept = queries.get_register(request.actor, site_id, pack, register, request.now)
    permit_at(request.actor, Can.ENTER, site_id)
    refuse(rules.why_not_kept(is_in_force=kept.is_in_force))
    refuse(rules.why_not_enter(may_enter=kept.may_enter(request.actor), posts=kept.entered_by))
    about = request.GET.get("about", "")[:40]
    initial = _of_subject(kept, about) or {"about": about}
    last = queries.last_of(request.actor, kept)
    if last is not None and request.GET.get("like") == "last":
        initial = {**written_before(kept, last, request.actor), **initial}
    initial |= {"site": str(site_id), "account": str(request.actor.account_id or "")}
    form = EntryForm.of(request, register=kept, people=people_of(request, site_id), initial=initial)
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
        "registers/form.html#form",
        form=form,
        title=str(kept.term.title),
        hint=_("An entry is never edited. What is wrong is struck out and written anew."),
        submit=_("Enter"),
        offline=rules.works_offline(kept.fields_asked),
        again=f"{request.path}?like=last" if last is not None else "",
        back=reverse("registers:register", args=[pack, register]),
    )


def _of_subject(kept: Register, about: str) -> dict[str, str]:
    """A form that comes with a subject has it filled into the first field of its kind."""
    kind, _colon, pk = about.partition(":")
    fields = (one for one in kept.term.fields if rules.SUBJECTS.get(one.kind) == kind)
    found = next(fields, None)
    return {name_of(found.key): pk} if found and pk.isdecimal() else {}
