"""The steps of a case as addresses: one view per verb, all of the same shape.

A view fetches the case, asks the verb's form, calls the verb, answers. What a verb needs beyond its form's fields (another
case, a number turned into a person) is in ``_ARGUMENTS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.forms import verbs as forms
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.rules.steps import NEEDS
from guanjia.apps.cases.terms import Can
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request, View, done, page, revealed, verb

Arguments = Callable[[Request, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """How a verb is asked for: its form, its icon, the sentence when it is done, and a hint above the form."""

    form: type[forms.CaseForm]
    icon: str
    said: Text
    hint: Text = ""
    danger: bool = False


ASKED: dict[str, Asked] = {
    "dispatch": Asked(forms.DispatchForm, "tool", _("Work order issued.")),
    "promise": Asked(forms.PromiseForm, "calendar-check", _("Promised.")),
    "postpone": Asked(forms.PostponeForm, "calendar-pause", _("Postponed, for the one time there is.")),
    "forward": Asked(
        forms.ForwardForm,
        "arrow-forward-up",
        _("Forwarded. You stay the owner until the customer has an answer."),
    ),
    "hand_over": Asked(forms.HandOverForm, "users", _("Handed over. The owner stays the same.")),
    "agree_later_arrival": Asked(
        forms.LaterArrivalForm, "clock-plus", _("Agreed; the arrival clock runs to the new time.")
    ),
    "tell_progress": Asked(forms.TextForm, "message", _("Noted."), _("What did you tell the customer?")),
    "answer": Asked(forms.TextForm, "message-check", _("Answered."), _("What did you answer the customer?")),
    "urge": Asked(forms.TextForm, "bell-ringing", _("Urging noted."), _("What does the customer say?")),
    "answer_urge": Asked(
        forms.TextForm, "message-reply", _("Answered."), _("What did you answer the urging customer?")
    ),
    "add_note": Asked(forms.NoteForm, "note", _("Noted.")),
    "correct": Asked(forms.CorrectForm, "pencil", _("Corrected.")),
    "change_owner": Asked(forms.OwnerForm, "user-share", _("The case has a new owner.")),
    "note_fee_refusal": Asked(forms.SayNoteForm, "cash-off", _("Noted: the complaint is major now.")),
    "rule_complaint": Asked(forms.RulingForm, "gavel", _("Ruled; the clocks run anew from the receipt.")),
    "report_to_gm": Asked(forms.SayNoteForm, "phone-outgoing", _("Report noted.")),
    "hold_emergency_meeting": Asked(forms.MeetingForm, "users-group", _("Meeting recorded.")),
    "apologise_in_person": Asked(forms.SayNoteForm, "heart-handshake", _("Apology visit recorded.")),
    "reply_in_writing": Asked(forms.TextForm, "mail", _("Letter recorded."), _("The text of the letter.")),
    "explain_invalid": Asked(
        forms.TextForm, "message-2", _("Explanation recorded."), _("How did you explain it?")
    ),
    "place_under": Asked(forms.OtherCaseForm, "sitemap", _("Placed under it.")),
    "split": Asked(forms.SplitForm, "arrows-split", _("Split.")),
    "merge": Asked(
        forms.OtherCaseForm,
        "arrow-merge",
        _("Merged."),
        _("This case ends; the other one goes on."),
        danger=True,
    ),
    "resolve": Asked(forms.OutcomeForm, "circle-check", _("Resolved; the return visit is in the queue.")),
    "close_at_once": Asked(forms.AnswerForm, "checks", _("Answered and closed.")),
    "reopen": Asked(forms.ReasonForm, "rotate", _("Open again.")),
    "withdraw": Asked(
        forms.ReasonForm, "ban", _("Withdrawn."), _("The customer takes it back."), danger=True
    ),
}


def _other_case(name: str) -> Arguments:
    return lambda request, data: {name: queries.get_case(request.actor, data["other"].strip().upper())}


def _person(name: str) -> Arguments:
    return lambda _request, data: {**data, name: int(data[name])}


def _uploads(request: Request, data: dict[str, Any]) -> dict[str, Any]:
    return {"text": data["text"], "photos": data["photos"] or ()}


_ARGUMENTS: dict[str, Arguments] = {
    "merge": _other_case("into"),
    "place_under": _other_case("parent"),
    "hand_over": _person("handler_id"),
    "change_owner": _person("owner_id"),
    "add_note": _uploads,
}


def _as_sent(_request: Request, data: dict[str, Any]) -> dict[str, Any]:
    return data


def _view(name: str, asked: Asked) -> View:
    do: Callable[..., Any] = getattr(services, name)
    arguments = _ARGUMENTS.get(name, _as_sent)
    label = next(step.label for step in CASE.steps if step.verb == name)

    @verb(can=NEEDS[name])
    def step(request: Request, ref: str) -> HttpResponse:
        case = queries.get_case(request.actor, ref)
        form = asked.form.of(request, case=case)
        if form.ready():
            do(case, by=request.actor, at=request.now, **arguments(request, form.cleaned_data))
            return done(request, address(case), asked.said)
        return page(
            request,
            "cases/step.html#form",
            form=form,
            case=case,
            title=label,
            submit=label,
            hint=asked.hint,
            danger=asked.danger,
            definitions=getattr(form, "definitions", ()),
            back=address(case),
        )

    step.__name__ = name
    return step


VIEWS: dict[str, View] = {name: _view(name, asked) for name, asked in ASKED.items()}
"""The view of each verb; ``urls.py`` gives it its address."""


@verb(can=NEEDS["close"], ask=_("Close this case? The customer is satisfied and has signed."))
def close(request: Request, ref: str) -> HttpResponse:
    """Close the case."""
    case = queries.get_case(request.actor, ref)
    services.close(case, by=request.actor, at=request.now)
    return done(request, address(case), _("Closed."))


@verb(can=Can.SEE_PHONE)
def reveal_phone(request: Request, ref: str) -> HttpResponse:
    """Show the caller's number once, for a reason that is kept."""
    case = queries.get_case(request.actor, ref)
    form = forms.ReasonForm.of(request, case=case)
    if form.ready():
        number = services.reveal_phone(case, by=request.actor, at=request.now, **form.cleaned_data)
        return revealed(request, case.caller_name or case.ref, number, back=address(case))
    return page(
        request,
        "cases/step.html#form",
        form=form,
        case=case,
        title=_("Show the number"),
        submit=_("Show"),
        hint=_("The reason is kept in the journal."),
        back=address(case),
    )


def address(case: Case) -> str:
    """The page of a case."""
    return reverse("cases:case", args=[case.ref])
