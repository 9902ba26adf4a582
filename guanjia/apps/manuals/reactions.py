"""Entry points for events."""

from guanjia.apps.manuals import services
from guanjia.apps.organisations.events import Appointed, AppointmentEnded
from guanjia.kernel.models import JournalEntry


def on_staff_moved(event: Appointed | AppointmentEnded, entry: JournalEntry) -> None:
    """Somebody came to a post or left it: what holds there is asked of the one and no longer of the other."""
    if event.site_id is not None:
        services.ask_at_site(event.site_id, company_id=entry.company_id, at=max(entry.at, entry.recorded_at))
