"""The verbs over webhook endpoints and deliveries."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from guanjia.api import outgoing, rules, secrets
from guanjia.api.events import Pinged, Resent, WebhookChanged, WebhookMade, WebhookSwitched
from guanjia.api.models import Delivery, WebhookEndpoint
from guanjia.api.terms import Can, DeliveryState, published_events
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse


def make_endpoint(
    *, by: Actor, at: datetime, site_id: int, name: str, url: str, events: Iterable[str] = ()
) -> tuple[WebhookEndpoint, str]:
    """Tell another program of a site's events; answers the endpoint and the secret that signs what it gets.

    Without ``events`` it hears of all that are published. Refuses addresses that are not https and unknown events.
    """
    wanted = tuple(sorted(set(events)))
    permit_at(by, Can.MANAGE_WEBHOOKS, site_id)
    refuse(_why_not(name, url, wanted))
    with transaction.atomic():
        endpoint = WebhookEndpoint.objects.create(
            company_id=by.company_id,
            site_id=site_id,
            name=name.strip()[:60],
            url=url,
            events=list(wanted),
            salt=secrets.new_salt(),
            made_at=at,
            maker_id=by.id,
        )
        fact = WebhookMade(site_id=site_id, ref=_ref(endpoint), url=url, events=wanted)
        record(fact, by=by, at=at)
    outgoing.forget_quiet_sites()
    return endpoint, secrets.signing_secret(endpoint.salt)


def change_endpoint(
    endpoint: WebhookEndpoint, *, by: Actor, at: datetime, name: str, url: str, events: Iterable[str]
) -> WebhookEndpoint:
    """Give an endpoint another name, address or choice of events. Refuses as ``make_endpoint`` does."""
    wanted = tuple(sorted(set(events)))
    with locked(endpoint) as endpoint:
        permit(by, Can.MANAGE_WEBHOOKS, endpoint)
        refuse(_why_not(name, url, wanted))
        endpoint.name, endpoint.url, endpoint.events = name.strip()[:60], url, list(wanted)
        endpoint.save(update_fields=["name", "url", "events"])
        _record_change(endpoint, by, at, new_secret=False)
    return endpoint


def renew_secret(endpoint: WebhookEndpoint, *, by: Actor, at: datetime) -> tuple[WebhookEndpoint, str]:
    """Give an endpoint a new signing secret; the old one is void at once."""
    with locked(endpoint) as endpoint:
        permit(by, Can.MANAGE_WEBHOOKS, endpoint)
        endpoint.salt = secrets.new_salt()
        endpoint.save(update_fields=["salt"])
        _record_change(endpoint, by, at, new_secret=True)
    return endpoint, secrets.signing_secret(endpoint.salt)


def switch_endpoint(endpoint: WebhookEndpoint, *, by: Actor, at: datetime, on: bool) -> WebhookEndpoint:
    """Switch an endpoint on or off. On forgets its failures; off drops what still waits for it."""
    with locked(endpoint) as endpoint:
        permit(by, Can.MANAGE_WEBHOOKS, endpoint)
        if endpoint.active == on:
            return endpoint
        endpoint.active, endpoint.failures, endpoint.quiet_until = on, 0, None
        endpoint.save(update_fields=["active", "failures", "quiet_until"])
        if not on:
            waiting = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
            waiting.update(state=DeliveryState.DROPPED)
        record(WebhookSwitched(site_id=endpoint.site_id, ref=_ref(endpoint), on=on), by=by, at=at)
    outgoing.forget_quiet_sites()
    return endpoint


def ping(endpoint: WebhookEndpoint, *, by: Actor, at: datetime) -> WebhookEndpoint:
    """Send an endpoint a test, whatever events it has chosen."""
    with locked(endpoint) as endpoint:
        permit(by, Can.MANAGE_WEBHOOKS, endpoint)
        record(
            Pinged(site_id=endpoint.site_id, ref=_ref(endpoint), endpoint_id=endpoint.pk),
            by=by,
            at=at,
        )
    return endpoint


def resend(delivery: Delivery, *, by: Actor, at: datetime) -> Delivery:
    """Send a delivery once more, under the same key."""
    with locked(delivery) as delivery:
        endpoint = delivery.endpoint
        permit(by, Can.MANAGE_WEBHOOKS, endpoint)
        refuse(rules.why_not_resend(active=endpoint.active))
        delivery.state, delivery.attempts, delivery.error = DeliveryState.WAITING, 0, ""
        delivery.next_try_at = at
        delivery.save(update_fields=["state", "attempts", "error", "next_try_at"])
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(quiet_until=None)
        outgoing.queue(delivery.entry, at)
        record(Resent(site_id=endpoint.site_id, ref=_ref(endpoint), delivery=str(delivery.key)), by=by, at=at)
    return delivery


def private_allowed() -> bool:
    """Whether webhooks may go to private addresses and by plain http (``GUANJIA_WEBHOOKS_PRIVATE``)."""
    return bool(settings.GUANJIA_WEBHOOKS_PRIVATE)


def _why_not(name: str, url: str, events: Iterable[str]) -> list[Refusal | None]:
    return [
        rules.why_not_named(name),
        rules.why_not_url(url, private_allowed=private_allowed()),
        *rules.why_not_events(events, published_events()),
    ]


def _record_change(endpoint: WebhookEndpoint, by: Actor, at: datetime, *, new_secret: bool) -> None:
    record(
        WebhookChanged(
            site_id=endpoint.site_id,
            ref=_ref(endpoint),
            url=endpoint.url,
            events=tuple(endpoint.events),
            new_secret=new_secret,
        ),
        by=by,
        at=at,
    )


def _ref(endpoint: WebhookEndpoint) -> str:
    return f"webhook:{endpoint.pk}"
