"""Our places on Today: what I review, what I answer, what I take down and look at again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.letters import queries
from guanjia.apps.letters.terms import Can, Kind
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request
from guanjia.ui.panels import Panel

_MOST = 6


@dataclass(frozen=True)
class Waiting:
    """One paper that waits for me, and by when."""

    what: Text
    paper: Any
    due_at: datetime | None


def _site(request: Request) -> int | None:
    if request.site is None or not request.actor.can(Can.SEE, request.site.pk):
        return None
    return int(request.site.pk)


def _panel(title: Text, rows: list[Waiting], icon: str, url: str, now: datetime) -> Panel | None:
    if not rows:
        return None
    urgent = any(one.due_at is not None and one.due_at <= now for one in rows)
    return Panel(
        title,
        "letters/panels/waiting.html",
        {"rows": rows[:_MOST], "now": now},
        icon=icon,
        count=len(rows),
        url=url,
        urgent=urgent,
    )


def today_reviews(request: Request) -> Panel | None:
    """Drafts that wait for my review; no panel when none does."""
    site_id = _site(request)
    if site_id is None:
        return None
    rows = [Waiting(one.kind_label, one, None) for one in queries.to_review(request.actor, site_id)]
    url = reverse("letters:out_list") + "?state=REVIEW"
    return _panel(_("Drafts for me to review"), rows, "eye", url, request.now)


def today_answers(request: Request) -> Panel | None:
    """Letters and contact sheets I am to answer; no panel when there is none."""
    site_id = _site(request)
    if site_id is None:
        return None
    rows = [Waiting(one.kind_label, one, one.moment) for one in queries.to_answer(request.actor, site_id)]
    url = reverse("letters:in_list") + "?mine=1"
    return _panel(_("Letters and sheets for me to answer"), rows, "mail", url, request.now)


def today_notices(request: Request) -> Panel | None:
    """Notices to take down, and demands to check again; no panel when there is none."""
    site_id = _site(request)
    if site_id is None:
        return None
    found = queries.to_settle(request.actor, site_id, request.now)
    down = [one for one in found if one.kind is Kind.NOTICE]
    rows = [
        *(Waiting(_("To be taken down"), one, one.moment) for one in down),
        *(Waiting(_("To be checked again"), one, one.moment) for one in found if one not in down),
    ]
    kind = Kind.NOTICE if down else Kind.RECTIFICATION
    url = reverse(f"letters:{kind.value}_list") + ("?over=1" if down else "")
    return _panel(_("Notices to take down, demands to check again"), rows, "speakerphone", url, request.now)
