"""What the screens ask."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.forms import BoundField
from django.urls import reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guanjia.apps.custody.models import Kind, Loan, Loss, Piece
from guanjia.apps.custody.services.counting import Found, counted_field, expected_of, note_field
from guanjia.apps.custody.terms import (
    BORROWERS,
    FAMILIES,
    PAYERS,
    REMEDIES,
    Borrower,
    BorrowerKind,
    Family,
    Payer,
    Remedy,
)
from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.people import queries as people
from guanjia.apps.places import queries as places
from guanjia.kernel.money import Fen
from guanjia.ui.forms import (
    Choice,
    Choices,
    File,
    Form,
    Line,
    Lookup,
    Moment,
    Money,
    Number,
    Phone,
    Signature,
    YesNo,
)

Options = Sequence[tuple[Any, str]]


_WHO = ("borrower_kind", "staff_id", "person_id", "name", "party", "phone")
"""The fields about the borrower, in the order they are asked."""


class YesOrNo(TextChoices):
    """Sound or not, as buttons."""

    YES = "yes", _("Sound")
    NO = "no", _("Damaged")


def _person_name(pk: Any) -> str:
    return people.person_names([int(pk)]).get(int(pk), "") if str(pk).isdecimal() else ""


def _unit_code(pk: Any) -> str:
    return places.unit_codes([int(pk)]).get(int(pk), "") if str(pk).isdecimal() else ""


def _place_name(pk: Any) -> str:
    return places.place_names([int(pk)]).get(int(pk), "") if str(pk).isdecimal() else ""


# --- The list ----------------------------------------------------------------------------------------------------------


class KindForm(Form):
    """A kind of thing, and what holds for all of it. ``posts`` are keys and names of the posts of the site."""

    draft = "custody-kind"
    family = Choice(_("Family of things"), list(FAMILIES.items()), shown="buttons")
    name = Line(_("Name of the kind"), max_length=40)
    approver_post = Choice(
        _("Who approves each loan"),
        shown="pick",
        required=False,
        help_text=_("Left empty, no approval is needed. Keys of machine rooms need one."),
    )
    hours = Number(
        _("Usual hours of a loan"),
        required=False,
        min_value=0,
        max_value=8760,
        help_text=_("0 means until the end of the day."),
    )
    deposit_fen = Money(_("Usual deposit"), required=False)
    fee_fen = Money(_("Usual fee"), required=False)

    def __init__(self, *args: Any, posts: Options, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver_post"].choices = [("", "—"), *posts]  # type: ignore[attr-defined]
        if fixed:
            del self.fields["family"]

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        sent = dict(self.cleaned_data)
        for name in ("hours", "deposit_fen", "fee_fen"):
            sent[name] = sent[name] or 0
        return sent


class PieceForm(Form):
    """A piece on the list."""

    draft = "custody-piece"
    kind = Choice(_("Kind of thing"), shown="pick")
    number = Line(_("Number on the tag"), max_length=30)
    name = Line(_("What it opens, or what it is"), max_length=80, required=False)
    hook = Line(_("Hook in the cabinet"), max_length=20, required=False)
    parts = Number(_("Pieces on the ring"), min_value=1, max_value=200, initial=1)
    stock = Number(
        _("Stock"),
        min_value=1,
        max_value=99_999,
        initial=1,
        help_text=_("More than 1 only for equal things without numbers, such as umbrellas."),
    )
    unit = Lookup(_("Unit"), url=reverse_lazy("places:lookup"), label_of=_unit_code, required=False)
    place = Lookup(
        _("Place"), url=reverse_lazy("custody:lookup_places"), label_of=_place_name, required=False
    )

    def __init__(self, *args: Any, kinds: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {str(one.pk): one for one in kinds}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((key, one.name) for key, one in self.kinds.items()),
        ]

    @property
    def chosen_kind(self) -> Kind:
        """The kind that was chosen."""
        return self.kinds[self.cleaned_data["kind"]]

    @property
    def given(self) -> dict[str, Any]:
        """Everything else, as the verb takes it."""
        sent = {name: self.cleaned_data[name] for name in ("number", "name", "hook", "parts", "stock")}
        return {**sent, "unit_id": self.cleaned_data["unit"], "place_id": self.cleaned_data["place"]}


class ChangePieceForm(Form):
    """What the list says of a piece."""

    number = Line(_("Number on the tag"), max_length=30)
    name = Line(_("What it opens, or what it is"), max_length=80, required=False)
    hook = Line(_("Hook in the cabinet"), max_length=20, required=False)
    parts = Number(_("Pieces on the ring"), min_value=1, max_value=200)
    stock = Number(_("Stock"), min_value=1, max_value=99_999)


class ImportForm(Form):
    """A workbook of pieces."""

    file = File(_("Workbook"), endings=(".xlsx", ".xls", ".csv"))


class ReasonForm(Form):
    """A reason."""

    reason = Line(_("Reason"), rows=2, max_length=200)


# --- Lending -----------------------------------------------------------------------------------------------------------


class SigningForm(Form):
    """Something that may be signed on the screen; the signature is left out when nobody signs."""

    signature = Signature(_("Signature of the borrower"), required=False)

    def signing(self, name: str) -> Signing | None:
        """The signature that was given, under this name; None for none."""
        drawn = self.cleaned_data["signature"]
        return Signing(name, How.SCREEN, drawn.json) if drawn else None


class BorrowerForm(SigningForm):
    """Who takes something. ``staff`` are ids and names of the staff of the site."""

    private = frozenset({"phone"})
    borrower_kind = Choice(
        _("Who takes it"), list(BORROWERS.items()), shown="buttons", initial=BorrowerKind.STAFF.value
    )
    staff_id = Choice(_("Of the staff"), shown="pick", required=False)
    person_id = Lookup(
        _("Owner or resident"), url=reverse_lazy("people:lookup"), label_of=_person_name, required=False
    )
    name = Line(_("Name of the borrower"), max_length=60, required=False)
    party = Line(_("Firm"), max_length=60, required=False)
    phone = Phone(_("Phone"), required=False)

    def __init__(self, *args: Any, staff: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_id"].choices = [("", "—"), *staff]  # type: ignore[attr-defined]

    @property
    def borrower(self) -> Borrower:
        """Who it is; what does not belong to the chosen kind of borrower is left aside."""
        sent = self.cleaned_data
        kind = sent["borrower_kind"]
        if kind == BorrowerKind.STAFF:
            return Borrower(kind, staff_id=int(sent["staff_id"]) if sent["staff_id"] else None)
        person = sent["person_id"] if kind == BorrowerKind.RESIDENT else None
        party = sent["party"] if kind == BorrowerKind.CONTRACTOR else ""
        return Borrower(kind, sent["name"], sent["phone"], party, person_id=person)

    @property
    def signer(self) -> str:
        """The name under which a signature is kept."""
        sent = self.cleaned_data
        if sent["borrower_kind"] == BorrowerKind.STAFF:
            names = {str(key): label for key, label in self.fields["staff_id"].choices}  # type: ignore[attr-defined]
            return str(names.get(sent["staff_id"], ""))
        return str(sent["name"]) or _person_name(sent["person_id"] or "")


class LendForm(BorrowerForm):
    """A loan of a piece."""

    draft = "custody-lend"
    quantity = Number(_("How many"), min_value=1, initial=1)
    reason = Line(_("What for"), max_length=200)
    due_at = Moment(_("Back by"), quick=("+1h", "18:00", "+1d"))
    deposit_fen = Money(_("Deposit"), required=False)
    fee_fen = Money(_("Fee"), required=False)

    def __init__(self, *args: Any, piece: Piece, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*_WHO, "quantity", "reason", "due_at", "deposit_fen", "fee_fen", "signature"])
        if not piece.is_stock:
            del self.fields["quantity"]
        if piece.kind.needs_approval:
            del self.fields["signature"]

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        sent = self.cleaned_data
        return {
            "borrower": self.borrower,
            "reason": sent["reason"],
            "due_at": sent["due_at"],
            "quantity": sent.get("quantity", 1),
            "deposit_fen": sent["deposit_fen"] or 0,
            "fee_fen": sent["fee_fen"] or 0,
            "signing": self.signing(self.signer) if "signature" in self.fields else None,
        }


class HandOverForm(BorrowerForm):
    """Handing over for good what belongs to a unit, or one piece."""

    draft = "custody-issue"
    pieces = Choices(_("What is handed over"), shown="buttons", required=False)
    deposit_fen = Money(_("Deposit of each"), required=False)

    def __init__(self, *args: Any, pieces: Sequence[Piece], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in pieces}
        self.fields["pieces"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.number} {one.name}") for key, one in self.known.items()
        ]
        self.order_fields(["pieces", *_WHO, "deposit_fen", "signature"])

    @property
    def chosen(self) -> list[Piece]:
        """What is handed over."""
        return [self.known[key] for key in self.cleaned_data["pieces"]]


class HandOutForm(SigningForm):
    """Handing out what was approved."""


class ExtendForm(Form):
    """A later time of return."""

    due_at = Moment(_("Back by"), quick=("+2h", "18:00", "+1d"))
    reason = Line(_("Reason"), rows=2, max_length=200)


class ApproveForm(Form):
    """A yes; who asks and what for stands above it."""


# --- Coming back -------------------------------------------------------------------------------------------------------


class TakeBackForm(Form):
    """How something comes back. A deposit is asked about only where one was taken."""

    counted = Number(_("How many came back"), min_value=0)
    sound = Choice(_("Its state"), YesOrNo.choices, shown="buttons", initial=YesOrNo.YES)
    note = Line(
        _("What is missing or broken"),
        rows=2,
        max_length=300,
        required=False,
        help_text=_("Needed when something is missing or damaged."),
    )
    deduction_fen = Money(_("Kept back of the deposit"), required=False)
    deduction_reason = Line(_("Why it is kept back"), max_length=200, required=False)

    def __init__(self, *args: Any, loan: Loan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counted"].initial = loan.expected
        self.fields["counted"].help_text = _now("%(expected)s went out.") % {"expected": loan.expected}
        if not loan.deposit_fen:
            del self.fields["deduction_fen"]
            del self.fields["deduction_reason"]

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        sent = self.cleaned_data
        return {
            "counted": sent["counted"],
            "sound": sent["sound"] == YesOrNo.YES,
            "note": sent["note"],
            "deduction_fen": sent.get("deduction_fen") or 0,
            "deduction_reason": sent.get("deduction_reason", ""),
        }


class EntrustForm(Form):
    """The owner's consent to our keeping what is theirs."""

    signer_name = Line(_("Name of the owner"), max_length=60)
    signature = Signature(_("Signature of the owner"))

    @property
    def signing(self) -> Signing:
        """The signature that was given."""
        sent = self.cleaned_data
        return Signing(sent["signer_name"], How.SCREEN, sent["signature"].json)


class LossForm(Form):
    """The report of a loss."""

    draft = "custody-loss"
    note = Line(_("How it was lost"), rows=3, max_length=300)


class SettleForm(Form):
    """What follows a loss. What does not fit the family is not offered."""

    draft = "custody-settle"
    remedy = Choice(_("What is done"), shown="buttons")
    number = Line(_("Number of the new one"), max_length=30, required=False)
    payer = Choice(_("Who bears the cost"), list(PAYERS.items()), shown="buttons", initial=Payer.NOBODY)
    cost_fen = Money(_("Cost"), required=False)
    note = Line(_("Remark"), rows=2, max_length=300, required=False)

    def __init__(self, *args: Any, loss: Loss, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = loss.piece.kind.family
        unfit = {Remedy.LOCK_CHANGED} if family != Family.KEY else set()
        unfit |= {Remedy.DISABLED} if family != Family.CARD else set()
        self.fields["remedy"].choices = [  # type: ignore[attr-defined]
            (one.value, label) for one, label in REMEDIES.items() if one not in unfit
        ]
        if not loss.whole:
            del self.fields["number"]

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        sent = dict(self.cleaned_data)
        cost: Fen = sent.pop("cost_fen") or 0
        return {**sent, "cost_fen": cost}


class NoteForm(Form):
    """A few words."""

    note = Line(_("Remark"), rows=2, max_length=300, required=False)


# --- Counting ----------------------------------------------------------------------------------------------------------


class CountForm(Form):
    """A count of a family, hook by hook. What is left empty counts as listed once the switch says so."""

    as_listed = YesNo(
        _("Everything left empty is as listed"),
        help_text=_("I have looked at every hook, and write down only what differs."),
    )

    def __init__(self, *args: Any, pieces: Sequence[Piece], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = "custody-count"
        self.pieces = pieces
        for one in pieces:
            counted = Number(_now("Counted here"), min_value=0, required=False)
            note = Line(_now("Remark"), max_length=300, required=False)
            for field in (counted, note):
                field.widget.attrs["aria-label"] = f"{one.number} {field.label}"
            counted.widget.attrs["data-test"] = counted_field(one.pk)
            note.widget.attrs["data-test"] = note_field(one.pk)
            self.fields[counted_field(one.pk)], self.fields[note_field(one.pk)] = counted, note

    @property
    def lines(self) -> list[tuple[Piece, int, BoundField, BoundField]]:
        """Each piece with what should be there and its two fields."""
        return [
            (one, expected_of(one), self[counted_field(one.pk)], self[note_field(one.pk)])
            for one in self.pieces
        ]

    @property
    def found(self) -> dict[int, Found]:
        """What was counted, by piece."""
        sent, found = self.cleaned_data, {}
        for one in self.pieces:
            counted = sent[counted_field(one.pk)]
            if counted is None and sent["as_listed"]:
                counted = expected_of(one)
            if counted is not None:
                found[one.pk] = Found(counted, sent[note_field(one.pk)])
        return found


class FindForm(forms.Form):
    """The one line of the counter: a number, a name, or what a label says."""

    q = forms.CharField(required=False)
