"""What is asked about meetings, minutes and decisions."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents.terms import Can as DocumentsCan
from guanjia.apps.meetings.models import Attendee, Decision, Meeting, Point
from guanjia.apps.meetings.services import Notice
from guanjia.apps.meetings.terms import KINDS, PRESENCES, Kind, Presence
from guanjia.apps.organisations import queries as organisations
from guanjia.ui.forms import Choice, Choices, Form, Line, Moment, Photos, Signature

People = Sequence[tuple[int, str]]


class NoticeForm(Form):
    """A meeting: what, when, where, who, and the agenda."""

    draft = "meeting"
    title = Line(_("Title"), max_length=120)
    kind = Choice(_("Kind of meeting"), list(KINDS.items()), shown="pick", initial=Kind.WEEKLY)
    place = Line(_("Place"), max_length=120)
    from_at = Moment(_("Begins"), quick=("09:00", "14:00", "17:00"))
    until_at = Moment(_("Ends"))
    chair = Choice(_("Chair"), shown="pick")
    recorder = Choice(_("Recorder"), shown="pick")
    staff = Choices(_("Invited"), shown="pick", required=False)
    guests = Line(
        _("Guests from outside"),
        rows=2,
        required=False,
        help_text=_("One to a line: name, then after a comma the house they come from."),
    )
    agenda = Line(_("Agenda"), rows=6, required=False, help_text=_("One point to a line."))

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pk), name) for pk, name in people]
        for name in ("chair", "recorder"):
            self.fields[name].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        self.fields["staff"].choices = choices  # type: ignore[attr-defined]

    @property
    def notice(self) -> Notice:
        """What the verb is given."""
        sent = self.cleaned_data
        return Notice(
            title=sent["title"],
            kind=sent["kind"],
            place=sent["place"],
            from_at=sent["from_at"],
            until_at=sent["until_at"],
            chair_id=int(sent["chair"]),
            recorder_id=int(sent["recorder"]),
            staff_ids=[int(one) for one in sent["staff"]],
            agenda=lines_of(sent["agenda"]),
            guests=[_guest(one) for one in lines_of(sent["guests"])],
        )


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something; a number or dot in front is dropped."""
    found = (line.strip().lstrip("·-•*").strip() for line in text.splitlines())
    return [line for line in found if line]


def _guest(line: str) -> tuple[str, str]:
    name, _comma, party = line.replace("，", ",").partition(",")
    return name.strip(), party.strip()


class StepForm(Form):
    """A step of a meeting or a decision; ``thing`` is it."""

    def __init__(self, *args: Any, thing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing = thing
        self.build()

    def build(self) -> None:
        """Fill what depends on the thing."""

    @property
    def values(self) -> dict[str, Any]:
        """What the verb is given."""
        sent = dict(self.cleaned_data)
        if "signature" in self.base_fields:
            drawn = sent.pop("signature", None)
            sent["strokes"] = drawn.json if drawn else ""
        return sent


class PlainForm(StepForm):
    """A step that asks nothing."""


class ReasonForm(StepForm):
    """A reason."""

    reason = Line(_("Reason"), rows=2, max_length=300)


class AnswerForm(StepForm):
    """Whether one comes."""

    coming = Choice(_("Do you come?"), [("yes", _("I come")), ("no", _("I ask leave"))], initial="yes")
    note = Line(_("Reason of the leave"), rows=2, max_length=200, required=False)

    @property
    def values(self) -> dict[str, Any]:
        return {"coming": self.cleaned_data["coming"] == "yes", "note": self.cleaned_data["note"]}


class ApproveForm(StepForm):
    """The chair's word, with a drawn signature where the chair may sign."""

    agreed = Choice(
        _("Your word"), [("yes", _("Approve the minutes")), ("no", _("Send the minutes back"))], initial="yes"
    )
    note = Line(_("What is to be changed"), rows=2, max_length=300, required=False)
    signature = Signature(_("Signature"), required=False)

    def build(self) -> None:
        drop_signature(self, self.thing.site_id)

    @property
    def values(self) -> dict[str, Any]:
        sent = super().values
        return {**sent, "agreed": sent["agreed"] == "yes"}


def drop_signature(form: Form, site_id: int) -> None:
    """Who may not sign on the screen is not asked to."""
    assert form.request is not None
    if not form.request.actor.can(DocumentsCan.SIGN, site_id):
        form.fields.pop("signature", None)


class AttendanceForm(StepForm):
    """Everybody invited, with a word and a remark."""

    def build(self) -> None:
        meeting: Meeting = self.thing
        self.people: list[Attendee] = list(meeting.attendees.order_by("id"))
        for one in self.people:
            mark = Choice(str(one), list(PRESENCES.items()), shown="buttons")
            mark.initial = one.presence or Presence.PRESENT.value
            self.fields[f"mark-{one.pk}"] = mark
            self.fields[f"note-{one.pk}"] = Line(
                _("Remark"), max_length=200, required=False, initial=one.note
            )

    @property
    def rows(self) -> list[tuple[Attendee, Any, Any]]:
        """Each person with both fields."""
        return [(one, self[f"mark-{one.pk}"], self[f"note-{one.pk}"]) for one in self.people]

    @property
    def values(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {
            "marks": {one.pk: sent[f"mark-{one.pk}"] for one in self.people},
            "notes": {one.pk: sent[f"note-{one.pk}"] for one in self.people},
        }


class MinutesForm(StepForm):
    """What was said about each point, and points that came up."""

    def build(self) -> None:
        meeting: Meeting = self.thing
        self.draft = "minutes"
        self.points: list[Point] = list(meeting.points.order_by("position"))
        for one in self.points:
            self.fields[f"point-{one.pk}"] = Line(
                f"{one.position}. {one.topic}", rows=4, max_length=4000, required=False, initial=one.text
            )
        self.fields["more"] = Line(
            _("Points that came up"), rows=2, required=False, help_text=_("One point to a line.")
        )

    @property
    def values(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {
            "texts": {one.pk: sent[f"point-{one.pk}"] for one in self.points},
            "more": lines_of(sent["more"]),
        }


class CorrectForm(StepForm):
    """A point struck and rewritten."""

    text = Line(_("As it should read"), rows=5, max_length=4000)
    reason = Line(_("Why it is corrected"), max_length=300)

    def __init__(self, *args: Any, point: Point, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": point.text}
        super().__init__(*args, **kwargs)
        self.point = point

    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "point_id": self.point.pk}


class DecisionForm(StepForm):
    """A decision: what, who, by when."""

    what = Line(_("The decision"), rows=2, max_length=500)
    owner = Choice(_("Who does it"), shown="pick")
    due_at = Moment(_("To be done by"), quick=("+1d", "+3d", "+7d", "18:00"))

    def build(self) -> None:
        assert self.request is not None
        site_id = self.thing.site_id
        staff = [
            (f"staff:{one.pk}", one.name)
            for one, _groups in organisations.appointed(site_id, self.request.now)
        ]
        posts = [
            (f"post:{one.key}", _("%(post)s (the post)") % {"post": one})
            for one in organisations.list_posts(site_id)
        ]
        self.fields["owner"].choices = [("", "—"), *staff, *posts]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        sent = dict(self.cleaned_data)
        kind, _colon, key = sent.pop("owner").partition(":")
        sent |= {"owner_id": int(key), "post": ""} if kind == "staff" else {"owner_id": None, "post": key}
        return sent


class NewDecisionForm(DecisionForm):
    """A decision in minutes that are being written, under a point of the agenda."""

    point = Choice(_("Under which point"), shown="pick", required=False)

    def build(self) -> None:
        super().build()
        points = [
            (str(one.pk), f"{one.position}. {one.topic}") for one in self.thing.points.order_by("position")
        ]
        self.fields["point"].choices = [("", "—"), *points]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        sent = super().values
        point = sent.pop("point")
        return {**sent, "point_id": int(point) if point else None}


class AmendForm(DecisionForm):
    """A running decision struck and rewritten."""

    reason = Line(_("Why it is corrected"), max_length=300)

    def __init__(self, *args: Any, thing: Decision, **kwargs: Any) -> None:
        owner = f"post:{thing.post}" if thing.post else f"staff:{thing.owner_id}"
        kwargs["initial"] = {"what": thing.what, "owner": owner, "due_at": timezone.localtime(thing.due_at)}
        super().__init__(*args, thing=thing, **kwargs)


class ReportForm(StepForm):
    """What was done, with photos."""

    note = Line(_("What was done"), rows=3, max_length=500, required=False)
    photos = Photos(_("Photos of the result"), most=9, required=False)

    @property
    def values(self) -> dict[str, Any]:
        return {"note": self.cleaned_data["note"], "files": list(self.cleaned_data["photos"] or [])}


class CheckForm(StepForm):
    """Whether it is done."""

    passed = Choice(_("Is it done?"), [("yes", _("Done")), ("no", _("Not done yet"))], initial="yes")
    note = Line(_("What you saw, or what is missing"), rows=2, max_length=300, required=False)
    due_at = Moment(_("If not: wanted by"), required=False, quick=("+1d", "+3d", "+7d"))

    @property
    def values(self) -> dict[str, Any]:
        sent = dict(self.cleaned_data)
        sent["passed"] = sent["passed"] == "yes"
        return sent
