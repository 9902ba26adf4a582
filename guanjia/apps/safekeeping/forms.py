"""What the screens ask: at the counter, at the hand-over, of a supervisor, of somebody who misses something."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from guanjia.apps.places import queries as places
from guanjia.apps.safekeeping import rules
from guanjia.apps.safekeeping.models import KeepRules, KeptItem
from guanjia.apps.safekeeping.terms import (
    DELIVERIES,
    HOWS,
    REFUSED,
    SORTS,
    SORTS_OF,
    TOLD,
    Arrival,
    Delivery,
    How,
    Kind,
    Loss,
    Release,
    Sort,
    Told,
)
from guanjia.kernel.refusals import Text
from guanjia.ui.forms import (
    Choice,
    Choices,
    Day,
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

_MOST_PHOTOS = 6
Named = list[tuple[int, str]]


def _unit(label: Text, **more: Any) -> Lookup:
    return Lookup(
        label,
        url=reverse_lazy("places:lookup"),
        label_of=lambda pk: places.unit_codes([int(pk)]).get(int(pk), ""),
        **more,
    )


def _people(label: Text, people: Named, **more: Any) -> Choice:
    return Choice(label, [("", "—"), *((str(pk), name) for pk, name in people)], shown="pick", **more)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


class ReceiveForm(Form):
    """What every thing taken in is asked; each kind adds its own."""

    kind: Kind
    private = frozenset({"phone", "marks"})

    def __init__(self, *args: Any, people: Named = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        if "counted_with_id" in self.fields:
            choices = [("", "—"), *((str(pk), name) for pk, name in people)]
            self.fields["counted_with_id"].choices = choices  # type: ignore[attr-defined]

    @property
    def arrival(self) -> Arrival:
        """What was entered, as the verb takes it."""
        given = dict(self.cleaned_data)
        sort = Sort(given.pop("sort"))
        what = given.pop("what", "") or str(SORTS[sort])
        counted = _number(given.pop("counted_with_id", "") or "")
        delivery = Delivery(given.pop("delivery", "") or Delivery.DESK)
        return Arrival(
            kind=self.kind,
            sort=sort,
            what=what,
            count=given.pop("count", None) or 1,
            counted_with_id=counted,
            delivery=delivery,
            **given,
        )


def _sorts(kind: Kind) -> list[tuple[str, Text]]:
    return [(one.value, SORTS[one]) for one in SORTS_OF[kind]]


class MailForm(ReceiveForm):
    """Mail, as fast as it can be scanned."""

    kind = Kind.MAIL
    draft = "safekeeping-mail"
    tracking = Line(
        _("Tracking number"),
        required=False,
        max_length=60,
        help_text=_("Scan it, or leave it empty for a letter."),
    )
    tracking.widget.attrs["autofocus"] = True
    unit_id = _unit(_("For unit"), required=False)
    for_name = Line(_("Addressee"), required=False, max_length=80)
    sort = Choice(_("Sort"), _sorts(Kind.MAIL), initial=Sort.PARCEL.value, shown="buttons")
    shelf = Line(_("Shelf"), max_length=40)
    count = Number(_("Pieces"), initial=1, min_value=1, max_value=999)
    delivery = Choice(
        _("How it reaches its owner"), DELIVERIES.items(), initial=Delivery.DESK.value, shown="buttons"
    )
    carrier = Line(_("Carrier"), required=False, max_length=40)
    phone = Phone(_("Phone"), required=False)


class StorageForm(ReceiveForm):
    """Something somebody leaves with us."""

    kind = Kind.STORAGE
    draft = "safekeeping-storage"
    in_scope = YesNo(_("It is none of the refused classes"))
    reminded = YesNo(_("The owner was reminded: no cash, no valuables"))
    what = Line(_("What it is"), max_length=120)
    sort = Choice(_("Sort"), _sorts(Kind.STORAGE), initial=Sort.PARCEL.value, shown="buttons")
    count = Number(_("Pieces"), initial=1, min_value=1, max_value=999)
    value_fen = Money(_("Value as its owner says"), required=False)
    features = Line(_("Features"), required=False, max_length=300)
    inspected = YesNo(_("Looked at together with the owner"))
    condition = Line(_("State it is in"), max_length=200)
    for_name = Line(_("Left by"), max_length=80)
    phone = Phone(_("Phone"), required=False)
    unit_id = _unit(_("Unit"), required=False)
    collector = Line(_("Who else may fetch it"), required=False, max_length=80)
    due_at = Moment(_("Fetched by"), required=False, quick=("+2h", "18:00", "+1d", "+3d"))
    delivery = Choice(
        _("How it reaches its owner"), DELIVERIES.items(), initial=Delivery.DESK.value, shown="buttons"
    )
    shelf = Line(_("Shelf"), max_length=40)
    photos = Photos(_("Photos"), most=_MOST_PHOTOS)
    note = Line(_("Remark"), required=False, max_length=300)


class FoundForm(ReceiveForm):
    """Something found."""

    kind = Kind.FOUND
    draft = "safekeeping-found"
    what = Line(_("What it is"), max_length=120)
    sort = Choice(_("Sort"), _sorts(Kind.FOUND), shown="buttons")
    count = Number(_("Pieces"), initial=1, min_value=1, max_value=999)
    features = Line(_("Colour, make, size"), required=False, max_length=300)
    marks = Line(
        _("Marks only the owner knows"),
        required=False,
        max_length=300,
        help_text=_("Contents, engraving, a torn corner: asked of whoever claims it, never printed."),
    )
    found_where = Line(_("Found where"), max_length=120)
    found_at = Moment(_("Found when"))
    found_by = Line(_("Found by"), max_length=80)
    counted_with_id = Choice(
        _("Counted together with"),
        [("", "—")],
        shown="pick",
        required=False,
        help_text=_("For cash and valuables."),
    )
    value_fen = Money(_("Amount of cash"), required=False)
    shelf = Line(_("Shelf"), max_length=40)
    photos = Photos(_("Photos"), most=_MOST_PHOTOS)
    note = Line(_("Remark"), required=False, max_length=300)


RECEIVE_FORMS: dict[Kind, type[ReceiveForm]] = {
    Kind.MAIL: MailForm,
    Kind.STORAGE: StorageForm,
    Kind.FOUND: FoundForm,
}


class TurnAwayForm(Form):
    """What is not taken in, and why."""

    draft = "safekeeping-refused"
    what = Line(_("What it is"), max_length=120)
    offered_by = Line(_("Offered by"), required=False, max_length=80)
    unit_id = _unit(_("Unit"), required=False)

    def __init__(self, *args: Any, classes: list[tuple[str, Text]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = Choice(_("Refused class"), classes, shown="buttons")
        self.order_fields(["reason", "what", "offered_by", "unit_id"])


class HandOutForm(Form):
    """Who takes it, by what right, and the signature; which fields there are depends on the thing."""

    count = Number(_("Pieces handed over"), min_value=1)
    how = Choice(_("How it is given out"), HOWS.items(), initial=How.SIGNED.value, shown="buttons")
    taken_by = Line(_("Taken by"), required=False, max_length=80)
    code = Line(
        _("Collection code"),
        required=False,
        max_length=8,
        help_text=_("Needed of anybody who is neither the owner nor named."),
    )
    household = YesNo(_("Lives or works in this unit"))
    proof = Line(_("How they described it"), rows=2, required=False, max_length=300)
    identity = Line(
        _("Number of the identity paper"),
        required=False,
        max_length=40,
        help_text=_("Only the last four signs are kept."),
    )
    loss_ref = Choice(_("Report of the loss"), [("", "—")], shown="pick", required=False)
    agreed = Line(_("Agreed with whom, and how"), required=False, max_length=120)
    signature = Signature(_("Signature"), required=False)
    private = frozenset({"identity", "code"})

    def __init__(self, *args: Any, item: KeptItem, people: Named, losses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields["count"].initial = item.left
        self.fields["count"].widget.attrs["max"] = item.left
        self.fields["taken_by"].initial = item.for_name
        ways = [(way.value, HOWS[way]) for way in rules.ways_out(item.kind, item.sort)]
        self.fields["how"].choices = ways  # type: ignore[attr-defined]
        for name in self._not_asked(item):
            del self.fields[name]
        if item.is_found:
            self.fields["loss_ref"].choices = [("", "—"), *losses]  # type: ignore[attr-defined]
            self.fields["taken_by"].required = True
        if item.is_found and item.is_precious:
            self.fields["witness_id"] = _people(_("Handed over together with"), people, required=False)
            self.order_fields([*(name for name in self.fields if name != "signature"), "signature"])
        if item.lines:
            self.fields["how"].initial = How.BOX.value

    def _not_asked(self, item: KeptItem) -> list[str]:
        away = ["count"] if item.count == 1 else []
        if item.is_found:
            return [*away, "how", "code", "household", "agreed"]
        away += ["proof", "identity", "loss_ref"]
        return away if item.kind == Kind.MAIL else [*away, "household"]

    @property
    def release(self) -> Release:
        """What was entered, as the verb takes it."""
        given = dict(self.cleaned_data)
        strokes = given.pop("signature", None)
        witness = _number(given.pop("witness_id", "") or "")
        return Release(
            count=given.pop("count", None) or 1,
            how=How(given.pop("how", "") or How.SIGNED),
            strokes=strokes.json if strokes else "",
            witness_id=witness,
            **given,
        )


class HandOnForm(Form):
    """Which steward takes it over, with a signature."""

    def __init__(self, *args: Any, people: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steward_id"] = _people(_("Handed on to"), people)
        self.fields["signature"] = Signature(_("Signature"))

    @property
    def strokes(self) -> str:
        """The signature as it is kept; "" for none."""
        signed = self.cleaned_data["signature"]
        return signed.json if signed else ""


class BringBackForm(Form):
    """Why it was not delivered, and where it lies."""

    note = Line(_("Why it could not be delivered"), max_length=200)
    shelf = Line(_("Shelf"), max_length=40)


class TellForm(Form):
    """How the owner heard of it."""

    how = Choice(_("How the owner was told"), TOLD.items(), shown="buttons")
    note = Line(_("Remark"), required=False, max_length=200)

    @property
    def told(self) -> dict[str, Any]:
        """What was entered, as the verb takes it."""
        return {"how": Told(self.cleaned_data["how"]), "note": self.cleaned_data["note"]}


class ProlongForm(Form):
    """Until when it stays."""

    due_at = Moment(_("Fetched by"), quick=("18:00", "+1d", "+3d"))
    note = Line(_("Remark"), required=False, max_length=200)


class MoveForm(Form):
    """Another shelf."""

    shelf = Line(_("Shelf"), max_length=40)


class KeepOnForm(Form):
    """A supervisor lets it lie."""

    keep_until = Moment(_("Keep until"), quick=("+3d",))
    note = Line(_("Why"), rows=2, max_length=200)


class NoteForm(Form):
    """A step with its reason."""

    note = Line(_("Why"), rows=2, max_length=200)


class ReleaseForm(Form):
    """What is to become of it."""

    note = Line(_("What is to become of it"), rows=2, max_length=200)


class DisposeForm(Form):
    """What was done, and who saw it."""

    note = Line(_("What was done with it"), rows=2, max_length=200)

    def __init__(self, *args: Any, people: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness_id"] = _people(_("Together with"), people)

    @property
    def disposal(self) -> dict[str, Any]:
        """What was entered, as the verb takes it."""
        return {
            "note": self.cleaned_data["note"],
            "witness_id": _number(self.cleaned_data["witness_id"]),
        }


class PoliceForm(Form):
    """Which station has it, and its receipt."""

    station = Line(_("Police station"), max_length=80)
    receipt = Line(_("Number of the receipt"), max_length=60)


class PhoneForm(Form):
    """Why somebody needs the number."""

    reason = Line(_("Why"), max_length=200)


class LossForm(Form):
    """What somebody misses."""

    draft = "safekeeping-loss"
    private = frozenset({"phone"})
    what = Line(_("What it is"), max_length=120)
    sort = Choice(_("Sort"), _sorts(Kind.FOUND), shown="buttons")
    features = Line(_("Colour, make, size"), required=False, max_length=300)
    where = Line(_("Lost where"), required=False, max_length=120)
    lost_on = Day(_("Lost on"))
    name = Line(_("Who misses it"), max_length=80)
    phone = Phone(_("Phone"), required=False)
    unit_id = _unit(_("Unit"), required=False)

    @property
    def loss(self) -> Loss:
        """What was entered, as the verb takes it."""
        given = dict(self.cleaned_data)
        return Loss(sort=Sort(given.pop("sort")), **given)


class SubscribeForm(Form):
    """Which unit gets which newspaper."""

    draft = "safekeeping-paper"
    unit_id = _unit(_("Unit"))
    paper = Line(_("Newspaper"), max_length=60)
    copies = Number(_("Copies"), initial=1, min_value=1, max_value=99)
    from_on = Day(_("Gets it from"))


class EndForm(Form):
    """From when on no more."""

    until_on = Day(_("First day without"))


class CountForm(Form):
    """Which copies of a newspaper are missing today."""

    shelf = Line(_("Shelf"), max_length=40)

    def __init__(self, *args: Any, listed: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missing"] = Choices(
            _("Copies missing for"), [(str(pk), words) for pk, words in listed], required=False
        )

    @property
    def missing(self) -> list[int]:
        """The subscriptions that went short."""
        return [int(one) for one in self.cleaned_data["missing"]]


class RulesForm(Form):
    """What a site refuses to keep, and for how long it keeps."""

    refused = Choices(_("Refused classes"), REFUSED.items(), required=False, shown="buttons")
    own = Line(
        _("Further classes, one on each line"),
        rows=3,
        required=False,
        max_length=800,
    )
    storage_days = Number(_("Days in keeping, usually"), min_value=1)
    unclaimed_days = Number(_("Days after that until a supervisor decides"), min_value=1)
    found_days = Number(_("Days a thing found is kept"), min_value=1)
    mail_days = Number(_("Days mail is kept"), min_value=1)

    @classmethod
    def shown(cls, rules: KeepRules) -> dict[str, Any]:
        """What stands in the form to begin with."""
        names = ("refused", "storage_days", "unclaimed_days", "found_days", "mail_days")
        return {"own": "\n".join(rules.own), **{name: getattr(rules, name) for name in names}}

    @property
    def given(self) -> dict[str, Any]:
        """What was entered, as the verb takes it."""
        return {**self.cleaned_data, "own": self.cleaned_data["own"].splitlines()}
