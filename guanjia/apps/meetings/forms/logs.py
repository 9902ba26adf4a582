"""What is asked about duty logs and their lines."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from guanjia.apps.meetings.forms.meetings import StepForm, drop_signature
from guanjia.apps.meetings.terms import CHECKS, ITEM_KINDS
from guanjia.apps.places import queries as places
from guanjia.ui.forms import Choice, Choices, Form, Line, Lookup, Moment, Photos, Signature, YesNo


class OpenForm(Form):
    """Opening the log of a turn; the reason is asked where the former log was not received."""

    reason = Line(_("Why the former shift was not received"), rows=2, max_length=300, required=False)


class LineForm(Form):
    """One line, as fast as it is typed; the other fields are there for who wants them."""

    line = Line(
        _("Event of the shift"),
        max_length=500,
        help_text=_(
            "Time, kind and unit may stand in front, like “14:05 repair 3-502 …”; a ! at the end leaves it open."
        ),
    )
    leave_open = YesNo(_("Still to be done: leave it open"), required=False)
    kind = Choice(_("Kind"), list(ITEM_KINDS.items()), shown="pick", required=False)
    unit = Lookup(
        _("Unit"),
        url=reverse_lazy("places:lookup"),
        label_of=lambda pk: places.unit_codes([int(pk)]).get(int(pk), "") if str(pk).isdigit() else "",
        required=False,
    )
    place = Line(_("Place"), max_length=120, required=False)
    at = Moment(_("When it happened"), required=False)
    photos = Photos(_("Photos"), most=6, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].widget.attrs["autofocus"] = True
        self.fields["line"].widget.attrs["autocomplete"] = "off"

    @property
    def values(self) -> dict[str, Any]:
        """What the verb is given."""
        sent = dict(self.cleaned_data)
        return {
            "line": sent["line"],
            "kind": sent["kind"],
            "unit_id": sent["unit"],
            "place": sent["place"],
            "happened_at": sent["at"],
            "leave_open": sent["leave_open"],
            "files": list(sent["photos"] or []),
        }


class HandOverForm(StepForm):
    """What was looked at before, a word to the relief, the signature."""

    checks = Choices(_("Looked at before"), list(CHECKS.items()), required=False)
    note = Line(
        _("Word to the relief, and why something is not ticked"), rows=3, max_length=500, required=False
    )
    signature = Signature(_("Signature"), required=False)

    def build(self) -> None:
        drop_signature(self, self.thing.site_id)


class ReceiveForm(StepForm):
    """The relief signs."""

    note = Line(_("What you found otherwise"), rows=2, max_length=500, required=False)
    signature = Signature(_("Signature"), required=False)

    def build(self) -> None:
        drop_signature(self, self.thing.site_id)


class RemarkForm(StepForm):
    """The supervisor's remark."""

    note = Line(_("Remark"), rows=2, max_length=500, required=False)


class SettleForm(StepForm):
    """How a line was settled."""

    note = Line(_("How it was settled"), rows=2, max_length=300)


class RewriteForm(StepForm):
    """A line struck and written anew."""

    text = Line(
        _("As it should read"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("Leave it empty to strike the line out altogether."),
    )
    reason = Line(_("Why it is corrected"), max_length=300)

    def __init__(self, *args: Any, thing: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": thing.text}
        super().__init__(*args, thing=thing, **kwargs)
