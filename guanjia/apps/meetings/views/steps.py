"""The steps of meetings, decisions, logs and lines as screens: each is a form, a verb, and a sentence that it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.meetings import queries, services
from guanjia.apps.meetings.forms import logs as log_forms
from guanjia.apps.meetings.forms import meetings as forms
from guanjia.apps.meetings.models import Decision, Item, Log, Meeting
from guanjia.apps.meetings.terms import Can, DecisionState, LogState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request, View, done, page, verb
from guanjia.ui.steps import Offered

GET: dict[type[Any], Callable[[Actor, Any], Any]] = {
    Meeting: queries.get_meeting,
    Decision: queries.get_decision,
    Log: queries.get_log,
    Item: queries.get_item,
}
KEYS: dict[type[Any], str] = {Meeting: "meeting", Decision: "decision", Log: "log", Item: "item"}


@dataclass(frozen=True)
class Deed:
    """One step of a kind of thing: its name in the address, the step of the lifecycle it takes, who may, what it asks."""

    of: type[Any]
    name: str
    step: str
    can: Can
    label: Text
    icon: str
    form: type[forms.StepForm]
    do: Callable[..., Any]
    said: Text
    danger: bool = False
    template: str = "meetings/step.html"

    @property
    def url_name(self) -> str:
        """The name of its address."""
        return f"meetings:{KEYS[self.of]}_{self.name}"


DEEDS: tuple[Deed, ...] = (
    Deed(Meeting, "answer", "answer", Can.TAKE_PART, _("Answer the notice"), "user-check", forms.AnswerForm, services.answer_notice, _("Your answer is kept.")),
    Deed(Meeting, "attend", "attend", Can.RECORD, _("Take attendance"), "users", forms.AttendanceForm, services.take_attendance, _("Attendance is taken."), template="meetings/attendance.html"),
    Deed(Meeting, "write", "write", Can.RECORD, _("Write the minutes"), "pencil", forms.MinutesForm, services.write_minutes, _("The minutes are kept."), template="meetings/wide_step.html"),
    Deed(Meeting, "decide", "decide", Can.RECORD, _("Add a decision"), "gavel", forms.NewDecisionForm, services.decide, _("The decision is added.")),
    Deed(Meeting, "submit", "submit", Can.RECORD, _("Hand the minutes to the chair"), "send", forms.PlainForm, services.submit, _("The chair has the minutes.")),
    Deed(Meeting, "approve", "approve", Can.APPROVE, _("Approve the minutes"), "signature", forms.ApproveForm, services.approve, _("Your word is kept.")),
    Deed(Meeting, "publish", "publish", Can.CALL, _("Publish the minutes"), "speakerphone", forms.PlainForm, services.publish, _("Published. The decisions begin.")),
    Deed(Meeting, "read", "read", Can.TAKE_PART, _("I have read the minutes"), "checks", forms.PlainForm, services.acknowledge, _("Noted: you have read them.")),
    Deed(Meeting, "cancel", "cancel", Can.CALL, _("Call the meeting off"), "calendar-x", forms.ReasonForm, services.cancel, _("Called off."), danger=True),
    Deed(Decision, "report", "report", Can.TAKE_PART, _("Report it done"), "message-check", forms.ReportForm, services.report, _("Reported. The convenor checks it.")),
    Deed(Decision, "check", "pass", Can.CHECK, _("Check it"), "eye", forms.CheckForm, services.check, _("Your word is kept.")),
    Deed(Decision, "amend", "amend", Can.CHECK, _("Strike and rewrite"), "eraser", forms.AmendForm, services.amend, _("Rewritten.")),
    Deed(Decision, "drop", "drop", Can.CHECK, _("Drop"), "x", forms.ReasonForm, services.drop, _("Dropped."), danger=True),
    Deed(Log, "hand-over", "hand_over", Can.LOG, _("Hand the shift over"), "user-share", log_forms.HandOverForm, services.hand_over, _("Handed over. Your relief receives it now.")),
    Deed(Log, "resume", "resume", Can.LOG, _("Take it up again"), "rotate", forms.ReasonForm, services.resume, _("Taken up again.")),
    Deed(Log, "receive", "receive", Can.LOG, _("Receive the shift"), "user-check", log_forms.ReceiveForm, services.receive_log, _("Received. Open your own log now."), template="meetings/receive.html"),
    Deed(Log, "countersign", "countersign", Can.COUNTERSIGN, _("Read and countersign"), "signature", log_forms.RemarkForm, services.countersign, _("Countersigned.")),
    Deed(Item, "settle", "settle", Can.LOG, _("Settled"), "circle-check", log_forms.SettleForm, services.settle, _("Settled.")),
    Deed(Item, "rewrite", "strike", Can.LOG, _("Strike and rewrite"), "eraser", log_forms.RewriteForm, services.rewrite, _("Rewritten.")),
)  # fmt: skip
"""Every step that asks something of its own."""


def offered(request: Request, thing: Any) -> list[Offered]:
    """The steps that would be accepted now from this actor, the likeliest last, where the primary button stands."""
    ranks = {step.verb: place for place, step in enumerate(thing.lifecycle.next_steps(thing.state))}
    found = [
        one for one in DEEDS if one.of is type(thing) and one.step in ranks and _may(request, one, thing)
    ]
    found.sort(key=lambda one: ranks[one.step])
    return [
        Offered(
            one.name,
            one.label,
            one.icon,
            reverse(one.url_name, args=[thing.ref]),
            tone="quiet" if one.danger or one.name in _QUIET else "primary" if place == 0 else "",
        )
        for place, one in reversed(list(enumerate(found)))
    ]


_QUIET = ("amend", "resume")


def _may(request: Request, deed: Deed, thing: Any) -> bool:
    actor = request.actor
    if not actor.can(deed.can, thing.site_id):
        return False
    if isinstance(thing, Meeting):
        return _may_meeting(request, deed, thing)
    if isinstance(thing, Decision):
        leads = _is(actor, thing.meeting.convenor_id, thing.meeting.chair_id) or actor.can(
            Can.SEE_ALL, thing.site_id
        )
        if deed.name == "report":
            return actor.is_system or queries.is_mine(actor, thing)
        if deed.name == "drop" and thing.state == DecisionState.DRAFT:
            return False
        return leads and not (deed.name == "check" and actor.id == thing.reported_by_id)
    return _may_log(request, deed, thing)


def _may_meeting(request: Request, deed: Deed, row: Meeting) -> bool:
    actor = request.actor
    every = actor.can(Can.SEE_ALL, row.site_id)
    if deed.name in ("answer", "read"):
        mine = queries.my_place(actor, row)
        return mine is not None and (mine.answered_at if deed.name == "answer" else mine.read_at) is None
    if deed.name == "approve":
        return _is(actor, row.chair_id)
    if deed.can == Can.RECORD:
        return every or _is(actor, row.recorder_id, row.convenor_id)
    return every or _is(actor, row.convenor_id, row.chair_id)


def _may_log(request: Request, deed: Deed, row: Log) -> bool:
    actor = request.actor
    if deed.name == "countersign":
        return not _is(actor, row.opened_by_id, row.handed_by_id, row.received_by_id)
    if deed.name == "resume":
        return _is(actor, row.opened_by_id, row.handed_by_id) and queries.next_of(row) is None
    if deed.name == "receive" and row.state == LogState.HANDED and _is(actor, row.handed_by_id):
        return False
    return queries.of_watch(actor, row, request.now)


def _is(actor: Actor, *people: int | None) -> bool:
    return actor.is_system or (actor.id is not None and actor.id in people)


def view_of(deed: Deed) -> View:
    """The screen of a step."""

    @verb(can=deed.can)
    def step(request: Request, **asked: Any) -> HttpResponse:
        (key,) = asked.values()
        thing = GET[deed.of](request.actor, key)
        form = deed.form.of(request, thing=thing)
        home = thing.log if isinstance(thing, Item) else thing
        if form.ready():
            deed.do(thing, by=request.actor, at=request.now, **form.values)
            return done(request, home, deed.said)
        return page(
            request,
            f"{deed.template}#form",
            form=form,
            thing=thing,
            home=home,
            items=queries.left_by(thing) if deed.name == "receive" else [],
            title=deed.label,
            submit=deed.label,
            danger=deed.danger,
            back=home.get_absolute_url(),
        )

    step.__doc__ = f"{deed.of.__name__}: {deed.step}."
    return step
