"""Reading one's messages."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from guanjia.apps.messaging import rules
from guanjia.apps.messaging.models import Address, Notice, Robot
from guanjia.apps.messaging.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


@dataclass(frozen=True)
class Message:
    """A notice in its reader's words."""

    notice: Notice
    title: str
    body: str

    @property
    def is_unread(self) -> bool:
        """Whether it still calls for attention."""
        return self.notice.read_at is None and self.notice.settled_at is None


def list_notices(actor: Actor) -> QuerySet[Notice]:
    """The actor's messages, latest first."""
    return Notice.objects.filter(staff_id=actor.id or 0, company_id=actor.company_id).order_by("-id")


def get_notice(actor: Actor, notice_id: int) -> Notice:
    """One of the actor's messages. Raises ``NotFound`` for others' and for none."""
    found = list_notices(actor).filter(pk=notice_id).first()
    if found is None:
        raise NotFound
    return found


def count_unread(actor: Actor) -> int:
    """How many messages wait: the number at the bell."""
    if actor.id is None:
        return 0
    return Notice.objects.filter(staff_id=actor.id, read_at=None, settled_at=None).count()


def in_words(notices: list[Notice], language: str) -> list[Message]:
    """The messages as their reader sees them."""
    return [Message(one, *rules.worded(one.kind, one.params, language, _zone(one))) for one in notices]


def list_addresses(actor: Actor, staff_id: int) -> list[Address]:
    """Where a member of staff gets messages; for those who may set it, and for themselves."""
    if actor.id != staff_id and not actor.can(Can.SET_CHANNELS):
        raise NotFound
    return list(Address.objects.filter(company_id=actor.company_id, staff_id=staff_id).order_by("channel"))


def list_robots(actor: Actor, site_id: int) -> list[Robot]:
    """The robots that repeat a site's messages."""
    if not actor.can(Can.SET_CHANNELS, site_id):
        raise NotFound
    return list(Robot.objects.filter(site_id=site_id).order_by("channel", "name"))


def get_robot(actor: Actor, robot_id: int) -> Robot:
    """One robot. Raises ``NotFound`` for another company's and for none."""
    found = Robot.objects.filter(company_id=actor.company_id, pk=robot_id).first()
    if found is None or not actor.can(Can.SET_CHANNELS, found.site_id):
        raise NotFound
    return found


def notices_since(actor: Actor, at: datetime) -> int:
    """How many messages came since a moment, read or not."""
    return list_notices(actor).filter(at__gte=at).count()


def _zone(notice: Notice) -> ZoneInfo:
    return ZoneInfo(organisations.site(notice.site_id).timezone if notice.site_id else settings.TIME_ZONE)
