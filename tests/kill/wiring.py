"""The wiring of the product, and an echo: a reaction after commit whose effect can be counted."""

from dataclasses import dataclass
from datetime import timedelta

from guanjia.api import events as api
from guanjia.api import reactions as webhooks
from guanjia.apps.cases.events import Received
from guanjia.config.wiring import TO_ALL, WIRING
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event, event
from guanjia.kernel.journal import record
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.reactions import later, now, wire


@event("kill.echoed", label="Echoed")
@dataclass(frozen=True, kw_only=True)
class Echoed(Event):
    """The echo of a case that was received."""


def echo(happened: Event, entry: JournalEntry) -> None:
    """Record the echo; the outbox does it in one transaction with the removal of its message."""
    record(Echoed(site_id=entry.site_id, ref=entry.ref), by=Actor.system(entry.company_id), at=entry.at)


def connect() -> None:
    """Put the wiring in force."""
    table = {
        api.Pinged: [later(webhooks.deliver, outside=True, lease=timedelta(minutes=5))],
        **WIRING,
        Received: [*WIRING.get(Received, ()), later(echo)],
    }
    noted = any(reaction.handler is webhooks.note for reaction in TO_ALL)
    wire(table, TO_ALL if noted else [*TO_ALL, now(webhooks.note)])
