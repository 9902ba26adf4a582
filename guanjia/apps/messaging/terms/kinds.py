"""Kinds of messages. An app declares its own; a message is stored as kind and parameters, and worded for each reader.

A parameter is a plain value, or ``{"zh": …, "en": …}`` for a text in both languages, or ``{"moment": ISO text}`` for a moment
that is shown in the site's local time, or ``{"until": ISO text}`` for one by which something is due.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from guanjia.apps.messaging.terms.words import Urgency
from guanjia.kernel.refusals import Text


@dataclass(frozen=True)
class MessageKind:
    """Title and body, with ``%(name)s`` places for the parameters."""

    key: str
    title: Text
    body: Text


MESSAGES: dict[str, MessageKind] = {}
"""Every kind of message by key."""


def declare_message(key: str, *, title: Text, body: Text) -> MessageKind:
    """Register a kind of message. Keys read ``app.what``."""
    if key in MESSAGES:
        raise ValueError(f"two kinds of message are called {key}")
    MESSAGES[key] = MessageKind(key, title, body)
    return MESSAGES[key]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A message to one member of staff, ready to be sent.

    ``about`` is the reference of the thing it speaks of and ``thread`` of the matter; ``link`` the page it opens.
    ``not_before`` holds the outward channels back (quiet hours of the sender); None takes the installation's own.
    """

    company_id: int
    site_id: int | None
    staff_id: int
    kind: MessageKind
    params: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    about: str = ""
    thread: str = ""
    urgency: Urgency = Urgency.NORMAL
    not_before: datetime | None = None
