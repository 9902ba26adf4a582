"""The guard's own screen, what a scanned code leads to, papers, numbers shown, and the rules of the gate."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.gate import panels, paper, queries, services, steps
from guanjia.apps.gate.forms import ReasonForm, RulesForm, SearchForm
from guanjia.apps.gate.looks import ICONS, TONES
from guanjia.apps.gate.models import ReleaseSlip
from guanjia.apps.gate.queries import Thing
from guanjia.apps.gate.terms import OPEN_SLIPS, Can, SlipState, VisitState
from guanjia.apps.gate.views.common import ask, site_of
from guanjia.ui.http import Request, done, page, revealed, screen, verb
from guanjia.ui.paper import Paper, as_pdf, pdf_answer, qr_drawing

_FEW = 8


@screen(can=Can.GUARD)
def desk(request: Request) -> HttpResponse:
    """The guard's screen: what is looked for, the big buttons, who waits, who is expected, who should have left."""
    site_id = site_of(request)
    text = request.GET.get("q", "").strip()[:60]
    found = queries.find(request.actor, site_id, text, request.now) if text else []
    visits = queries.list_visits(request.actor, site_id)
    waiting = visits.filter(state=VisitState.WAITING).order_by("from_at")[:_FEW]
    late = visits.filter(state=VisitState.INSIDE, until_at__lte=request.now).order_by("until_at")[:_FEW]
    coming = visits.filter(state=VisitState.ANNOUNCED).order_by("from_at")[:_FEW]
    slips = queries.list_slips(request.actor, site_id).filter(state=SlipState.APPROVED)
    return page(
        request,
        "gate/desk.html#found",
        title=_("At the gate"),
        form=SearchForm(initial={"q": text}),
        text=text,
        found=[panels.row_of(one) for one in found],
        groups=[
            (_("Waits at the gate"), "hourglass", [panels.row_of(one) for one in waiting]),
            (_("Still inside after their time"), "alarm", [panels.row_of(one) for one in late]),
            (
                _("Goods that may pass"),
                "truck",
                [panels.row_of(one) for one in slips.order_by("planned_at")[:_FEW]],
            ),
            (_("Is expected"), "calendar-event", [panels.row_of(one) for one in coming]),
        ],
    )


@screen(can=Can.GUARD)
def scan(request: Request, token: str) -> HttpResponse:
    """What the code of a slip or pass leads to: one glance, one press. A slip that was used says when, and by whom."""
    thing = queries.get_by_token(request.actor, token)
    is_slip = isinstance(thing, ReleaseSlip)
    refusal: Any = None
    obstacles: list[Any] = []
    if isinstance(thing, ReleaseSlip):
        refusal = services.why_not_let_pass(thing, request.now)
        open_still = refusal is None and thing.state in OPEN_SLIPS
        obstacles = queries.why_not_release(thing, request.now) if open_still else []
    elif queries.inside_by(thing) is None:
        obstacles = [one for one in services.why_not_go_in(thing, request.now) if one]
    return page(
        request,
        "gate/scan.html",
        title=_("Release slip") if is_slip else _("Temporary pass"),
        thing=thing,
        row=panels.row_of(thing),
        refusal=refusal,
        obstacles=obstacles,
        items=list(thing.items.order_by("position")) if isinstance(thing, ReleaseSlip) else [],
        facts=panels.facts_of(thing, request.actor),
        attachments=documents.list_for(thing.ref),
        tone=TONES.get(thing.state, "neutral"),
        state_icon=ICONS.get(thing.state, ""),
        choices=[
            one
            for one in steps.choices(thing, request.actor, request.now)
            if one["verb"] in {"let_pass", "hold", "go_in", "go_out", "see_off"}
        ],
    )


def _paper(request: Request, ref: str) -> tuple[Thing, Paper]:
    thing = queries.get_any(request.actor, ref)
    token = getattr(thing, "token", "")
    path = reverse("gate:scan", args=[token]) if token else thing.get_absolute_url()
    address = request.build_absolute_uri(path)
    return thing, paper.of(thing, address=address, actor=request.actor, at=request.now)


@screen(can=Can.SEE)
def show_paper(request: Request, ref: str) -> HttpResponse:
    """A paper of the gate on A4, to be printed from the browser."""
    thing, sheet = _paper(request, ref)
    site: Any = thing.site
    return page(
        request,
        "gate/paper.html",
        sheet=sheet,
        company=site.company,
        site=site,
        number=sheet.number,
        title=sheet.title,
        qr_svg=qr_drawing(sheet.address),
        signatures=sheet.blanks,
        signed=documents.signatures_for(thing.ref),
    )


@screen(can=Can.SEE)
def show_pdf(request: Request, ref: str) -> HttpResponse:
    """The same paper as a PDF."""
    _thing, sheet = _paper(request, ref)
    return pdf_answer(as_pdf([sheet]), ref)


@verb(can=Can.SEE_PHONE)
def reveal_phone(request: Request, ref: str) -> HttpResponse:
    """Show a hidden number, with a reason."""
    thing = queries.get_any(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        phone = services.reveal_phone(thing, by=request.actor, at=request.now, **form.cleaned_data)
        return revealed(request, _("Phone"), phone, back=thing.get_absolute_url())
    return ask(
        request,
        form,
        _("Show the phone number"),
        submit=_("Show"),
        back=thing.get_absolute_url(),
        hint=_("The journal keeps who looked and why."),
    )


@verb(can=Can.SET_RULES)
def rules(request: Request) -> HttpResponse:
    """Who approves slips, and which reasons refuse them."""
    site_id = site_of(request)
    now = queries.rules_of(site_id)
    names = ("approver_posts", "refuse_arrears", "refuse_fitout", "refuse_without_word")
    initial = {name: getattr(now, name) for name in names}
    form = RulesForm.of(request, initial=initial, posts=queries.post_names(site_id).items())
    if form.ready():
        services.set_rules(by=request.actor, at=request.now, site_id=site_id, **form.cleaned_data)
        return done(request, "gate:slips", _("Rules of the gate saved."))
    named = queries.names_of_posts(site_id, queries.slip_approvers(site_id, request.now))
    hint = _("Approves now: %(posts)s") % {"posts": named} if named else ""
    return ask(request, form, _("Rules of the gate"), submit=_("Save"), back=reverse("gate:slips"), hint=hint)
