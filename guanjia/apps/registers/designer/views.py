"""The designer of registers: the company's forms, one form with its editions, designing it, and the steps of its life."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.registers import queries as registers
from guanjia.apps.registers.designer import parts
from guanjia.apps.registers.designer.asking import Words
from guanjia.apps.registers.designer.forms import BringInForm, ReasonForm
from guanjia.apps.registers.designer.lists import FormList, FormRow, title_of
from guanjia.apps.registers.designer.outline import Line, outline, said_of
from guanjia.apps.registers.designer.preview import Preview, preview
from guanjia.apps.registers.designer.sheet import FORM, Sheet
from guanjia.apps.rulebook.queries import editions
from guanjia.apps.rulebook.queries import forms as queries
from guanjia.apps.rulebook.queries.forms import UNWRITTEN, HouseFormEditions, Tried
from guanjia.apps.rulebook.services import house_forms as services
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms.declared import Declared
from guanjia.apps.rulebook.terms.house import HOUSE, RULE_STATES, STEP_ICONS, TONES, WANT_REASON, RuleState
from guanjia.kernel.journal import label_of, timeline
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.steps import Offered


def _book(request: Request, form: HouseFormEditions) -> str:
    """The address of its entries at this site; "" while the site does not keep it, and never did."""
    row = form.approved or form.latest
    pack = row.replaces.partition(".")[0] or HOUSE
    key = row.declared.get("key", "")
    if request.site is None or not key:
        return ""
    try:
        registers.get_register(request.actor, request.site.pk, pack, key, request.now)
    except NotFound:
        return ""
    return reverse("registers:register", args=[pack, key])


# --- Looking -------------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_forms(request: Request) -> HttpResponse:
    """The forms of the company, and what a new one can begin with."""
    rows = [FormRow(one) for one in queries.list_forms(request.actor)]
    return FormList(request, [one for one in rows if one.state != RuleState.DISCARDED]).answer(
        template="registers/designer/forms.html",
        shipped=[one for one in _kept(request) if one.pack != HOUSE],
        may_design=request.actor.can(Can.DESIGN_FORMS, None),
        title=_("Forms of the company"),
    )


def _kept(request: Request) -> list[registers.Register]:
    if request.site is None or not request.actor.can("registers.see", request.site.pk):
        return []
    return registers.list_registers(request.actor, request.site.pk, request.now)


@screen(can=Can.SEE)
def show_form(request: Request, number: int) -> HttpResponse:
    """One form: how it looks, where it stands, its editions."""
    form = queries.get_form(request.actor, number)
    row = form.latest
    found = queries.tried(request.actor, row.declared, request.now, number=number, replaces=row.replaces)
    return page(
        request,
        "registers/designer/form.html",
        one=FormRow(form),
        book=_book(request, form),
        preview=_preview(request, found),
        mistakes=len(found.mistakes) if row.state in ("DRAFT", "PROPOSED") else 0,
        editions=[
            (one, RULE_STATES[RuleState(one.state)], *TONES[RuleState(one.state)]) for one in form.editions
        ],
        steps=_steps(request, form),
        edit_url=_edit_url(request, form),
        edit_label=_("Edit") if form.latest.state == RuleState.DRAFT else _("Design a new edition"),
        journal=[(label_of(entry), entry) for entry in reversed(timeline(row.ref))],
        may_adopt=request.site is not None and request.actor.can(Can.ADOPT, request.site.pk),
        title=title_of(row),
    )


def _preview(request: Request, found: Tried) -> Preview | None:
    return None if request.site is None else preview(request.actor, request.site.pk, found, request.now)


def _steps(request: Request, form: HouseFormEditions) -> list[Offered]:
    """The buttons, the likeliest last."""
    return [
        Offered(
            step.verb,
            step.label,
            STEP_ICONS[step.verb],
            reverse(f"registers:design_{step.verb}", args=[form.number]),
            at_once=step.verb not in WANT_REASON,
            tone="primary" if step.verb in ("propose", "approve") else "",
        )
        for step in reversed(editions.steps_open(request.actor, form.latest))
    ]


def _edit_url(request: Request, form: HouseFormEditions) -> str:
    may = editions.is_open(request.actor, form.latest)
    return reverse("registers:design_edit", args=[form.number]) if may else ""


@screen(can=Can.SEE)
def export(request: Request, number: int) -> HttpResponse:
    """A form as TOML, as a pack could have it in a file."""
    row = queries.get_form(request.actor, number).latest
    text = queries.form_as_toml(row, request.actor, request.now)
    name = f"form-{number}-{row.edition}.toml"
    return HttpResponse(
        text,
        content_type="application/toml; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store, private",
        },
    )


# --- Designing -----------------------------------------------------------------------------------------------------------


@verb(can=Can.DESIGN_FORMS)
def design(request: Request) -> HttpResponse:
    """A new form: from blank, ``?copy=pack.key`` like a register of the site, ``?own=pack.key`` in its place."""
    own, copy = request.GET.get("own", ""), request.GET.get("copy", "")
    begin_with: Declared = {}
    if own or copy:
        begin_with = queries.shipped(request.actor, own or copy, request.now)
    if copy and not own:
        begin_with = {key: value for key, value in begin_with.items() if key != "key"}
    return _design(request, None, begin_with, own)


@verb(can=Can.DESIGN_FORMS)
def edit(request: Request, number: int) -> HttpResponse:
    """Go on with a draft, or begin a new edition of an approved form."""
    form = queries.get_form(request.actor, number)
    return _design(request, form, form.latest.declared, form.latest.replaces)


def _design(
    request: Request, form: HouseFormEditions | None, begin_with: Declared, replaces: str
) -> HttpResponse:
    settled = bool(replaces) or any(one.state in _IN_FORCE_ONCE for one in (form.editions if form else ()))
    posts = queries.words_of(request.actor, request.now).post_choices()
    words = Words(posts, queries.capability_choices(), settled)
    refused = getattr(request, "refused", None)
    posted = request.method == "POST"
    step = request.POST.get("step", "") if posted else ""
    sheet = Sheet(begin_with)
    if posted:
        sheet = Sheet.of(request.POST.get("sheet", ""), request.POST.get("open", ""))
        opened = parts.part(sheet, sheet.opened, words)
        if opened is not None and request.POST.get("open", "") == sheet.opened:
            opened.keep(request.POST)
        sheet.do(step)
        request.form_shown = opened or parts.part(sheet, FORM, words)  # refused, it is drawn once more
    if refused is not None:
        step = "look"
    number = form.number if form else UNWRITTEN
    if step == "save":
        row = _save(request, form, sheet.table, replaces)
        return done(request, reverse("registers:design_form", args=[row.number]), _("The draft is kept."))
    found = queries.tried(request.actor, sheet.table, request.now, number=number, replaces=replaces)
    if step == "propose" and not found.mistakes:
        with transaction.atomic():
            row = _save(request, form, sheet.table, replaces)
            services.propose(row, by=request.actor, at=request.now)
        return done(request, reverse("registers:design_form", args=[row.number]), _("Proposed."))
    if step == "propose":
        sheet.opened = parts.place_of(found.mistakes[0].path)[0]
    reasons = [str(one) for one in refused.refusals] if refused is not None else []
    response = _board(request, sheet, words, found, form, replaces, reasons)
    response.status_code = 422 if step == "propose" or reasons else 200
    return response


_IN_FORCE_ONCE = (RuleState.APPROVED, RuleState.SUPERSEDED, RuleState.RETIRED)


def _save(request: Request, form: HouseFormEditions | None, declared: Declared, replaces: str) -> Any:
    if form is not None and form.in_work is not None:
        return services.edit(form.in_work, by=request.actor, at=request.now, declared=declared)
    number = form.number if form else None
    return services.draft(
        by=request.actor, at=request.now, declared=declared, number=number, replaces=replaces
    )


def _board(
    request: Request,
    sheet: Sheet,
    words: Words,
    found: Tried,
    form: HouseFormEditions | None,
    replaces: str,
    reasons: list[str],
) -> HttpResponse:
    told = said_of(found) if request.method == "POST" or form is not None else {}
    if request.POST.get("step", "").startswith("add:"):
        told.pop(sheet.opened, None)  # nobody is told of what they are about to fill in
    opened = parts.part(sheet, sheet.opened, words)
    for question, sentence in told.get(sheet.opened, []) if opened is not None else []:
        opened.blame(question, sentence)  # type: ignore[union-attr]
    lines: list[Line] = outline(sheet, told, dict(words.posts))
    fragment = "preview" if request.GET.get("part") == "preview" else "board"
    return page(
        request,
        f"registers/designer/design.html#{fragment}",
        reasons=reasons,
        sheet=sheet,
        opened=opened,
        lines=lines,
        mistakes=sum(len(one) for one in told.values()),
        preview=_preview(request, found),
        replaces=replaces,
        form_key=request.POST.get("form_key", "") or secrets.token_urlsafe(18),
        title=title_of(form.latest) if form else _("Design a form"),
        back=reverse("registers:design_form", args=[form.number]) if form else reverse("registers:design"),
    )


@verb(can=Can.DESIGN_FORMS)
def bring_in(request: Request) -> HttpResponse:
    """Drafts of the forms of a TOML file; mistakes come back with their lines."""
    form = BringInForm.of(request)
    if form.ready():
        made = services.bring_in(form.text, by=request.actor, at=request.now)
        to = reverse("registers:design_form", args=[made[0].number]) if len(made) == 1 else "registers:design"
        return done(request, to, _("%(count)s forms brought in as drafts.") % {"count": len(made)})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Bring in a form"),
        hint=_("A TOML file with [[register]], as this page or a rulebook writes it. It becomes a draft."),
        submit=_("Bring in"),
        back=reverse("registers:design"),
    )


# --- Steps ---------------------------------------------------------------------------------------------------------------


@verb(can=Can.DESIGN_FORMS, ask=gettext_lazy("Propose this form?"))
def propose(request: Request, number: int) -> HttpResponse:
    """Ask for approval."""
    services.propose(_latest(request, number), by=request.actor, at=request.now)
    return done(request, reverse("registers:design_form", args=[number]), _("Proposed."))


@verb(can=Can.APPROVE_HOUSE, ask=gettext_lazy("Approve this form?"))
def approve(request: Request, number: int) -> HttpResponse:
    """Put it into the company's pack."""
    services.approve(_latest(request, number), by=request.actor, at=request.now)
    said = _("Approved. It can be filled in once a site adopts the house rules.")
    return done(request, reverse("registers:design_form", args=[number]), said)


@verb(can=Can.DESIGN_FORMS, ask=gettext_lazy("Discard this draft?"))
def discard(request: Request, number: int) -> HttpResponse:
    """Give a draft up."""
    services.discard(_latest(request, number), by=request.actor, at=request.now)
    return done(request, "registers:design", _("Discarded."))


@verb(can=Can.APPROVE_HOUSE)
def send_back(request: Request, number: int) -> HttpResponse:
    """Make a proposed form a draft again."""
    form = ReasonForm.of(request)
    if form.ready():
        services.send_back(_latest(request, number), by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, reverse("registers:design_form", args=[number]), _("Sent back."))
    return _ask(request, form, number, _("Send this form back"))


@verb(can=Can.APPROVE_HOUSE)
def retire(request: Request, number: int) -> HttpResponse:
    """Take a form out of the company's pack."""
    form = ReasonForm.of(request)
    if form.ready():
        services.retire(_latest(request, number), by=request.actor, at=request.now, **form.cleaned_data)
        said = _("Retired. A site keeps it until it adopts the new version; its entries stay readable.")
        return done(request, reverse("registers:design_form", args=[number]), said)
    return _ask(request, form, number, _("Retire this form"))


def _ask(request: Request, form: ReasonForm, number: int, title: str) -> HttpResponse:
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        hint=title_of(_latest(request, number)),
        submit=title,
        back=reverse("registers:design_form", args=[number]),
    )


def _latest(request: Request, number: int) -> Any:
    return queries.get_form(request.actor, number).latest
