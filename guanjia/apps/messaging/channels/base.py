"""What every channel takes and does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from guanjia.apps.messaging.terms import Channel


class SendFailed(Exception):
    """The other side did not take the letter; the outbox tries again later."""


@dataclass(frozen=True)
class Letter:
    """A worded message on its way. ``number`` lets the other side recognise a repetition; ``secret`` signs."""

    number: str
    address: str
    title: str
    body: str
    link: str = ""
    secret: str = ""

    @property
    def text(self) -> str:
        """Title, body and link as plain lines."""
        return "\n".join(part for part in (self.title, self.body, self.link) if part)


Send: TypeAlias = Callable[[Letter], None]


def channel_for(channel: str) -> Send:
    """The adapter of a channel."""
    from guanjia.apps.messaging.channels import email, robots

    adapters: dict[str, Send] = {
        Channel.EMAIL: email.send,
        Channel.DINGTALK: robots.send_to_dingtalk,
        Channel.WECOM: robots.send_to_wecom,
    }
    return adapters[channel]
