"""The forms of steps: what each asks before it is done."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.letters.forms.writing import PaperForm
from guanjia.apps.letters.terms import DELIVERIES, SEALS, WAYS
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.ui.forms import Choice, File, Line, Moment, Number, Photos, Signature

_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")


class StepForm(PaperForm):
    """A step of a paper; ``paper`` is it."""

    def __init__(self, *args: Any, paper: Any, **kwargs: Any) -> None:
        self.paper = paper
        super().__init__(*args, site_id=paper.site_id, **kwargs)


class PlainForm(StepForm):
    """A step that asks nothing."""


class NoteForm(StepForm):
    """A remark, if there is one."""

    note = Line(_("Remark"), rows=2, max_length=500, required=False)


class WordForm(StepForm):
    """A word on how or why."""

    note = Line(_("How, or why"), rows=3, max_length=500)


class WordAndFilesForm(WordForm):
    """A word, with a scan or photos."""

    scan = File(_("Scanned copy"), endings=_ENDINGS, required=False)
    photos = Photos(_("Photos"), most=9)


class ReasonForm(StepForm):
    """A reason."""

    reason = Line(_("Reason"), rows=2, max_length=300)


class HandOnForm(StepForm):
    """To whom a letter is handed on."""

    handler = Choice(_("Who answers it"), shown="pick")
    note = Line(_("Remark"), rows=2, max_length=500, required=False)

    def build(self) -> None:
        assert self.request is not None
        staff = organisations.appointed(self.site_id, self.request.now)
        self.fields["handler"].choices = [("", "—"), *((one.pk, one.name) for one, _groups in staff)]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        sent = super().values
        sent["handler_id"] = int(sent.pop("handler"))
        return sent


class FileForm(StepForm):
    """Where a letter is filed."""

    filed_in = Line(_("File or volume"), max_length=80)


class SubmitForm(StepForm):
    """Which posts review a draft, in order."""

    first = Choice(_("First reviewed by"), shown="pick")
    second = Choice(_("Then by"), shown="pick", required=False)
    third = Choice(_("Approved at last by"), shown="pick", required=False)

    def build(self) -> None:
        posts = [("", "—"), *((one.key, str(one)) for one in organisations.list_posts(self.site_id))]
        for name in ("first", "second", "third"):
            self.fields[name].choices = posts  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {"posts": [sent[name] for name in ("first", "second", "third") if sent.get(name)]}


class ReviewForm(StepForm):
    """Yes or no."""

    agreed = Choice(
        _("Your review"), [("yes", _("Agree")), ("no", _("Send the draft back"))], shown="buttons"
    )
    note = Line(
        _("Remark"), rows=3, max_length=500, required=False, help_text=_("Needed when it is sent back.")
    )

    @property
    def values(self) -> dict[str, Any]:
        sent = super().values
        return {**sent, "agreed": sent["agreed"] == "yes"}


class SealForm(StepForm):
    """Which seal, on how many copies."""

    seal = Choice(_("Seal"), list(SEALS.items()), initial="COMPANY")
    copies = Number(_("Copies"), initial=1)
    taken_by = Line(_("Taken by"), max_length=60, required=False)


class SendForm(StepForm):
    """How a letter goes, and the proof of it."""

    way = Choice(_("How it goes"), list(WAYS.items()), initial="HAND")
    proof = Line(
        _("Proof of delivery"),
        max_length=200,
        required=False,
        help_text=_("The number of the parcel, or who took it and when."),
    )
    scan = File(_("Receipt"), endings=_ENDINGS, required=False)
    photos = Photos(_("Photos"), most=4)


class AnswerForm(StepForm):
    """The result."""

    answer = Line(_("Result"), rows=5)
    photos = Photos(_("Photos"), most=9)


class ReturnForm(StepForm):
    """Why the answer does not settle it."""

    note = Line(_("What is still open"), rows=3, max_length=500)
    wanted_by = Moment(_("Wanted by"), quick=("+2h", "+1d", "+3d"))


class DeliverForm(StepForm):
    """How a rectification notice is delivered."""

    how = Choice(_("How it is delivered"), list(DELIVERIES.items()), initial="SIGNED")
    name = Line(_("Taken by"), max_length=60, required=False)
    signature = Signature(_("Signature"), required=False)
    witness = Line(_("Witness of the refusal"), max_length=60, required=False)
    photos = Photos(_("Photo of the door, or of the delivery"), most=4)

    @property
    def values(self) -> dict[str, Any]:
        sent = super().values
        signature = sent.pop("signature")
        return {**sent, "strokes": signature.json if signature else ""}


class RecheckForm(StepForm):
    """How it is now."""

    passed = Choice(
        _("How it is now"), [("yes", _("Put right")), ("no", _("Not put right"))], shown="buttons"
    )
    note = Line(_("What you saw"), rows=3, max_length=500, required=False)
    photos = Photos(_("Photos"), most=9)

    @property
    def values(self) -> dict[str, Any]:
        sent = super().values
        return {**sent, "passed": sent["passed"] == "yes"}


class SecondForm(StepForm):
    """What the second notice demands, and by when."""

    demand = Line(_("What is to be put right"), rows=4)
    correct_by = Moment(_("To be put right by"), quick=("+1d", "+3d", "+7d"))

    def build(self) -> None:
        self.fields["demand"].initial = self.paper.demand


class ReferForm(StepForm):
    """To which authority."""

    authority = Line(_("Authority"), max_length=120)
    number = Line(_("Their number"), max_length=60, required=False)
    note = Line(_("Remark"), rows=2, max_length=500, required=False)


class PutUpForm(StepForm):
    """Where a notice hangs, with a photo."""

    place = Choice(_("Place"), shown="pick")
    photos = Photos(_("Photo of it where it hangs"), most=2)

    def build(self) -> None:
        assert self.request is not None
        rows = list(places.list_places(self.request.actor, self.site_id).filter(unit=None)[:400])
        planned = set(self.paper.places)
        rows.sort(key=lambda one: one.pk not in planned)
        self.fields["place"].choices = [("", "—"), *((one.pk, str(one)) for one in rows)]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        sent = super().values
        sent["place_id"] = int(sent.pop("place"))
        return sent
