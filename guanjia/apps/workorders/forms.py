"""What the verbs ask before they run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents.terms import HOWS, How, Signing
from guanjia.apps.organisations.terms import TRADES
from guanjia.apps.workorders.fields import Lines, Parts
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.ranking import Candidate
from guanjia.apps.workorders.terms import PAUSE_REASONS, URGENCIES, Urgency
from guanjia.kernel.refusals import Refused
from guanjia.ui.forms import (
    Choice,
    Choices,
    Form,
    Line,
    Lookup,
    Moment,
    Money,
    Number,
    Phone,
    Photos,
    Signature,
    YesNo,
)


def options_of(form: Form, name: str, options: Iterable[tuple[Any, Any]]) -> None:
    """Give a choice of a form the options of the moment."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(options)


class ReasonForm(Form):
    """Why."""

    reason = Line(_("Reason"), rows=3, max_length=200)


class AssignForm(Form):
    """Whom, and for somebody off duty why."""

    assignee = forms.TypedChoiceField(label=_("Technician"), coerce=int, widget=forms.HiddenInput)
    reason = Line(_("Reason for somebody off duty"), required=False, max_length=200)

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["autocomplete"] = "off"
        options_of(self, "assignee", [(one.person.staff_id, one.person.name) for one in candidates])

    def refuse(self, refused: Refused) -> None:
        if any(refusal.field == "reason" for refusal in refused.refusals):
            self.fields["reason"].required = True  # from now on it is not marked as optional
        super().refuse(refused)


class TransferForm(AssignForm):
    """To whom, and why."""

    reason = Line(_("Reason"), max_length=200)


class AppointForm(Form):
    """When somebody comes, and who agreed."""

    draft = "workorders.appoint"
    appointed_at = Moment(_("Time of arrival agreed"), quick=("+30m", "+1h", "+2h", "17:50", "+1d"))
    agreed_with = Line(_("Agreed with"), max_length=60)


class PauseForm(Form):
    """Why work rests, and until when."""

    reason = Choice(_("Why does the work rest?"), PAUSE_REASONS.items(), shown="buttons")
    until = Moment(_("Goes on at"), quick=("+30m", "+2h", "17:50", "+1d", "+2d"))
    note = Line(_("Note"), required=False, max_length=200, placeholder=_("Which part, which contractor …"))


class QuoteForm(Form):
    """A price, line by line."""

    draft = "workorders.quote"
    lines = Lines(_("What it costs"))
    note = Line(_("Note for the customer"), required=False, max_length=200)


class SignedForm(Form):
    """A part of other forms: who signs and how."""

    signer_name = Line(_("Who signs"), max_length=60, required=False)
    how = Choice(_("How"), HOWS.items(), initial=How.SCREEN, required=False, shown="buttons")
    signature = Signature(_("Signature"), required=False)

    def signing(self) -> Signing | None:
        """What was collected, or None when nobody signed."""
        given = self.cleaned_data
        if not given["signature"] and given["how"] != How.PHONE:
            return None
        strokes = given["signature"].json if given["signature"] else ""
        return Signing(given["signer_name"], given["how"] or How.SCREEN, strokes)


class ConsentForm(SignedForm):
    """The customer's yes to a price."""

    def signing(self) -> Signing:
        given = self.cleaned_data
        strokes = given["signature"].json if given["signature"] else ""
        return Signing(given["signer_name"], given["how"] or How.SCREEN, strokes)


class CompleteForm(SignedForm):
    """What was found and done, with materials, photos and signature."""

    draft = "workorders.complete"
    outcome = Line(_("What was found and done"), rows=3, max_length=1000)
    photos = Photos(_("Photos of the finished work"), most=9)
    lines = Lines(_("Materials used"), required=False)
    labour_minutes = Number(
        _("Minutes of work"),
        required=False,
        min_value=0,
        max_value=60 * 24 * 30,
        help_text=_("Left empty, the time since arrival counts."),
    )
    labour_fen = Money(_("Labour"), required=False)
    field_order = (
        "outcome",
        "photos",
        "lines",
        "labour_minutes",
        "labour_fen",
        "how",
        "signer_name",
        "signature",
    )

    def __init__(self, *args: Any, order: WorkOrder, known: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        self.fields["lines"].widget.known = known
        if not order.paid:
            del self.fields["labour_fen"]
        options_of(
            self, "how", [("", _("Not signed")), *HOWS.items()] if not order.needs_signature else HOWS.items()
        )
        self.fields["how"].initial = How.SCREEN if order.needs_signature else ""

    def signing(self) -> Signing | None:
        given = self.cleaned_data
        if not given["how"]:
            return None
        strokes = given["signature"].json if given["signature"] else ""
        return Signing(given["signer_name"], given["how"], strokes)


class MergeForm(Form):
    """Which order does the work."""

    into = Choice(_("Which order does this work?"), (), shown="pick")
    reason = Line(_("Why is it the same work?"), max_length=200, required=False)

    def __init__(self, *args: Any, others: list[WorkOrder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options_of(self, "into", [(one.ref, f"{one.ref} · {one.where} · {one.title}") for one in others])


class SplitForm(Form):
    """The parts that get orders of their own."""

    parts = Parts(_("Parts"))
    as_children = YesNo(_("This order waits until they are done"), initial=True)


class PhotosForm(Form):
    """More photos."""

    photos = Photos(_("Photos"), most=9)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].required = True


class IssueForm(Form):
    """A work order without a case: found on patrol, asked for by a colleague."""

    draft = "workorders.issue"
    title = Line(_("What is to be done"), max_length=120)
    skill = Choice(_("Trade"), TRADES.items(), shown="buttons")
    urgency = Choice(_("Urgency"), URGENCIES.items(), initial=Urgency.NORMAL)
    unit_id = Lookup(_("Unit"), url="/places/units/lookup/", required=False)
    where = Line(
        _("Place"),
        max_length=120,
        required=False,
        help_text=_("If it is not in a unit: lift, gate, garden …"),
    )
    description = Line(_("Details"), rows=3, required=False)
    contact_name = Line(_("Contact"), max_length=60, required=False)
    contact_phone = Phone(_("Phone"), required=False)
    appointed_at = Moment(_("Time of arrival agreed"), required=False, quick=("+30m", "+2h", "17:50", "+1d"))
    paid = YesNo(_("Paid work: price and consent before it starts"))


class RulesForm(Form):
    """How the site dispatches."""

    full_load = Number(
        _("Orders at a time"),
        min_value=1,
        max_value=50,
        help_text=_("Nobody is given more automatically, or can grab more."),
    )
    longest_pause_hours = Number(
        _("Longest pause (hours)"),
        min_value=1,
        max_value=24 * 90,
        help_text=_("A pause can be renewed, but somebody has to look."),
    )
    photo_skills = Choices(
        _("Photo of the finished work is compulsory"), TRADES.items(), required=False, shown="buttons"
    )
    signature_skills = Choices(
        _("Customer's signature is compulsory"), TRADES.items(), required=False, shown="buttons"
    )
    paid_skills = Choices(
        _("Paid work unless said otherwise"), TRADES.items(), required=False, shown="buttons"
    )
