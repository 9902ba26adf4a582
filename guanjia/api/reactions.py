"""Entry points for events: see ``outgoing``."""

from guanjia.api import outgoing
from guanjia.kernel import clock
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry


def note(event: Event, entry: JournalEntry) -> None:
    """Every published event makes deliveries, in its own transaction."""
    outgoing.note(event, entry)


def deliver(_event: Event, entry: JournalEntry) -> None:
    """Deliveries are sent after commit, by the worker; sending reads the clock, it is a door of its own."""
    outgoing.deliver(entry, clock.now())
