"""The lists: meetings, decisions, duty logs, and the lines of duty logs."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.apps.meetings import queries
from guanjia.apps.meetings.lifecycle import DECISIONS, ITEMS, LOGS, MEETINGS
from guanjia.apps.meetings.terms import ITEM_KINDS, KINDS, UNDONE, Can, DecisionState, ItemState
from guanjia.ui.lists import Bulk, Column, Empty, Filter, Flag, List, Period
from guanjia.ui.request import Request

_STATE = Column(
    "state_label",
    _("State"),
    kind="badge",
    tone=lambda one: one.state_tone,
    icon=lambda one: one.state_icon,
    sort="state",
)
_NUMBER = Column("ref", _("Number"), link=True, sort="ref")
_UNDONE = [one.value for one in UNDONE]


def _mine(rows: Any, request: Request) -> Any:
    me = request.actor.id or 0
    part = Q(convenor_id=me) | Q(chair_id=me) | Q(recorder_id=me) | Q(attendees__staff_id=me)
    return rows.filter(pk__in=rows.filter(part).values("pk"))


class Numbered(Filter):
    """The records of one number, given in the address by the numbers of another list."""

    def value(self, request: Request) -> str:
        """The number asked for."""
        wanted = request.GET.get(self.name, "")[:24]
        return wanted if wanted.replace("-", "").isalnum() else ""

    def known(self, request: Request) -> dict[str, Any]:
        """Only the number asked for."""
        return {wanted: wanted} if (wanted := self.value(request)) else {}


class MeetingList(List):
    """Meetings, the latest first; the numbers lead to what they count."""

    key = "meetings"
    columns = (
        _NUMBER,
        Column("title", _("Title"), wide=True, sort="title"),
        Column("kind_label", _("Kind of meeting"), sort="kind", phone=False),
        _STATE,
        Column("from_at", _("Begins"), kind="moment", sort="from_at"),
        Column("place", _("Place"), sort="place", phone=False),
        Column("chair", _("Chair"), value=lambda one: one.chair.name, sort="chair__name", phone=False),
        Column(
            "came",
            _("Came"),
            template="meetings/cells/came.html",
            excel=lambda one: one.counts.came,
            value=lambda one: one.counts,
            phone=False,
        ),
        Column(
            "undone",
            _("Decisions"),
            template="meetings/cells/decisions.html",
            excel=lambda one: one.counts.decided,
            value=lambda one: one.counts,
        ),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=MEETINGS.choices()),
        Filter("kind", _("Kind of meeting"), options=KINDS.items()),
        Flag("mine", _("Mine"), apply=_mine),
        Flag(
            "undone",
            _("With undone decisions"),
            apply=lambda rows, _request: rows.filter(
                pk__in=rows.filter(decisions__state__in=_UNDONE).values("pk")
            ),
        ),
        Period("from_at", _("Begins")),
    )
    search = ("ref", "title", "place")
    order = "-from_at"
    bulk = (Bulk("meetings:meeting_pdfs", _("Print as PDF"), icon="printer", can=Can.SEE),)
    empty = Empty(
        _("No meetings"),
        _(
            "Call one: its notice goes out, its minutes are written point by point, and its decisions are followed."
        ),
        url_name="meetings:meeting_new",
        label=_("Call a meeting"),
        icon="calendar-event",
    )

    def prepare(self, things: list[Any]) -> list[Any]:
        counts = queries.counts_of(things, self.request.now)
        for one in things:
            one.counts = counts[one.pk]
        return things

    def row_key(self, thing: Any) -> str:
        return str(thing.ref)


def _late(rows: Any, request: Request) -> Any:
    return rows.filter(state=DecisionState.OPEN.value, due_at__lte=request.now)


def _my_decisions(rows: Any, request: Request) -> Any:
    posts = [one.partition(":")[2] for one in request.actor.held]
    return rows.filter(Q(owner_id=request.actor.id or 0) | Q(post__in=posts))


class DecisionList(List):
    """Decisions, the most pressing first."""

    key = "meetings-decisions"
    columns = (
        _NUMBER,
        Column("what", _("The decision"), wide=True, sort="what"),
        Column("owner_name", _("Who does it"), sort="owner_name"),
        Column(
            "due_at",
            _("To be done by"),
            template="meetings/cells/due.html",
            excel=lambda one: one.due_at,
            sort="due_at",
        ),
        _STATE,
        Column(
            "meeting", _("Meeting"), value=lambda one: one.meeting.title, phone=False, sort="meeting__title"
        ),
        Column("reported_at", _("Reported"), kind="moment", sort="reported_at", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=DECISIONS.choices()),
        Flag("undone", _("Undone"), apply=lambda rows, _request: rows.filter(state__in=_UNDONE)),
        Flag("late", _("Overdue"), apply=_late),
        Flag("mine", _("Mine"), apply=_my_decisions),
        Numbered("meeting", _("Meeting"), field="meeting__ref"),
        Filter("kind", _("Kind of meeting"), options=KINDS.items(), field="meeting__kind"),
        Period("due_at", _("To be done by")),
    )
    search = ("ref", "what", "owner_name", "meeting__title")
    order = "due_at"
    bulk = (Bulk("meetings:decision_pdf", _("Print as PDF"), icon="printer", can=Can.SEE),)
    empty = Empty(
        _("No decisions"),
        _("They are added to the minutes of a meeting, and begin when the minutes are published."),
        icon="gavel",
    )

    def row_key(self, thing: Any) -> str:
        return str(thing.ref)

    def row_css(self, thing: Any) -> str:
        return "row-late" if thing.is_late(self.request.now) else ""


def _watches(request: Request) -> Iterable[tuple[str, str]]:
    rows = queries.list_logs(request.actor, request.site.pk if request.site else None)
    return rows.order_by("watch").values_list("watch", "watch_name").distinct()


class LogList(List):
    """Duty logs, the latest first; the numbers lead to the lines they count."""

    key = "meetings-logs"
    columns = (
        _NUMBER,
        Column("watch_name", _("Watch"), sort="watch_name"),
        Column("opened_by", _("On duty"), value=lambda one: one.opened_by.name, sort="opened_by__name"),
        _STATE,
        Column("from_at", _("Turn begins"), kind="moment", sort="from_at"),
        Column("until_at", _("Turn ends"), kind="moment", sort="until_at", phone=False),
        Column(
            "lines",
            _("Entries in the log"),
            template="meetings/cells/lines.html",
            value=lambda one: one.counts,
            excel=lambda one: one.counts[0],
        ),
        Column("handed_by_name", _("Handed over by"), phone=False),
        Column("received_by_name", _("Received by"), phone=False),
        Column("read_by_name", _("Countersigned by"), phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=LOGS.choices()),
        Filter("watch", _("Watch"), options=_watches),
        Flag(
            "open",
            _("With open lines"),
            apply=lambda rows, _request: rows.filter(
                pk__in=rows.filter(held__state=ItemState.OPEN.value).values("pk")
            ),
        ),
        Period("from_at", _("Turn begins")),
    )
    search = ("ref", "watch_name", "opened_by__name", "hand_note")
    order = "-opened_at"
    bulk = (Bulk("meetings:log_pdfs", _("Print as PDF"), icon="printer", can=Can.SEE_LOGS),)
    empty = Empty(
        _("No duty logs"),
        _("Whoever is on duty opens the log of the turn and hands it to the next."),
        icon="clipboard-list",
    )

    def prepare(self, things: list[Any]) -> list[Any]:
        counts = queries.open_counts(things)
        for one in things:
            one.counts = counts[one.pk]
        return things

    def row_key(self, thing: Any) -> str:
        return str(thing.ref)


class ItemList(List):
    """The lines of duty logs, the latest first."""

    key = "meetings-items"
    columns = (
        Column("at", _("When"), kind="moment", sort="at"),
        Column("kind_label", _("Kind"), sort="kind"),
        Column("text", _("Event of the shift"), wide=True, link=True),
        Column("where", _("Where"), phone=False),
        _STATE,
        Column("log", _("Duty log"), value=lambda one: one.log.ref, sort="log__ref"),
        Column("carried", _("Times handed over"), kind="number", sort="carried", phone=False),
        Column("case_ref", _("Case"), sort="case_ref"),
        Column("by_name", _("Noted down by"), sort="by_name", phone=False),
        Column("settled_note", _("How it was settled"), phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=ITEMS.choices()),
        Filter("kind", _("Kind"), options=ITEM_KINDS.items()),
        Numbered("log", _("Duty log"), field="log__ref"),
        Numbered("now_in", _("Answered for in"), field="now_in__ref"),
        Filter("watch", _("Watch"), options=_watches, field="log__watch"),
        Period("at", _("When")),
    )
    search = ("text", "place", "unit__code", "case_ref", "log__ref", "by_name")
    order = "-at"
    empty = Empty(_("No lines"), _("Lines are entered in the duty log of a turn."), icon="list-details")

    def row_url(self, thing: Any) -> str:
        return f"{thing.log.get_absolute_url()}#item-{thing.pk}"
