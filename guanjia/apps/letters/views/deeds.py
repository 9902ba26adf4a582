"""The steps of papers as screens: each is a form, a verb, and a sentence that says it is done; the table makes them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.letters import queries, services
from guanjia.apps.letters.forms import steps as forms
from guanjia.apps.letters.terms import Can, Kind
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request, View, done, page, verb
from guanjia.ui.steps import Offered


@dataclass(frozen=True)
class Deed:
    """One step of a kind of paper: its name in the address, the step of the lifecycle it takes, who may, what it asks."""

    kind: Kind
    name: str
    step: str
    can: Can
    label: Text
    icon: str
    form: type[forms.StepForm]
    do: Callable[..., Any]
    said: Text
    danger: bool = False
    turn: bool = False
    """True where it must be the turn of one of the actor's posts."""

    @property
    def url_name(self) -> str:
        """The name of its address."""
        return f"letters:{self.kind.value}_{self.name}"


_IN, _OUT, _SHEET, _RECT, _NOTICE = (
    Kind.INCOMING,
    Kind.OUTGOING,
    Kind.CONTACT,
    Kind.RECTIFICATION,
    Kind.NOTICE,
)

DEEDS: tuple[Deed, ...] = (
    Deed(_IN, "answer", "answer", Can.REGISTER, _("Answered otherwise"), "message-check", forms.WordAndFilesForm, services.answer_otherwise, _("Answered.")),
    Deed(_IN, "hand-on", "hand_on", Can.REGISTER, _("Hand on"), "user-share", forms.HandOnForm, services.hand_on, _("Handed on.")),
    Deed(_IN, "waive", "waive", Can.ISSUE, _("Needs no answer"), "message-off", forms.WordForm, services.waive_answer, _("Noted: it needs no answer.")),
    Deed(_IN, "file", "file", Can.REGISTER, _("Put on file"), "archive", forms.FileForm, services.file_incoming, _("Filed.")),
    Deed(_OUT, "submit", "submit", Can.DRAFT, _("Hand in for review"), "send", forms.SubmitForm, services.submit, _("Handed in. The first post has it now.")),
    Deed(_OUT, "review", "approve", Can.REVIEW, _("Review"), "eye", forms.ReviewForm, services.review, _("Your review is kept."), turn=True),
    Deed(_OUT, "seal", "seal", Can.SEAL, _("Put the seal on"), "shield-check", forms.SealForm, services.put_seal, _("The seal is registered.")),
    Deed(_OUT, "send", "send", Can.SEND, _("Send out"), "send", forms.SendForm, services.send, _("Sent.")),
    Deed(_OUT, "reply", "record_reply", Can.REGISTER, _("Record the reply"), "inbox", forms.WordAndFilesForm, services.record_reply, _("The reply is kept.")),
    Deed(_OUT, "file", "file", Can.REGISTER, _("Put on file"), "archive", forms.FileForm, services.file_outgoing, _("Filed.")),
    Deed(_OUT, "withdraw", "withdraw", Can.DRAFT, _("Withdraw"), "x", forms.ReasonForm, services.withdraw_letter, _("Withdrawn."), danger=True),
    Deed(_SHEET, "acknowledge", "acknowledge", Can.CONTACT, _("Confirm receipt"), "user-check", forms.NoteForm, services.acknowledge_sheet, _("Acknowledged. Answer with the result in time."), turn=True),
    Deed(_SHEET, "answer", "answer", Can.CONTACT, _("Answer with the result"), "message-check", forms.AnswerForm, services.answer_sheet, _("Answered."), turn=True),
    Deed(_SHEET, "accept", "accept", Can.CONTACT, _("Settled"), "circle-check", forms.NoteForm, services.accept_answer, _("Settled.")),
    Deed(_SHEET, "return", "give_back", Can.CONTACT, _("Not settled yet"), "arrow-back-up", forms.ReturnForm, services.return_answer, _("Given back.")),
    Deed(_SHEET, "withdraw", "withdraw", Can.CONTACT, _("Withdraw"), "x", forms.ReasonForm, services.withdraw_sheet, _("Withdrawn."), danger=True),
    Deed(_RECT, "issue", "issue", Can.ISSUE, _("Issue"), "send", forms.PlainForm, services.issue_rectification, _("Issued. Deliver it now.")),
    Deed(_RECT, "deliver", "deliver", Can.SEND, _("Deliver"), "hand-grab", forms.DeliverForm, services.deliver, _("Delivered.")),
    Deed(_RECT, "correct", "correct", Can.DRAFT, _("Reported as put right"), "tool", forms.WordAndFilesForm, services.report_corrected, _("Noted. Somebody else checks it again.")),
    Deed(_RECT, "recheck", "recheck", Can.RECHECK, _("Check again"), "eye", forms.RecheckForm, services.recheck, _("The re-check is kept.")),
    Deed(_RECT, "second", "second", Can.ISSUE, _("Second notice"), "arrow-right", forms.SecondForm, services.second_notice, _("The second notice is issued. Deliver it now.")),
    Deed(_RECT, "refer", "refer", Can.ISSUE, _("Refer to the authority"), "gavel", forms.ReferForm, services.refer, _("Referred.")),
    Deed(_RECT, "withdraw", "withdraw", Can.ISSUE, _("Withdraw"), "x", forms.ReasonForm, services.withdraw_rectification, _("Withdrawn."), danger=True),
    Deed(_NOTICE, "submit", "submit", Can.DRAFT, _("Hand in for review"), "send", forms.SubmitForm, services.submit, _("Handed in. The first post has it now.")),
    Deed(_NOTICE, "review", "approve", Can.REVIEW, _("Review"), "eye", forms.ReviewForm, services.review, _("Your review is kept."), turn=True),
    Deed(_NOTICE, "put-up", "put_up", Can.POST, _("Put up"), "photo", forms.PutUpForm, services.put_up, _("It hangs.")),
    Deed(_NOTICE, "take-down", "take_down", Can.POST, _("Take all down"), "archive", forms.PlainForm, services.take_all_down, _("Taken down.")),
    Deed(_NOTICE, "recall", "recall", Can.ISSUE, _("Recall"), "ban", forms.ReasonForm, services.recall, _("Recalled. Take it down wherever it hangs."), danger=True),
    Deed(_NOTICE, "withdraw", "withdraw", Can.DRAFT, _("Withdraw"), "x", forms.ReasonForm, services.withdraw_notice, _("Withdrawn."), danger=True),
)  # fmt: skip
"""Every step of every kind that asks something of its own; writing and editing have screens of their own."""


def offered(request: Request, paper: Any, *, leads: bool) -> list[Offered]:
    """The steps that would be accepted now from this actor, the likeliest last; the primary button is one of them if it ``leads``."""
    ranks = {step.verb: place for place, step in enumerate(paper.lifecycle.next_steps(paper.state))}
    found = [
        one for one in DEEDS if one.kind is paper.kind and one.step in ranks and _may(request, one, paper)
    ]
    found.sort(key=lambda one: ranks[one.step])
    return [
        Offered(
            one.name,
            one.label,
            one.icon,
            reverse(one.url_name, args=[paper.ref]),
            tone="quiet" if one.danger else "primary" if leads and place == 0 else "",
        )
        for place, one in reversed(list(enumerate(found)))
    ]


def _may(request: Request, deed: Deed, paper: Any) -> bool:
    actor = request.actor
    if not actor.can(deed.can, paper.site_id):
        return False
    if deed.name == "recheck" and actor.id is not None and actor.id == paper.corrected_by_id:
        return False
    if deed.name == "send" and paper.needs_seal and not paper.seals.exists():
        return False
    if not deed.turn or actor.is_system:
        return True
    if paper.kind is Kind.CONTACT:
        return bool(paper.outside or paper.to_post in actor.posts)
    return queries.holds_due_post(actor, paper)


def view_of(deed: Deed) -> View:
    """The screen of a step."""

    @verb(can=deed.can)
    def step(request: Request, **asked: str) -> HttpResponse:
        (ref,) = asked.values()
        paper = queries.get_paper(request.actor, deed.kind, ref)
        form = deed.form.of(request, paper=paper)
        if form.ready():
            after = deed.do(paper, by=request.actor, at=request.now, **form.values)
            return done(request, after, deed.said)
        return page(
            request,
            "letters/step.html#form",
            form=form,
            paper=paper,
            title=deed.label,
            submit=deed.label,
            danger=deed.danger,
            back=paper.get_absolute_url(),
        )

    step.__doc__ = f"{deed.kind.name.title()}: {deed.step}."
    return step
