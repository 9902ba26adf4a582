"""Handing letters to the channels.

Each is claimed before it is sent, so that the outbox and the clock do not send it both, and marked after, so that it is not
sent again when another of the same bundle fails. A process killed between the two sends it once more: better twice
than never.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from guanjia.apps.messaging import rules
from guanjia.apps.messaging.channels import Letter, SendFailed, channel_for
from guanjia.apps.messaging.models import Delivery
from guanjia.apps.organisations import queries as organisations

MOST_ATTEMPTS = 10


def send_all(delivery_ids: Iterable[int], *, at: datetime) -> int:
    """Send those that may go out by now and have not; answers how many went. Raises ``SendFailed`` when any failed."""
    due = Delivery.objects.filter(pk__in=list(delivery_ids), sent_at=None, send_after__lte=at)
    sent, failed = 0, []
    for delivery in due.select_related("notice__staff__account", "address", "robot").order_by("id"):
        if not _claim(delivery):
            continue
        try:
            channel_for(_channel(delivery))(letter_of(delivery))
        except SendFailed as error:
            Delivery.objects.filter(pk=delivery.pk).update(last_error=str(error)[:300])
            failed.append(str(error))
        else:
            Delivery.objects.filter(pk=delivery.pk).update(sent_at=at, last_error="")
            sent += 1
    if failed:
        raise SendFailed(f"{len(failed)} of {sent + len(failed)}: {failed[0]}")
    return sent


def _claim(delivery: Delivery) -> bool:
    unsent = Delivery.objects.filter(pk=delivery.pk, sent_at=None, attempts=delivery.attempts)
    return bool(unsent.update(attempts=delivery.attempts + 1))


def _channel(delivery: Delivery) -> str:
    way = delivery.address or delivery.robot
    assert way is not None
    return way.channel


def letter_of(delivery: Delivery) -> Letter:
    """The message worded for its receiver: a person in their language, a group in the installation's."""
    notice = delivery.notice
    account = notice.staff.account
    zone = ZoneInfo(organisations.site(notice.site_id).timezone if notice.site_id else settings.TIME_ZONE)
    language = account.language if delivery.address and account else settings.LANGUAGE_CODE
    title, body = rules.worded(notice.kind, notice.params, language, zone)
    base = getattr(settings, "GUANJIA_PUBLIC_URL", "").rstrip("/")
    return Letter(
        number=f"guanjia-{delivery.pk}",
        address=delivery.address.address
        if delivery.address
        else delivery.robot.token
        if delivery.robot
        else "",
        title=title,
        body=body,
        link=f"{base}{notice.link}" if base and notice.link else "",
        secret=delivery.robot.secret if delivery.robot else "",
    )
