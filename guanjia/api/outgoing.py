"""Webhooks on their way: a fact becomes one delivery per endpoint, and each delivery has its own tries.

The deliveries and the outbox message that carries them are written in the transaction of the fact, so none is lost. One
message carries all deliveries of a fact; what could not be delivered is put into a new message for later. A delivery is
claimed by a conditional update before it is sent, so two workers send it twice only when one of them was killed.
"""

import json
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from guanjia.api import rules, secrets, sending
from guanjia.api.events import Pinged, WebhookGaveUp
from guanjia.api.models import Delivery, WebhookEndpoint
from guanjia.api.terms import GAVE_UP, DeliveryState, is_published
from guanjia.apps.messaging import services as messaging
from guanjia.apps.messaging.terms import Draft
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.models import JournalEntry, OutboxMessage
from guanjia.kernel.outbox import MOST_ATTEMPTS, backoff

_QUIET_SECONDS = 2.0
"""A site found without webhooks is not asked about again for so long: recording a fact must stay cheap."""
_quiet_sites: dict[int, float] = {}


def note(event: Event, entry: JournalEntry) -> None:
    """Make a delivery for every endpoint that wants this event; runs in the transaction of the fact."""
    if entry.site_id is None or not is_published(entry.event) or _is_quiet(entry.site_id):
        return
    active = list(WebhookEndpoint.objects.filter(site_id=entry.site_id, active=True).only("pk", "events"))
    if not active:
        _quiet_sites[entry.site_id] = time.monotonic() + _QUIET_SECONDS
        return
    if isinstance(event, Pinged):
        wanting = [one for one in active if one.pk == event.endpoint_id]
    else:
        wanting = [one for one in active if not one.events or entry.event in one.events]
    if not wanting:
        return
    Delivery.objects.bulk_create(
        Delivery(
            company_id=entry.company_id,
            endpoint=one,
            entry=entry,
            made_at=entry.recorded_at,
            next_try_at=entry.recorded_at,
        )
        for one in wanting
    )
    if not isinstance(event, Pinged):  # the wiring itself queues a message for a ping
        queue(entry, entry.recorded_at)


def queue(entry: JournalEntry, at: datetime) -> None:
    """Put a message into the outbox that sends what waits of this fact, not before ``at``."""
    OutboxMessage.objects.create(
        company_id=entry.company_id, entry=entry, reaction="guanjia.api.reactions:deliver", next_try_at=at
    )


def forget_quiet_sites() -> None:
    """Ask again which sites have webhooks."""
    _quiet_sites.clear()


def deliver(entry: JournalEntry, at: datetime) -> None:
    """Send what waits of a fact and is due; put the rest into a new outbox message."""
    waiting = Delivery.objects.filter(entry=entry, state=DeliveryState.WAITING)
    for delivery in waiting.filter(next_try_at__lte=at).select_related("endpoint"):
        _deliver_one(delivery, entry, at)
    soonest = waiting.order_by("next_try_at").values_list("next_try_at", flat=True).first()
    if soonest is not None:
        queue(entry, max(soonest, at + timedelta(seconds=1)))


def body_of(entry: JournalEntry, delivery: Delivery) -> bytes:
    """What an endpoint is sent: the fact as it stands in the journal."""
    content: dict[str, Any] = {
        "id": str(delivery.key),
        "event": entry.event,
        "sequence": entry.pk,
        "at": entry.at.isoformat(),
        "site": organisations.site(entry.site_id).code if entry.site_id else None,
        "ref": entry.ref,
        "thread": entry.thread,
        "by": entry.actor_kind.lower(),
        "data": entry.data,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _is_quiet(site_id: int) -> bool:
    return _quiet_sites.get(site_id, 0.0) > time.monotonic()


def _deliver_one(delivery: Delivery, entry: JournalEntry, at: datetime) -> None:
    endpoint = delivery.endpoint
    if not endpoint.active:
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.DROPPED)
        return
    if endpoint.quiet_until is not None and endpoint.quiet_until > at:
        Delivery.objects.filter(pk=delivery.pk).update(next_try_at=endpoint.quiet_until)
        return
    attempts = delivery.attempts + 1
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING, attempts=delivery.attempts)
    if not mine.update(attempts=attempts, tried_at=at, next_try_at=at + backoff(attempts)):
        return
    body = body_of(entry, delivery)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Guanjia-Webhooks/1",
        "Guanjia-Delivery": str(delivery.key),
        "Guanjia-Event": entry.event,
        "Guanjia-Signature": secrets.signature(
            secrets.signing_secret(endpoint.salt), int(at.timestamp()), body
        ),
    }
    answer = sending.post(endpoint.url, body, headers)
    _note_answer(delivery, endpoint, answer, attempts, at)


def _note_answer(
    delivery: Delivery, endpoint: WebhookEndpoint, answer: sending.Answer, attempts: int, at: datetime
) -> None:
    if answer.good:
        state = DeliveryState.DELIVERED
    elif attempts >= MOST_ATTEMPTS:
        state = DeliveryState.FAILED
    else:
        state = DeliveryState.WAITING
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            state=state, status=answer.status, error=answer.trouble[:300]
        )
        mine = WebhookEndpoint.objects.filter(pk=endpoint.pk)
        if not answer.good:
            mine.update(failures=F("failures") + 1, quiet_until=at + rules.quiet_time(endpoint.failures + 1))
            _give_up_if_hopeless(endpoint, at)
        elif endpoint.failures:
            mine.update(failures=0, quiet_until=None)


def _give_up_if_hopeless(endpoint: WebhookEndpoint, at: datetime) -> None:
    with locked(endpoint) as endpoint:
        if not endpoint.active or endpoint.failures < rules.MOST_FAILURES:
            return
        endpoint.active = False
        endpoint.save(update_fields=["active"])
        Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING).update(
            state=DeliveryState.DROPPED
        )
        record(
            WebhookGaveUp(
                site_id=endpoint.site_id,
                ref=f"webhook:{endpoint.pk}",
                url=endpoint.url,
                failures=endpoint.failures,
                maker_id=endpoint.maker_id,
            ),
            by=Actor.system(endpoint.company_id),
            at=at,
        )
        if endpoint.maker_id is not None:
            messaging.notify_many([_notice(endpoint)], at=at)


def _notice(endpoint: WebhookEndpoint) -> Draft:
    return Draft(
        company_id=endpoint.company_id,
        site_id=endpoint.site_id,
        staff_id=endpoint.maker_id or 0,
        kind=GAVE_UP,
        params={"name": endpoint.name, "url": endpoint.url, "failures": endpoint.failures},
        link=f"/programs/webhooks/{endpoint.pk}/",
        about=f"webhook:{endpoint.pk}",
    )
