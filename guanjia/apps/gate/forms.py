"""What the verbs of the gate ask before they run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents.terms import HOWS, How, Signing
from guanjia.apps.gate.fields import GoodsLines
from guanjia.apps.gate.terms import (
    CHANNELS,
    CHECKED,
    HELD_OUTCOMES,
    MOST_PHOTOS,
    PASS_KINDS,
    SLIP_KINDS,
    STOP_KINDS,
    WHOS,
    Channel,
    Checked,
    HeldOutcome,
    SlipKind,
    Who,
)
from guanjia.apps.places import queries as places
from guanjia.ui.forms import (
    Choice,
    Choices,
    Form,
    Line,
    Lookup,
    Moment,
    Number,
    Phone,
    Photos,
    Signature,
    YesNo,
)

_QUICK = ("+30m", "+2h", "17:50", "+1d")


def _unit(*, required: bool = True, label: Any = None) -> Lookup:
    return Lookup(
        label or _("Unit"),
        url="/places/units/lookup/",
        label_of=lambda pk: places.unit_codes([int(pk)]).get(int(pk), "") if str(pk).isdecimal() else "",
        required=required,
    )


def options_of(form: Form, name: str, options: Iterable[tuple[Any, Any]]) -> None:
    """Give a choice of a form the options of the moment."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(options)


class ReasonForm(Form):
    """Why."""

    reason = Line(_("Reason"), rows=3, max_length=200)


class SearchForm(Form):
    """What is looked for at the gate."""

    q = Line(_("Plate, number, name or unit"), required=False, max_length=60)


class SignedForm(Form):
    """A part of other forms: who says yes, and how."""

    private: ClassVar[frozenset[str]] = frozenset({"signature"})
    signer_name = Line(_("Who signs"), max_length=60, required=False)
    how = Choice(_("How"), HOWS.items(), initial=How.PHONE, required=False, shown="buttons")
    signature = Signature(_("Signature"), required=False)

    def signing(self) -> Signing | None:
        """What was collected; None when nothing was."""
        given = self.cleaned_data
        strokes = given["signature"].json if given["signature"] else ""
        if not strokes and not given["signer_name"].strip():
            return None
        return Signing(given["signer_name"], given["how"] or How.PHONE, strokes)

    def given_signing(self) -> Signing:
        """What was collected; empty words are for the verb to refuse."""
        return self.signing() or Signing("", How.SCREEN, "")

    def others(self) -> dict[str, Any]:
        """Everything that is not the signature, for the verb."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"signer_name", "how", "signature"}
        }


class SlipForm(SignedForm):
    """A new release slip."""

    draft = "gate.slip"
    unit_id = _unit()
    kind = Choice(_("What leaves"), SLIP_KINDS.items(), initial=SlipKind.SINGLE, shown="buttons")
    items = GoodsLines(_("Goods"))
    photos = Photos(_("Photos of the goods"), most=MOST_PHOTOS)
    planned_at = Moment(_("Leaves at"), quick=_QUICK)
    carrier_name = Line(_("Who carries them out"), max_length=60)
    phone = Phone(_("Phone"), required=False)
    plate = Line(_("Number plate"), max_length=20, required=False)
    note = Line(_("Note"), max_length=300, required=False)
    field_order = (
        "unit_id",
        "kind",
        "items",
        "photos",
        "planned_at",
        "carrier_name",
        "phone",
        "plate",
        "note",
        "signer_name",
        "how",
        "signature",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer_name"].label = _("The owner who lets them leave")
        self.fields["signer_name"].help_text = _(
            "Empty when nobody has asked the owner yet; it can be noted later."
        )


class WordForm(SignedForm):
    """The owner's word."""

    signer_name = Line(_("The owner who lets them leave"), max_length=60)


class PassGateForm(Form):
    """What the guard saw."""

    photos = Photos(_("Photos at the gate"), most=MOST_PHOTOS)
    note = Line(_("Note"), max_length=300, required=False)


class HoldForm(Form):
    """What stays at the gate, and why."""

    items = GoodsLines(_("Held goods"))
    reason = Line(_("Why they are held"), rows=2, max_length=300)
    kept_where = Line(_("Where they are kept"), max_length=120)
    photos = Photos(_("Photos"), most=MOST_PHOTOS)


class TakeInForm(HoldForm):
    """Goods that came without a slip."""

    draft = "gate.take_in"
    owner_name = Line(_("Whose goods"), max_length=60)
    phone = Phone(_("Phone"), required=False)
    plate = Line(_("Number plate"), max_length=20, required=False)
    unit_id = _unit(required=False)
    field_order = ("owner_name", "phone", "plate", "unit_id", "items", "reason", "kept_where", "photos")


class DecideForm(Form):
    """What becomes of held goods."""

    outcome = Choice(
        _("What becomes of them"), HELD_OUTCOMES.items(), initial=HeldOutcome.RETURN, shown="buttons"
    )
    note = Line(_("Note"), rows=2, max_length=300, required=False)


class ReceiptForm(SignedForm):
    """Who takes held goods away."""

    signer_name = Line(_("Who takes them"), max_length=60)
    how = Choice(_("How"), {How.SCREEN: HOWS[How.SCREEN]}.items(), initial=How.SCREEN, shown="buttons")
    signature = Signature(_("Signature"))


class StopForm(Form):
    """Why nothing may leave a unit."""

    unit_id = _unit()
    kind = Choice(_("Kind"), STOP_KINDS.items(), shown="buttons")
    reason = Line(_("Reason"), rows=2, max_length=300)


class ArriveForm(Form):
    """A visitor nobody announced."""

    draft = "gate.arrive"
    visitor = Line(_("Who comes"), max_length=60)
    phone = Phone(_("Phone"), required=False)
    people = Number(_("How many people"), initial=1, min_value=1, max_value=999)
    plate = Line(_("Number plate"), max_length=20, required=False)
    unit_id = _unit(required=False, label=_("Unit visited"))
    host = Line(_("Whom they come to see"), max_length=80)
    purpose = Line(_("What for"), max_length=120, required=False)
    until_at = Moment(_("Out by"), quick=("+30m", "+2h", "17:50"))


class AnnounceForm(ArriveForm):
    """A visitor who is expected."""

    draft = "gate.announce"
    channel = Choice(
        _("Who says so"),
        [(key, label) for key, label in CHANNELS.items() if key is not Channel.NOBODY],
        initial=Channel.RESIDENT,
        shown="buttons",
    )
    from_at = Moment(_("Comes at"), quick=_QUICK)
    field_order = (
        "visitor",
        "phone",
        "people",
        "plate",
        "unit_id",
        "host",
        "purpose",
        "from_at",
        "until_at",
        "channel",
    )


class HostForm(Form):
    """What the host said on the phone."""

    agrees = Choice(
        _("What did the host say?"),
        [("yes", _("Let them in")), ("no", _("Do not let them in"))],
        shown="buttons",
    )
    note = Line(_("Who answered"), max_length=120, required=False)

    @property
    def said(self) -> dict[str, Any]:
        """For the verb."""
        return {"agrees": self.cleaned_data["agrees"] == "yes", "note": self.cleaned_data["note"]}


class SignInForm(Form):
    """Who they are, and which badge they get."""

    checked = Choice(_("What was looked at"), CHECKED.items(), initial=Checked.ID_CARD, shown="buttons")
    badge = Line(_("Badge"), max_length=20)
    people = Number(_("How many people"), min_value=1, max_value=999)


class SignOutForm(Form):
    """Whether the badge came back."""

    badge_back = YesNo(_("The badge is back"), initial=True)


class PassForm(Form):
    """A new pass."""

    draft = "gate.pass"
    holder = Line(_("Holder of the pass"), max_length=60)
    kind = Choice(_("Kind"), PASS_KINDS.items(), shown="buttons")
    phone = Phone(_("Phone"), required=False)
    firm = Line(_("Firm"), max_length=80, required=False)
    unit_id = _unit(required=False)
    where = Line(_("Place"), max_length=120, required=False)
    purpose = Line(_("What for"), max_length=120, required=False)
    from_at = Moment(_("Good from"), quick=("+30m",))
    until_at = Moment(_("Good until"), quick=("+1d", "+7d"))
    photos = Photos(_("Photo of the holder"), most=1)


class RenewForm(Form):
    """Until when."""

    until_at = Moment(_("Good until"), quick=("+1d", "+7d"))


class BarForm(Form):
    """Who is not let in, why, and until when."""

    name = Line(_("Full name"), max_length=60)
    phone = Phone(_("Phone"), required=False)
    plate = Line(_("Number plate"), max_length=20, required=False)
    reason = Line(_("Reason"), rows=2, max_length=300)
    until_at = Moment(_("Until"), quick=("+7d",))


class EntryForm(Form):
    """A machine-room entry."""

    draft = "gate.entry"
    place_id = Choice(_("Which machine room"), (), shown="pick")
    who = Choice(_("Whose entry"), WHOS.items(), initial=Who.CONTRACTOR, shown="buttons")
    person = Line(_("Full name"), max_length=60)
    firm = Line(_("Firm"), max_length=80, required=False)
    phone = Phone(_("Phone"), required=False)
    people = Number(_("How many people"), initial=1, min_value=1, max_value=99)
    purpose = Line(_("What for"), max_length=120)
    works = Line(_("Work that may be done"), rows=2, max_length=300, required=False)
    planned_at = Moment(_("Goes in at"), quick=_QUICK)
    stay_hours = Number(_("Hours inside"), initial=2, min_value=1, max_value=72)

    def __init__(self, *args: Any, rooms: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options_of(self, "place_id", [("", "—"), *((str(one.pk), one.name) for one in rooms)])

    def values(self) -> dict[str, Any]:
        """For the verb."""
        return {**self.cleaned_data, "place_id": int(self.cleaned_data["place_id"])}


class EnterRoomForm(Form):
    """What is settled at the door of the room."""

    rules_told = YesNo(_("The rules are told: no photographs, no smoking, touch nothing but the work"))
    escort_id = Choice(_("Who stays beside them"), (), shown="pick", required=False)
    tools = Line(_("Tools taken in"), max_length=300, required=False)
    key_taken = Line(_("Key handed out"), max_length=80, required=False)

    def __init__(self, *args: Any, staff: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options_of(self, "escort_id", [("", "—"), *((str(one.pk), one.name) for one in staff)])

    def values(self) -> dict[str, Any]:
        """For the verb."""
        given = self.cleaned_data
        return {**given, "escort_id": int(given["escort_id"]) if given["escort_id"] else None}


class LeaveRoomForm(Form):
    """What is missing or left behind."""

    note = Line(
        _("Note"),
        rows=2,
        max_length=300,
        required=False,
        help_text=_("Only when a tool, the key or the room is not as it was."),
    )


class PostsForm(Form):
    """Which posts approve."""

    posts = Choices(_("Who approves"), (), shown="buttons", required=False)
    together = YesNo(_("All of them, not any one"))

    def __init__(self, *args: Any, posts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["posts"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(posts)


class RulesForm(Form):
    """How a site releases goods."""

    approver_posts = Choices(
        _("Who approves release slips"),
        (),
        shown="buttons",
        required=False,
        help_text=_("With none chosen, the posts the rulebooks name."),
    )
    refuse_arrears = YesNo(_("Refuse when fees are in arrears"))
    refuse_fitout = YesNo(_("Refuse while a fit-out is not finished"))
    refuse_without_word = YesNo(_("Refuse without the owner's word"))

    def __init__(self, *args: Any, posts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["approver_posts"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(posts)
