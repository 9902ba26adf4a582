"""The words of the API: its capability, how the matrix of permissions knows its addresses, what webhooks can hear of."""

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from guanjia.apps.messaging.terms import declare_message
from guanjia.kernel.events import EVENTS
from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text

TOKEN: Final = "api.token"  # noqa: S105  # a kind of address, not a secret
"""An address for programs: it wants a token, and each of its operations a capability among the token's scopes."""

PREFIX: Final = "/api/v1"

CALLED_AT: Final = "guanjia.called_at"
"""Where a caller in this same process leaves the moment of its request. No header of the network has such a name."""


class Can(Capability):
    """Capabilities over the API itself; what a token may do are the capabilities of the apps."""

    MANAGE_WEBHOOKS = "api.manage_webhooks"


declare({Can.MANAGE_WEBHOOKS: _("Manage webhooks: tell other programs what happens")})

GAVE_UP = declare_message(
    "api.webhook_gave_up",
    title=_("Webhook “%(name)s” was switched off"),
    body=_(
        "%(url)s failed %(failures)s times in a row, so nothing is sent there any more. Have the other program looked at, "
        "then switch the webhook on again and resend what was dropped."
    ),
)


class DeliveryState(StrEnum):
    """Where one delivery to one endpoint stands."""

    WAITING = "WAITING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    DROPPED = "DROPPED"


DELIVERY_STATES: dict[DeliveryState, Text] = {
    DeliveryState.WAITING: _("Waiting"),
    DeliveryState.DELIVERED: _("Delivered"),
    DeliveryState.FAILED: _("Failed for good"),
    DeliveryState.DROPPED: _("Not sent: the webhook was off"),
}

_FAMILIES = ("cases.", "workorders.")
_SINGLE = frozenset({"obligations.breached", "obligations.escalated", "api.pinged"})


def is_published(event_name: str) -> bool:
    """Whether webhooks may hear of events of this name; the inner life of duties and lists stays inside."""
    return event_name.startswith(_FAMILIES) or event_name in _SINGLE


def published_events() -> dict[str, Text]:
    """Everything an endpoint can ask for, with its label, in order of name."""
    return {
        name: EVENTS[name].label for name in sorted(EVENTS) if is_published(name) and name != "api.pinged"
    }
