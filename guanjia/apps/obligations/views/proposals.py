"""Proposed consequences: the inbox, one proposal, proposing, the view of the person concerned, the decision."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.obligations import answering, looks, queries, services
from guanjia.apps.obligations.forms.breaches import DecideForm, ProposeForm, ViewForm
from guanjia.apps.obligations.lists.breaches import ProposalList
from guanjia.apps.obligations.models import Breach, Proposal
from guanjia.apps.obligations.terms import (
    CONSEQUENCES,
    PROPOSAL_STATES,
    Can,
    Consequence,
    ProposalState,
)
from guanjia.apps.obligations.views.tabs import tabs
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.refusals import NotFound
from guanjia.ui.forms import Form
from guanjia.ui.http import SIGNED_IN, Request, done, page, screen, verb
from guanjia.ui.panels import Facts


@screen(can=SIGNED_IN)
def list_proposals(request: Request) -> HttpResponse:
    """What is proposed about me, by me, and for people below me."""
    rows = queries.list_proposals(request.actor, request.now)
    return ProposalList(request, rows).answer(
        title=_("Proposals"), template="obligations/list.html", tabs=tabs(request, "proposals")
    )


@screen(can=SIGNED_IN)
def show_proposal(request: Request, proposal_id: int) -> HttpResponse:
    """One proposal: what, for whom, by which clause; the view stated; the decision."""
    proposal = queries.get_proposal(request.actor, proposal_id, request.now)
    state = ProposalState(proposal.state)
    return page(
        request,
        "obligations/proposal.html",
        one=proposal,
        state=PROPOSAL_STATES[state],
        tone=looks.PROPOSAL_TONES[state],
        icon=looks.PROPOSAL_ICONS[state],
        kind=CONSEQUENCES[Consequence(proposal.kind)],
        clock=queries.clocks([proposal.breach.obligation], request.now)[0],
        breach_url=_breach_url(request, proposal),
        facts=_facts(proposal),
        steps=answering.of_proposal(request.actor, proposal, request.now),
    )


def _breach_url(request: Request, proposal: Proposal) -> str:
    """The page of its breach, where the reader may see it."""
    try:
        return queries.get_breach(request.actor, proposal.breach_id).get_absolute_url()
    except NotFound:
        return ""


def _facts(one: Proposal) -> Facts:
    facts = Facts()
    facts.add(_("For whom"), one.person.name, icon="user")
    facts.add(_("What is proposed"), CONSEQUENCES[Consequence(one.kind)], icon="gavel", hint=one.words)
    if one.amount_fen is not None:
        hint = _("A proposal only; it goes into no payroll.")
        facts.add(_("Amount of the fine"), one.amount_fen, kind="money", icon="coin-yuan", hint=hint)
    if one.points is not None:
        facts.add(_("Points"), one.points, icon="star")
    facts.add(_("Clause"), one.clause, icon="book")
    facts.add(_("Proposed by"), one.proposed_by_name, icon="user-question")
    facts.add(_("Proposed"), one.proposed_at, kind="moment", icon="clock")
    facts.add(_("View until"), one.view_until, kind="moment", icon="hourglass")
    if one.decided_at:
        facts.add(PROPOSAL_STATES[ProposalState(one.state)], one.decided_at, kind="moment", icon="gavel")
        facts.add(_("Decided by"), one.decided_by_name, icon="user-check", hint=one.reason)
    return facts


@verb(can=Can.PROPOSE)
def propose(request: Request, breach_id: int) -> HttpResponse:
    """Propose a consequence of a breach for somebody below in the reporting line."""
    breach = queries.get_breach(request.actor, breach_id)
    one = queries.answered([breach], request.now)[0]
    form = ProposeForm.of(
        request, people=_people(request, breach), initial={"person": breach.obligation.owner_id}
    )
    if form.ready():
        values = {**form.cleaned_data, "person": int(form.cleaned_data["person"])}
        made = services.propose(breach, by=request.actor, at=request.now, **values)
        return done(request, made, _("Proposed. The person concerned is told and can state their view."))
    title = _("Propose a consequence")
    hint = _("Nothing happens by it before a manager has decided, and nothing is ever deducted.")
    consequence = one.clock.duty.consequence if one.clock.duty else ""
    return page(
        request,
        "obligations/answer_step.html#form",
        form=form,
        one=one,
        title=title,
        submit=title,
        hint=f"{_('The rulebook says: %(text)s') % {'text': consequence}} {hint}"
        if str(consequence)
        else hint,
        back=breach.get_absolute_url(),
    )


def _people(request: Request, breach: Breach) -> list[tuple[str, str]]:
    below = organisations.below(request.actor, request.now).get(breach.site_id, (frozenset(), frozenset()))[1]
    staff = organisations.list_staff(request.actor, breach.site_id)
    return [(str(one.pk), one.name) for one in staff if one.pk in below]


@verb(can=SIGNED_IN)
def state_view(request: Request, proposal_id: int) -> HttpResponse:
    """The person concerned states their view."""
    proposal = queries.get_proposal(request.actor, proposal_id, request.now)
    form = ViewForm.of(request, initial={"view": proposal.view})
    if form.ready():
        services.state_view(proposal, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, proposal, _("Your view is on file. You are told of the decision."))
    return _ask(request, proposal, form, _("State my view"))


@verb(can=Can.DECIDE)
def decide(request: Request, proposal_id: int) -> HttpResponse:
    """Approve or decline."""
    proposal = queries.get_proposal(request.actor, proposal_id, request.now)
    form = DecideForm.of(request)
    if form.ready():
        approves, reason = form.cleaned_data["approves"] == "yes", form.cleaned_data["reason"]
        services.decide(proposal, by=request.actor, at=request.now, approves=approves, reason=reason)
        return done(request, proposal, _("Decided. The person concerned is told."))
    return _ask(request, proposal, form, _("Decide"), hint=_("Declining needs a reason."))


@verb(can=Can.PROPOSE, ask=gettext_lazy("Take the proposal back?"))
def withdraw(request: Request, proposal_id: int) -> HttpResponse:
    """Take it back."""
    proposal = queries.get_proposal(request.actor, proposal_id, request.now)
    services.withdraw(proposal, by=request.actor, at=request.now)
    return done(request, proposal, _("The proposal is taken back."))


def _ask(request: Request, proposal: Proposal, form: Form, title: str, **more: Any) -> HttpResponse:
    return page(
        request,
        "obligations/proposal_step.html#form",
        form=form,
        one=proposal,
        kind=CONSEQUENCES[Consequence(proposal.kind)],
        title=title,
        submit=title,
        back=reverse("obligations:proposal", args=[proposal.pk]),
        **more,
    )
