"""Our places in the frame: the number at the bell, and the unread messages on Today."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guanjia.apps.messaging import queries
from guanjia.kernel.counting import first_of
from guanjia.ui.http import Request
from guanjia.ui.panels import Panel

_MOST_ON_TODAY = 5


def unread(request: Request) -> int:
    """How many messages wait."""
    return queries.count_unread(request.actor)


def today_notices(request: Request) -> Panel | None:
    """The latest unread messages; no panel when there are none."""
    waiting = queries.list_notices(request.actor).filter(read_at=None, settled_at=None)
    latest, count = first_of(waiting, _MOST_ON_TODAY)
    rows = queries.in_words(latest, get_language() or "zh-hans")
    if not rows:
        return None
    return Panel(
        _("Messages"),
        "messaging/panels/notices.html",
        {"rows": rows},
        icon="bell",
        count=count,
        url=reverse("messaging:notices"),
    )
