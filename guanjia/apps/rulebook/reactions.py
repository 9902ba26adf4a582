"""What wakes the rulebook from outside."""

from datetime import datetime

from guanjia.apps.messaging import services as messaging
from guanjia.apps.rulebook import notices, services
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event
from guanjia.kernel.guards import Guard
from guanjia.kernel.models import JournalEntry


def on_guard_refused(guard: Guard, by: Actor, at: datetime) -> None:
    """A guard has refused at a door."""
    services.note_refusal(guard, by=by, at=at)


def on_proposal(event: Event, entry: JournalEntry) -> None:
    """Something was proposed or decided: what waited for it is done, and whoever it concerns hears of it."""
    messaging.settle([entry.ref], company_id=entry.company_id, at=entry.at)
    messaging.notify_many(notices.drafts_for(event, entry), at=entry.at)
