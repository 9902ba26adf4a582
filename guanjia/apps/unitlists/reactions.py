"""Carrying out what was requested, in a worker. Wire with ``later(run_requested, outside=True, lease=...)``."""

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.unitlists import queries, services
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import Refused


def run_requested(event: Event, entry: JournalEntry) -> None:
    """Store the list as the person who asked for it. Running it again goes on where it stands, or does nothing."""
    system = Actor.system(entry.company_id)
    unit_list = queries.get_import(system, event.ref)
    try:
        by = organisations.actor_for_staff(entry.actor_id, entry.at) if entry.actor_id else system
        services.carry_out(unit_list, by=by, at=entry.at)
    except Refused as refused:
        services.fail(unit_list, by=system, at=entry.at, failure=str(refused))
