"""What can have happened to messages."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("messaging.handed_out", label=_("Messages handed to the channels"))
@dataclass(frozen=True, kw_only=True)
class HandedOut(Event):
    """Messages have to leave the house; ``delivery_ids`` says which."""

    delivery_ids: tuple[int, ...]


@event("messaging.acknowledged", label=_("Message acknowledged"))
@dataclass(frozen=True, kw_only=True)
class Acknowledged(Event):
    """The receiver says they have taken note of it and will see to it. ``ref`` is the thing it spoke of."""

    notice_id: int
    kind: str


@event("messaging.channel_set", label=_("Channel for messages set"))
@dataclass(frozen=True, kw_only=True)
class ChannelSet(Event):
    """A member of staff's address, or a site's robot, was set or taken away. Addresses and secrets are not repeated."""

    channel: str
    whose: str
    removed: bool = False
