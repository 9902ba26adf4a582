"""My messages; and where messages go outside the product."""

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guanjia.apps.messaging import queries, services
from guanjia.apps.messaging.forms import AddressForm, RobotForm
from guanjia.apps.messaging.lists import NoticeList
from guanjia.apps.messaging.models import Notice
from guanjia.apps.messaging.terms import Can, Channel, Urgency
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import SIGNED_IN, Request, done, page, safe_url, screen, verb, wants_fragment

_MOST_AT_BELL = 6


@screen(can=SIGNED_IN)
def list_notices(request: Request) -> HttpResponse:
    """My messages, unread first."""
    rows = _unread_first(queries.list_notices(request.actor))
    return NoticeList(request, rows).answer(
        title=_("Messages"), template="messaging/notices.html", unread=queries.count_unread(request.actor)
    )


def _unread_first(rows: QuerySet[Notice]) -> QuerySet[Any]:
    return rows.annotate(waits=Case(When(read_at=None, settled_at=None, then=Value(1)), default=Value(0)))


@verb(can=SIGNED_IN)
def open_notice(request: Request, notice_id: int) -> HttpResponse:
    """Go to what a message speaks of, and count it as read."""
    notice = queries.get_notice(request.actor, notice_id)
    home = reverse("messaging:notices")
    if request.method != "POST":  # somebody kept the address: show the messages, change nothing
        return done(request, home)
    services.read([notice.pk], by=request.actor, at=request.now)
    return done(request, safe_url(request, notice.link, home))


@screen(can=SIGNED_IN)
def show_latest(request: Request) -> HttpResponse:
    """The latest messages, unread first: what the bell shows. Without a script, the page of messages."""
    if not wants_fragment(request):
        return done(request, "messaging:notices")
    rows = _unread_first(queries.list_notices(request.actor)).order_by("-waits", "-id")[:_MOST_AT_BELL]
    return page(
        request,
        "messaging/latest.html",
        rows=queries.in_words(list(rows), get_language() or "zh-hans"),
        unread=queries.count_unread(request.actor),
    )


@verb(can=SIGNED_IN, ask=gettext_lazy("Mark this message as read?"))
def read(request: Request, notice_id: int) -> HttpResponse:
    """I have seen this one."""
    services.read([queries.get_notice(request.actor, notice_id).pk], by=request.actor, at=request.now)
    notice = queries.get_notice(request.actor, notice_id)
    (message,) = queries.in_words([notice], get_language() or "zh-hans")
    return done(request, "messaging/read.html", seen=message, unread=queries.count_unread(request.actor))


@verb(can=SIGNED_IN, ask=gettext_lazy("Mark all messages as read?"))
def read_all(request: Request) -> HttpResponse:
    """All my messages are read."""
    waiting = queries.list_notices(request.actor).filter(read_at=None).values_list("pk", flat=True)
    services.read(list(waiting), by=request.actor, at=request.now)
    return done(request, "messaging:notices", _("All marked as read."))


@verb(can=SIGNED_IN, ask=gettext_lazy("Acknowledge this message? You say that you see to it."))
def acknowledge(request: Request, notice_id: int) -> HttpResponse:
    """I take note and see to it."""
    notice = queries.get_notice(request.actor, notice_id)
    services.acknowledge(notice, by=request.actor, at=request.now)
    return done(request, "messaging:notices", _("Acknowledged."))


# --- Channels ------------------------------------------------------------------------------------------------------------


@screen(can=Can.SET_CHANNELS)
def show_channels(request: Request) -> HttpResponse:
    """The robots and addresses of the site."""
    site_id = _site(request)
    return page(
        request,
        "messaging/channels.html",
        robots=queries.list_robots(request.actor, site_id),
        title=_("Message channels"),
    )


@verb(can=Can.SET_CHANNELS)
def add_robot(request: Request) -> HttpResponse:
    """Let a group chat's robot repeat the site's messages."""
    form = RobotForm.of(request)
    if form.ready():
        data = form.cleaned_data
        data |= {"channel": Channel(data["channel"]), "least_urgency": Urgency(data["least_urgency"])}
        services.add_robot(_site(request), by=request.actor, at=request.now, **data)
        return done(request, "messaging:channels", _("The robot is set."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Add a group robot"),
        submit=_("Add"),
        back=reverse("messaging:channels"),
    )


@verb(can=Can.SET_CHANNELS, ask=gettext_lazy("Take this robot away? The group hears nothing any more."))
def remove_robot(request: Request, robot_id: int) -> HttpResponse:
    """Messages are no longer repeated in that group."""
    services.remove_robot(queries.get_robot(request.actor, robot_id), by=request.actor, at=request.now)
    return done(request, "messaging:channels", _("The robot is gone."))


@verb(can=Can.SET_CHANNELS)
def set_address(request: Request) -> HttpResponse:
    """Where a member of staff gets e-mail."""
    form = AddressForm.of(request)
    if form.ready():
        services.set_address(
            int(form.cleaned_data["staff"]),
            by=request.actor,
            at=request.now,
            channel=Channel.EMAIL,
            address=form.cleaned_data["address"],
        )
        return done(request, "messaging:channels", _("The address is set."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Set an e-mail address"),
        submit=_("Save"),
        back=reverse("messaging:channels"),
    )


def _site(request: Request) -> int:
    if request.site is None:
        raise NotFound
    return int(request.site.pk)
