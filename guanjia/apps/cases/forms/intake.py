"""Registering a case: everything one screen asks while the customer is on the phone."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases import queries
from guanjia.apps.cases.models import Classification
from guanjia.apps.cases.terms import (
    CHANNELS,
    COMPLAINT_CLASSES,
    FIRST_JUDGEMENT,
    KINDS,
    URGENCIES,
    Channel,
    Kind,
)
from guanjia.ui.forms import Choice, Form, Line, Moment, Phone, YesNo


def fault_name(fault: Classification) -> str:
    """A fault with the line above it, in the reader's language: "Home › Water › Leak"."""
    chinese = (get_language() or "").startswith("zh")
    line: list[str] = []
    node: Classification | None = fault
    while node is not None:
        line.append(node.name if chinese else node.name_en)
        node = node.parent
    return " › ".join(reversed(line))


def fault_options() -> list[tuple[Any, str]]:
    """Every fault for a choice, with an empty one first."""
    return [("", "—"), *((fault.pk, fault_name(fault)) for fault in queries.list_faults())]


class ReceiveForm(Form):
    """One screen for all kinds and channels; only the title is always needed."""

    draft = "receive"
    channel = Choice(
        _("Channel"), [(key.value, label) for key, label in CHANNELS.items() if key is not Channel.API]
    )
    caller_phone = Phone(_("Phone"), required=False)
    caller_name = Line(_("Caller"), required=False, max_length=60)
    unit_code = Line(
        _("Unit"), required=False, max_length=40, help_text=_("Number of the unit; parts of it are enough.")
    )
    place_text = Line(
        _("Or where"),
        required=False,
        max_length=120,
        help_text=_("If it is not in a unit: lift, garage, garden …"),
    )
    kind = Choice(_("Kind"), [(key.value, label) for key, label in KINDS.items()], shown="buttons")
    title = Line(_("What is it about?"), max_length=120)
    description = Line(_("In the customer's words"), rows=3, required=False)
    classification_id = Choice(_("Fault"), fault_options, shown="pick", required=False)
    urgency = Choice(
        _("Urgency"),
        [("", _("As the fault says")), *((key.value, label) for key, label in URGENCIES.items())],
        shown="buttons",
        required=False,
    )
    complaint_class = Choice(
        _("First judgement of a complaint"),
        [
            ("", _("Not judged")),
            *((key.value, COMPLAINT_CLASSES[key]) for key in COMPLAINT_CLASSES if key in FIRST_JUDGEMENT),
        ],
        shown="buttons",
        required=False,
    )
    written = YesNo(_("Came in writing"))
    dispatch_now = YesNo(_("Issue the work order at once"))
    received_at = Moment(
        _("Received at"),
        required=False,
        quick=("-10m", "-30m"),
        help_text=_("Leave empty for now. The clocks start here."),
    )
    person_id = Line(required=False, max_length=20)

    def clean_classification_id(self) -> int | None:
        """The id of the fault, or None."""
        chosen = self.cleaned_data["classification_id"]
        return int(chosen) if chosen else None

    def clean_person_id(self) -> int | None:
        """The id of the recognised caller, or None."""
        chosen = self.cleaned_data["person_id"]
        return int(chosen) if chosen.isascii() and chosen.isdigit() else None

    def clean(self) -> dict[str, Any]:
        """A class is asked for complaints only; a work order is issued for what can be mended."""
        data = super().clean() or {}
        if data.get("kind") != Kind.COMPLAINT:
            data["complaint_class"] = ""
        return data
