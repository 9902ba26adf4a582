"""What can have happened to tokens and webhooks."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("api.token_made", label=_("Token made"))
@dataclass(frozen=True, kw_only=True)
class TokenMade(Event):
    """Somebody gave a program a token to act in their name."""

    staff_id: int
    token_name: str
    scopes: tuple[str, ...]
    expires_at: datetime


@event("api.token_revoked", label=_("Token revoked"))
@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """A token stopped working before its time."""

    staff_id: int
    token_name: str


@event("api.webhook_made", label=_("Webhook made"))
@dataclass(frozen=True, kw_only=True)
class WebhookMade(Event):
    """Another program will be told of events of the site."""

    url: str
    events: tuple[str, ...]


@event("api.webhook_changed", label=_("Webhook changed"))
@dataclass(frozen=True, kw_only=True)
class WebhookChanged(Event):
    """Address, events or signing secret of a webhook were changed."""

    url: str
    events: tuple[str, ...]
    new_secret: bool


@event("api.webhook_switched", label=_("Webhook switched on or off"))
@dataclass(frozen=True, kw_only=True)
class WebhookSwitched(Event):
    """A person switched a webhook on or off."""

    on: bool


@event("api.webhook_gave_up", label=_("Webhook switched off after failures"))
@dataclass(frozen=True, kw_only=True)
class WebhookGaveUp(Event):
    """A webhook failed so many times in a row that it was switched off by itself; its maker is to be told."""

    url: str
    failures: int
    maker_id: int | None


@event("api.pinged", label=_("Webhook tried out"))
@dataclass(frozen=True, kw_only=True)
class Pinged(Event):
    """Somebody sent a test to a webhook."""

    endpoint_id: int


@event("api.resent", label=_("Webhook delivery sent again"))
@dataclass(frozen=True, kw_only=True)
class Resent(Event):
    """Somebody asked for a delivery to be sent once more."""

    delivery: str
