"""What the screens ask."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.archives.terms import OTHER, Sheet
from guanjia.ui.forms import Choice, Day, File, Form, Line, Moment, Number, Photos, YesNo

Options = Sequence[tuple[Any, str]]
MOST_SCANS = 20


class Shape(TextChoices):
    """What lies in the binder."""

    ORIGINAL = "original", pgettext_lazy("paper", "Original")
    COPY = "copy", pgettext_lazy("paper", "Copy")


class Sound(TextChoices):
    """Sound or not, as buttons."""

    YES = "yes", _("Sound")
    NO = "no", _("Damaged")


class FileForm(Form):
    """A paper that is filed by hand. ``items`` are the items of the file."""

    draft = "archives-file"
    item = Choice(_("Which paper"), shown="pick", required=False)
    title = Line(
        _("What it is called"),
        max_length=120,
        required=False,
        help_text=_("Left empty, it is called as in the plan."),
    )
    dated_on = Day(_("Day the paper bears"))
    expires_on = Day(_("Holds until (the first day it does not)"), required=False)
    shape = Choice(_("Original or copy"), Shape.choices, initial=Shape.COPY)
    pages = Number(_("Pages"), min_value=1, max_value=2000, initial=1)
    place = Line(
        _("Where it stands: box and binder"),
        max_length=60,
        required=False,
        help_text=_("Needed for an original without a scan."),
    )
    scans = Photos(_("Scans or photos"), most=MOST_SCANS, size=20 * 1024 * 1024)
    document = File(_("Scan as PDF"), endings=(".pdf",), required=False)
    sensitive = YesNo(
        _("Sensitive: opened only with a reason"),
        required=False,
        help_text=_("What the plan calls sensitive always is."),
    )
    note = Line(_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, items: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(OTHER, _("Something else, not in the plan")), *items]  # type: ignore[attr-defined]

    @property
    def sheet(self) -> Sheet:
        """What was filled in, as the verb takes it."""
        sent = self.cleaned_data
        return Sheet(
            item=sent["item"],
            title=sent["title"],
            dated_on=sent["dated_on"],
            expires_on=sent["expires_on"],
            pages=sent["pages"],
            is_original=sent["shape"] == Shape.ORIGINAL,
            place=sent["place"],
            sensitive=sent["sensitive"],
            note=sent["note"],
        )

    @property
    def uploads(self) -> list[Any]:
        """The scans: pictures, and perhaps a PDF."""
        document = self.cleaned_data["document"]
        return [*self.cleaned_data["scans"], *([document] if document else [])]


class ReasonForm(Form):
    """Why."""

    reason = Line(_("Reason"), rows=3, max_length=200)


class BoxForm(Form):
    """Where the binder stands."""

    box = Line(_("Shelf, box and binder"), max_length=40)


class LoanForm(Form):
    """Who borrows an original, why, and until when. ``staff`` are those of the site."""

    draft = "archives-loan"
    staff_id = Choice(_("One of our staff"), shown="pick", required=False)
    name = Line(_("Or somebody from outside, by name"), max_length=80, required=False)
    party = Line(
        _("Where they come from"),
        max_length=80,
        required=False,
        help_text=_("Police, court, lawyer, auditor …"),
    )
    due_at = Moment(_("Back by"), quick=("+2h", "+1d", "+3d"))
    reason = Line(_("What for"), rows=2, max_length=200)

    def __init__(self, *args: Any, staff: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_id"].choices = [("", "—"), *staff]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it; one of the staff wins over a name."""
        sent = dict(self.cleaned_data)
        sent["staff_id"] = int(sent["staff_id"]) if sent["staff_id"] else None
        return sent


class BackForm(Form):
    """What came back. ``pages`` went out."""

    pages_back = Number(_("Pages that came back"), min_value=0, max_value=20000)
    sound = Choice(_("How it came back"), Sound.choices, initial=Sound.YES)
    end_note = Line(_("What is missing or damaged"), rows=2, max_length=300, required=False)

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        sent = self.cleaned_data
        return {
            "pages_back": sent["pages_back"],
            "sound": sent["sound"] == Sound.YES,
            "note": sent["end_note"],
        }


class HowForm(Form):
    """How the originals were destroyed."""

    how = Line(
        _("How and where the originals were destroyed"),
        rows=2,
        max_length=200,
        help_text=_("Shredded in the office, burnt at the works …"),
    )


class EmptyForm(Form):
    """Nothing to fill in but the button."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)
