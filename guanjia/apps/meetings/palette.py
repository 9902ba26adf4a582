"""What the palette finds and starts of ours."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.apps.meetings import queries
from guanjia.apps.meetings.terms import Can
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb

_MOST = 4


def find(request: Request, text: str) -> Iterable[Hit]:
    """Meetings and decisions by number or words."""
    site_id = request.site.pk if request.site else None
    wanted = Q(ref__icontains=text) | Q(title__icontains=text)
    for one in queries.list_meetings(request.actor, site_id).filter(wanted)[:_MOST]:
        yield Hit(f"{one.ref} {one.title}", one.get_absolute_url(), str(one.state_label), "calendar-event")
    said = Q(ref__icontains=text) | Q(what__icontains=text)
    for row in queries.list_decisions(request.actor, site_id).filter(said)[:_MOST]:
        yield Hit(f"{row.ref} {row.what}", row.get_absolute_url(), str(row.state_label), "gavel")


def find_logs(request: Request, text: str) -> Iterable[Hit]:
    """Duty logs by number, and by the words of their lines."""
    site_id = request.site.pk if request.site else None
    for one in queries.list_logs(request.actor, site_id).filter(ref__icontains=text)[:_MOST]:
        yield Hit(str(one), one.get_absolute_url(), str(one.state_label), "clipboard-list")
    for row in queries.list_items(request.actor, site_id).filter(text__icontains=text)[:_MOST]:
        yield Hit(row.text, f"{row.log.get_absolute_url()}#item-{row.pk}", row.log.ref, "clipboard-list")


register(
    Provider(
        key="meetings",
        label=_("Meetings and decisions"),
        icon="calendar-event",
        can=Can.SEE,
        find=find,
        order=47,
    )
)
register(
    Provider(
        key="duty_logs",
        label=_("Duty logs"),
        icon="clipboard-list",
        can=Can.SEE_LOGS,
        find=find_logs,
        order=48,
    )
)
register_verb(
    Verb(
        _("Meetings"), "meetings:meetings", "calendar-event", Can.SEE, words="会议 例会 纪要 minutes meeting"
    )
)
register_verb(Verb(_("Decisions"), "meetings:decisions", "gavel", Can.SEE, words="决议 督办 decision"))
register_verb(
    Verb(_("Call a meeting"), "meetings:meeting_new", "calendar-event", Can.CALL, words="召集会议 开会 通知")
)
register_verb(
    Verb(
        _("Duty logs"),
        "meetings:logs",
        "clipboard-list",
        Can.SEE_LOGS,
        words="值班日志 交接班 duty log shift",
    )
)
register_verb(
    Verb(_("Open my duty log"), "meetings:log_open", "clipboard-list", Can.LOG, words="开班 接班 值班")
)
