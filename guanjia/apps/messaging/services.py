"""The verbs of messaging, the only writers of its tables: send to many, read, acknowledge, settle, set channels."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from guanjia.apps.messaging import rules
from guanjia.apps.messaging.events import Acknowledged, ChannelSet, HandedOut
from guanjia.apps.messaging.models import Address, Delivery, Notice, Robot
from guanjia.apps.messaging.terms import Can, Channel, Draft, QuietHours, Urgency
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.bulk import insert_all
from guanjia.kernel.journal import Fact, record, record_many
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, refuse

AT_ONCE = 200
"""Messages one outbox entry hands to the channels."""


def notify_many(drafts: Iterable[Draft], *, at: datetime) -> list[Notice]:
    """Send messages to members of staff, in the caller's transaction: one insert, whatever their number.

    In the product they are there at once; those whose receivers have other channels are handed out after commit.
    """
    drafts = list(drafts)
    if not drafts:
        return []
    notices = insert_all(
        [
            Notice(
                company_id=draft.company_id,
                site_id=draft.site_id,
                staff_id=draft.staff_id,
                kind=draft.kind.key,
                params=dict(draft.params),
                link=draft.link,
                about=draft.about,
                thread=draft.thread,
                urgency=draft.urgency.value,
                at=at,
            )
            for draft in drafts
        ]
    )
    _hand_out(drafts, notices, at)
    return notices


def read(notices: Iterable[int], *, by: Actor, at: datetime) -> int:
    """The actor has seen these messages of their own; others' are left alone. Reading is no fact for the journal."""
    unread = Notice.objects.filter(
        pk__in=list(notices), staff_id=by.id or 0, company_id=by.company_id, read_at=None
    )
    return unread.update(read_at=at)


def acknowledge(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """The receiver takes note and will see to it. Refuses others' messages and a second time."""
    with locked(notice) as notice:
        refuse(rules.why_not_acknowledge(notice.staff_id, by.id, notice.acknowledged_at is not None))
        notice.acknowledged_at = at
        notice.read_at = notice.read_at or at
        notice.save(update_fields=["acknowledged_at", "read_at"])
        record(
            Acknowledged(
                site_id=notice.site_id,
                ref=notice.about or f"notice:{notice.pk}",
                thread=notice.thread,
                notice_id=notice.pk,
                kind=notice.kind,
            ),
            by=by,
            at=at,
        )
    return notice


def settle(abouts: Iterable[str], *, company_id: int, at: datetime) -> int:
    """The things these messages spoke of are done: they no longer count as unread. In the caller's transaction."""
    open_ones = Notice.objects.filter(company_id=company_id, about__in=list(abouts), settled_at=None).exclude(
        about=""
    )
    return open_ones.update(settled_at=at)


def set_address(staff_id: int, *, by: Actor, at: datetime, channel: Channel, address: str) -> None:
    """Set where a member of staff gets messages; an empty address takes it away. Refuses what is no address."""
    with transaction.atomic():
        staff = organisations.get_staff(by, staff_id)
        permit(by, Can.SET_CHANNELS, staff)
        address = address.strip()
        if address:
            refuse(rules.why_not_address(channel, address))
            Address.objects.update_or_create(
                company_id=staff.company_id, staff=staff, channel=channel, defaults={"address": address}
            )
        else:
            Address.objects.filter(staff=staff, channel=channel).delete()
        record(
            ChannelSet(
                site_id=None, ref=f"staff:{staff.pk}", channel=channel, whose=staff.name, removed=not address
            ),
            by=by,
            at=at,
        )


def add_robot(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    channel: Channel,
    name: str,
    token: str,
    secret: str = "",
    least_urgency: Urgency = Urgency.URGENT,
) -> Robot:
    """Let a group chat's robot repeat a site's messages, or change the one of that name. Refuses what is no token."""
    with transaction.atomic():
        if organisations.site(site_id).company_id != by.company_id:
            raise NotFound
        permit_at(by, Can.SET_CHANNELS, site_id)
        refuse(rules.why_not_robot(channel, token.strip()))
        robot, _new = Robot.objects.update_or_create(
            company_id=by.company_id,
            site_id=site_id,
            channel=channel,
            name=name.strip(),
            defaults={"token": token.strip(), "secret": secret.strip(), "least_urgency": least_urgency},
        )
        record(
            ChannelSet(site_id=site_id, ref=f"robot:{robot.pk}", channel=channel, whose=robot.name),
            by=by,
            at=at,
        )
    return robot


def remove_robot(robot: Robot, *, by: Actor, at: datetime) -> None:
    """Messages are no longer repeated in that group chat."""
    with locked(robot) as robot:
        permit(by, Can.SET_CHANNELS, robot)
        fact = ChannelSet(
            site_id=robot.site_id,
            ref=f"robot:{robot.pk}",
            channel=robot.channel,
            whose=robot.name,
            removed=True,
        )
        robot.delete()
        record(fact, by=by, at=at)


def quiet_hours() -> QuietHours:
    """The installation's quiet hours, for messages whose sender names none."""
    return QuietHours.parse(getattr(settings, "GUANJIA_QUIET_HOURS", "22:00-07:30"))


def _hand_out(drafts: list[Draft], notices: list[Notice], at: datetime) -> None:
    """Note what must leave the house, and by which way; the outbox does the rest."""
    addresses: dict[int, list[Address]] = {}
    for address in Address.objects.filter(staff_id__in={draft.staff_id for draft in drafts}):
        addresses.setdefault(address.staff_id, []).append(address)
    robots: dict[int, list[Robot]] = {}
    for robot in Robot.objects.filter(site_id__in={draft.site_id for draft in drafts if draft.site_id}):
        robots.setdefault(robot.site_id, []).append(robot)
    if not addresses and not robots:
        return
    waiting = []
    said: set[tuple[int, str, str]] = set()
    for draft, notice in zip(drafts, notices, strict=True):
        after = rules.goes_out_at(at, draft.not_before, draft.urgency, quiet_hours(), _zone(draft.site_id))
        ways: list[dict[str, object]] = [{"address": one} for one in addresses.get(draft.staff_id, ())]
        for robot in robots.get(draft.site_id or 0, ()):
            # A group hears a thing once, however many of its members are told.
            once = (robot.pk, draft.kind.key, draft.about or str(notice.pk))
            if rules.is_loud_enough(draft.urgency, robot.least_urgency) and once not in said:
                said.add(once)
                ways.append({"robot": robot})
        waiting += [
            Delivery(company_id=draft.company_id, notice=notice, send_after=after, **way) for way in ways
        ]
    _record_handed_out(Delivery.objects.bulk_create(waiting), at)


def _record_handed_out(deliveries: list[Delivery], at: datetime) -> None:
    facts = []
    for company_id in sorted({delivery.company_id for delivery in deliveries}):
        ids = [delivery.pk for delivery in deliveries if delivery.company_id == company_id]
        for start in range(0, len(ids), AT_ONCE):
            event = HandedOut(site_id=None, ref="messages", delivery_ids=tuple(ids[start : start + AT_ONCE]))
            facts.append(Fact(event, Actor.system(company_id, "messaging"), at))
    if facts:
        record_many(facts)


def _zone(site_id: int | None) -> ZoneInfo:
    return ZoneInfo(organisations.site(site_id).timezone if site_id else settings.TIME_ZONE)
