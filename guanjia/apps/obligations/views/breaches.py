"""Breaches and their answers: the list, the page and its paper, the steps, several at once, which are answered."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanjia.apps.obligations import answering, looks, queries, services
from guanjia.apps.obligations.forms.breaches import (
    AnswerManyForm,
    AnswerRuleForm,
    CauseForm,
    CheckForm,
    CorrectionForm,
    DispenseForm,
)
from guanjia.apps.obligations.lists.breaches import BreachList
from guanjia.apps.obligations.models import Breach
from guanjia.apps.obligations.queries import Answered
from guanjia.apps.obligations.services import Batch
from guanjia.apps.obligations.terms import BREACH_STATES, CAUSES, AnswerPolicy, BreachState, Can, Cause
from guanjia.apps.obligations.views.tabs import tabs
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel import journal
from guanjia.kernel.actor import ActorKind
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound
from guanjia.ui.forms import Form
from guanjia.ui.http import SIGNED_IN, Request, done, page, screen, verb
from guanjia.ui.lists import chosen
from guanjia.ui.pages import page_of
from guanjia.ui.panels import Facts

TOLD = frozenset(
    {
        "obligations.breached",
        "obligations.missed",
        "obligations.cause_given",
        "obligations.breach_corrected",
        "obligations.correction_accepted",
        "obligations.correction_sent_back",
        "obligations.answer_dispensed",
    }
)
"""What the page of a breach tells of the journal of its obligation."""


@screen(can=SIGNED_IN)
def list_breaches(request: Request) -> HttpResponse:
    """Breaches the actor may see: first of all those that wait for an answer."""
    rows = queries.list_breaches(request.actor, request.site.pk if request.site else None)
    can_rule = request.site is not None and request.actor.can(Can.DECIDE, request.site.pk)
    return BreachList(request, rows).answer(
        title=_("Breaches"),
        template="obligations/breaches.html",
        tabs=tabs(request, "breaches"),
        can_rule=can_rule,
    )


@screen(can=SIGNED_IN)
def show_breach(request: Request, breach_id: int) -> HttpResponse:
    """One breach: what happened, cause, correction, check; what was proposed; the steps allowed now."""
    return page(request, "obligations/breach.html", **_breach(request, breach_id))


@screen(can=SIGNED_IN)
def print_breach(request: Request, breach_id: int) -> HttpResponse:
    """The same on paper, with places to sign. What was proposed for a person is not on it."""
    shown = _breach(request, breach_id)
    site = organisations.site(shown["one"].breach.site_id)
    signatures = [_("Whose duty"), _("Checked by")]
    title = _("Answer to a breach")
    number = shown["one"].breach.number
    return page(
        request,
        "obligations/breach_paper.html",
        **shown,
        site=site,
        title=title,
        number=number,
        signatures=signatures,
    )


def _breach(request: Request, breach_id: int) -> dict[str, Any]:
    breach = queries.get_breach(request.actor, breach_id)
    one = queries.answered([breach], request.now)[0]
    proposals = queries.proposals_of(request.actor, breach, request.now)
    return {
        "one": one,
        "state": BREACH_STATES[BreachState(breach.state)],
        "tone": looks.BREACH_TONES[BreachState(breach.state)],
        "icon": looks.BREACH_ICONS[BreachState(breach.state)],
        "facts": _facts(one),
        "story": _story(breach),
        "proposals": proposals,
        "steps": answering.of_breach(request.actor, breach),
        "consequence": one.clock.duty.consequence if one.clock.duty else "",
        "obligation_url": reverse("obligations:why", args=[breach.obligation_id]),
        "matter_url": page_of(breach.obligation.thread),
    }


def _facts(one: Answered) -> Facts:
    breach, row = one.breach, one.breach.obligation
    facts = Facts()
    facts.add(_("Whose duty"), one.clock.owner or _("Nobody owned it"), icon="user")
    facts.add(_("Overdue since"), breach.breached_at, kind="moment", icon="alarm")
    if row.ended_at:
        facts.add(looks.state_label(row), row.ended_at, kind="moment", icon=looks.state_icon(row))
    facts.add(_("Clause"), row.clause, icon="gavel")
    facts.add(_("Cause"), one.cause, icon="help-circle", hint=breach.cause_words)
    doer = organisations.staff_names([breach.correction_by_id]).get(breach.correction_by_id or 0, "")
    facts.add(_("Correction"), breach.correction, icon="tool", hint=doer)
    facts.add(
        _("Until"), breach.correction_until.isoformat() if breach.correction_until else "", icon="calendar"
    )
    facts.add(_("Checked by"), breach.checked_by_name, icon="eye", hint=breach.check_note)
    if breach.state == BreachState.DISPENSED:
        why = breach.reason or _("Done in time, and only written down later.")
        facts.add(_("No answer needed"), why, icon="ban")
    return facts


def _story(breach: Breach) -> list[dict[str, Any]]:
    entries = [one for one in journal.timeline(breach.obligation.number) if one.event in TOLD]
    return [
        {"label": journal.label_of(one), "who": _who(one), "at": one.at, "text": _words(one.data)}
        for one in reversed(entries)
    ]


def _who(entry: JournalEntry) -> str:
    return _("By rule") if entry.actor_kind == ActorKind.SYSTEM else entry.actor_name


def _words(data: Mapping[str, Any]) -> str:
    cause = str(CAUSES[Cause(data["cause"])]) if data.get("cause") in set(Cause) else ""
    parts = [cause, *(str(data.get(key) or "") for key in ("words", "correction", "note", "reason"))]
    return " · ".join(part for part in parts if part)


# --- Steps ---------------------------------------------------------------------------------------------------------------


@verb(can=SIGNED_IN)
def explain(request: Request, breach_id: int) -> HttpResponse:
    """Give the cause."""
    breach = queries.get_breach(request.actor, breach_id)
    form = CauseForm.of(request, initial={"cause": breach.cause, "words": breach.cause_words})
    return _step(request, breach, form, services.explain, _("Give the cause"), _("The cause is given."))


@verb(can=SIGNED_IN)
def correct(request: Request, breach_id: int) -> HttpResponse:
    """Say what was done."""
    breach = queries.get_breach(request.actor, breach_id)
    form = CorrectionForm.of(request, site_id=breach.site_id, initial={"correction": breach.correction})

    def do(row: Breach, *, correction_by: str, **more: Any) -> None:
        services.correct(row, correction_by=int(correction_by) if correction_by else None, **more)

    said = _("Written down. Somebody else checks it now.")
    return _step(request, breach, form, do, _("Say what was done"), said)


@verb(can=Can.CHECK)
def check(request: Request, breach_id: int) -> HttpResponse:
    """Accept a correction, or send it back."""
    breach = queries.get_breach(request.actor, breach_id)

    def do(row: Breach, *, accepted: str, **more: Any) -> None:
        services.check(row, accepted=accepted == "yes", **more)

    return _step(request, breach, CheckForm.of(request), do, _("Check the correction"), _("Checked."))


@verb(can=Can.EXCUSE)
def dispense(request: Request, breach_id: int) -> HttpResponse:
    """Say that no answer is needed."""
    breach = queries.get_breach(request.actor, breach_id)
    form = DispenseForm.of(request)
    hint = _("The breach stays recorded, and so does your name.")
    label = _("No answer needed")
    return _step(request, breach, form, services.dispense, label, _("No answer is needed."), hint=hint)


def _step(
    request: Request,
    breach: Breach,
    form: Form,
    do: Callable[..., Any],
    label: str,
    said: str,
    *,
    hint: str = "",
) -> HttpResponse:
    if form.ready():
        do(breach, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, breach, said)
    return page(
        request,
        "obligations/answer_step.html#form",
        form=form,
        one=queries.answered([breach], request.now)[0],
        title=label,
        submit=label,
        hint=hint,
        back=breach.get_absolute_url(),
    )


@verb(can=SIGNED_IN)
def answer_many(request: Request) -> HttpResponse:
    """Give the chosen breaches one cause, and perhaps one correction; those that cannot be are named with the reason."""
    found, missing = _chosen(request)
    site_id = found[0].site_id if found else (request.site.pk if request.site else 0)
    form = AnswerManyForm.of(request, site_id=site_id)
    if form.ready():
        values = {**form.cleaned_data, "correction_by": int(form.cleaned_data["correction_by"] or 0) or None}
        batch = services.answer_many(found, by=request.actor, at=request.now, **values)
        return done(request, "obligations:breaches", _said(batch, missing))
    return _many(request, found, _("Answer together"), form)


@verb(can=Can.CHECK)
def accept_many(request: Request) -> HttpResponse:
    """Accept the corrections of the chosen breaches; those that cannot be are named with the reason."""
    found, missing = _chosen(request)
    form = Form.of(request)
    if form.ready():
        batch = services.check_many(found, by=request.actor, at=request.now)
        return done(request, "obligations:breaches", _said(batch, missing))
    return _many(request, found, _("Accept corrections"), form)


def _chosen(request: Request) -> tuple[list[Breach], int]:
    """The chosen breaches the actor may see, and how many of the chosen are not among them."""
    keys = [int(key) for key in chosen(request) if key.isascii() and key.isdigit() and len(key) < 18]
    found = list(queries.list_breaches(request.actor).filter(pk__in=keys))
    return found, len(chosen(request)) - len(found)


def _said(batch: Batch, missing: int) -> str:
    parts = [_("%(count)s done.") % {"count": batch.done}]
    parts += [f"{breach.number}: {why}" for breach, why in batch.refused]
    if missing:
        parts.append(
            ngettext("%(count)s of them is not there.", "%(count)s of them are not there.", missing)
            % {"count": missing}
        )
    return " ".join(parts)


def _many(request: Request, found: list[Breach], title: str, form: Form) -> HttpResponse:
    return page(
        request,
        "obligations/answer_many.html#form",
        form=form,
        rows=queries.answered(found, request.now),
        title=title,
        submit=title,
        back=reverse("obligations:breaches"),
    )


@verb(can=Can.DECIDE)
def set_rule(request: Request) -> HttpResponse:
    """Which breaches of the site are answered."""
    if request.site is None:
        raise NotFound
    now = queries.policy_of(request.actor, request.site.pk)
    form = AnswerRuleForm.of(
        request,
        initial={name: getattr(now, name) for name in AnswerPolicy.__dataclass_fields__},
    )
    if form.ready():
        policy = AnswerPolicy(**form.cleaned_data)
        services.set_answer_rule(request.site.pk, by=request.actor, at=request.now, policy=policy)
        return done(request, "obligations:breaches", _("Saved. It holds for breaches from now on."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Which breaches are answered"),
        submit=_("Save"),
        hint=_("Any one of these is enough."),
        back=reverse("obligations:breaches"),
    )
