"""Our places on other pages: Today (what I do, check, approve, read, receive), and the page of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.meetings import queries
from guanjia.apps.meetings.terms import Can, ItemState
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request
from guanjia.ui.panels import Panel

_MOST = 6
_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for me: its words, what is to be done, where, and by when (``clock``: with a running clock)."""

    title: str
    what: Text
    ref: str
    url: str
    at: datetime | None = None
    clock: bool = False


def _site(request: Request, can: Can) -> int | None:
    if request.site is None or not request.actor.can(can, request.site.pk):
        return None
    return int(request.site.pk)


def _panel(request: Request, title: Text, rows: list[Waiting], icon: str, url: str) -> Panel | None:
    if not rows:
        return None
    late = any(one.clock and one.at is not None and one.at <= request.now for one in rows)
    return Panel(
        title,
        "meetings/panels/waiting.html",
        {"rows": rows[:_MOST], "now": request.now},
        icon=icon,
        count=len(rows),
        url=url,
        urgent=late,
    )


def today_decisions(request: Request) -> Panel | None:
    """Decisions I am to do or check, and overdue ones of my meetings; no panel when there is none."""
    site_id = _site(request, Can.SEE)
    if site_id is None:
        return None
    actor = request.actor
    rows = [
        *_decisions(queries.mine(actor, site_id), _("For me to do"), clock=True),
        *_decisions(queries.to_check(actor, site_id), _("For me to check"), clock=False),
        *_decisions(queries.late(actor, site_id, request.now), _("Overdue, of my meeting"), clock=True),
    ]
    once = list({one.ref: one for one in reversed(rows)}.values())[::-1]
    url = reverse("meetings:decisions") + "?undone=1"
    return _panel(request, _("Decisions of meetings"), once, "gavel", url)


def _decisions(rows: Iterable[Any], what: Text, *, clock: bool) -> list[Waiting]:
    return [Waiting(one.what, what, one.ref, one.get_absolute_url(), one.due_at, clock) for one in rows]


def today_meetings(request: Request) -> Panel | None:
    """My meetings of the coming week, and minutes I am to write, approve, publish or read; no panel when there is none."""
    site_id = _site(request, Can.SEE)
    if site_id is None:
        return None
    actor, now = request.actor, request.now
    rows = [
        *_meetings(queries.to_approve(actor, site_id), _("Minutes to approve")),
        *_meetings(queries.to_publish(actor, site_id), _("Minutes to publish")),
        *_meetings(queries.to_write(actor, site_id, now), _("Minutes to write")),
        *_meetings(
            queries.my_meetings(actor, site_id, now - timedelta(hours=12), now + _AHEAD), _("You are invited")
        ),
        *_meetings(queries.to_read(actor, site_id), _("Minutes to read")),
    ]
    once = list({one.ref: one for one in reversed(rows)}.values())[::-1]
    return _panel(
        request, _("Meetings and minutes"), once, "calendar-event", reverse("meetings:meetings") + "?mine=1"
    )


def _meetings(rows: Iterable[Any], what: Text) -> list[Waiting]:
    return [Waiting(one.title, what, one.ref, one.get_absolute_url(), one.from_at) for one in rows]


def today_duty(request: Request) -> Panel | None:
    """My turn of duty: the log to open, to receive or to write in, and logs to countersign; no panel when there is none."""
    site_id = _site(request, Can.SEE_LOGS)
    if site_id is None:
        return None
    actor = request.actor
    duty = queries.duty_now(actor, site_id, request.now)
    rows: list[Waiting] = []
    if duty.former is not None and duty.former.handed_by_id != actor.id:
        words = _("Not handed over, though its turn is over") if duty.late else _("To be received")
        rows.append(_log(duty.former, words, clock=True))
    elif duty.former is None and duty.may_open and duty.turn is not None:
        rows.append(
            Waiting(
                duty.turn.watch_name,
                _("Open my duty log"),
                "",
                reverse("meetings:log_open"),
                duty.turn.from_at,
            )
        )
    if duty.log is not None:
        rows.append(_log(duty.log, _("The log of this turn")))
        still = queries.list_items(actor, site_id).filter(now_in=duty.log, state=ItemState.OPEN.value)
        rows += [
            Waiting(one.text, _("Still to be done"), duty.log.ref, duty.log.get_absolute_url(), one.at)
            for one in still[:_MOST]
        ]
    rows += [_log(one, _("To be countersigned")) for one in queries.to_countersign(actor, site_id)[:_MOST]]
    return _panel(request, _("Duty logs"), rows, "clipboard-list", reverse("meetings:logs"))


def _log(log: Any, what: Text, *, clock: bool = False) -> Waiting:
    return Waiting(log.watch_name, what, log.ref, log.get_absolute_url(), log.until_at, clock)


def on_case_page(request: Request, case: Any) -> Panel | None:
    """The line of a duty log a case came from; no panel when it came from none."""
    if not request.actor.can(Can.SEE_LOGS, case.site_id):
        return None
    rows = queries.items_of_case(request.actor, case.ref)
    if not rows:
        return None
    lines = [
        Waiting(
            one.text,
            _("Entered by %(name)s") % {"name": one.by_name},
            one.log.ref,
            f"{one.log.get_absolute_url()}#item-{one.pk}",
            one.at,
        )
        for one in rows
    ]
    return Panel(
        _("From the duty log"),
        "meetings/panels/waiting.html",
        {"rows": lines, "now": request.now},
        icon="clipboard-list",
    )
