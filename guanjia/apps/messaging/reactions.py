"""Entry point for events."""

from guanjia.apps.messaging import sending
from guanjia.apps.messaging.events import HandedOut
from guanjia.kernel import clock
from guanjia.kernel.models import JournalEntry


def deliver(event: HandedOut, _entry: JournalEntry) -> None:
    """Send what may go out now; what quiet hours hold back is ``tasks.send_waiting``'s."""
    sending.send_all(event.delivery_ids, at=clock.now())
