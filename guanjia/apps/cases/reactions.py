"""What other apps' events mean for cases."""

from guanjia.apps.cases import services
from guanjia.apps.people.events import Erased
from guanjia.apps.workorders.events import Completed, DoneWithOther
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry


def on_work_order_completed(event: Event, entry: JournalEntry) -> None:
    """The work of a case is done, by its own order or by the one it was merged into."""
    assert isinstance(event, Completed | DoneWithOther)
    services.note_work_done(
        event.thread,
        company_id=entry.company_id,
        at=entry.at,
        worker_id=event.assignee_id,
        outcome=event.outcome,
    )


def on_person_erased(event: Event, entry: JournalEntry) -> None:
    """A person's data goes from their cases too; the cases stay."""
    assert isinstance(event, Erased)
    services.forget_person(event.person_id, company_id=entry.company_id)


def tell_people(event: Event, entry: JournalEntry) -> None:
    """Owner and handler hear of what the other did; wired for the events in ``notices.TELLS``."""
    services.tell_people(event, entry)
