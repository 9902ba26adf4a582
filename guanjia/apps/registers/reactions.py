"""Bringing in what was asked for, in a worker. Wire with ``later(run_requested, outside=True, lease=...)``."""

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.registers import queries, services
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import Refused


def run_requested(event: Event, entry: JournalEntry) -> None:
    """Make the entries as the person who asked. Running it again goes on where it stands, or does nothing."""
    system = Actor.system(entry.company_id)
    imported = queries.get_import(system, event.ref)
    try:
        by = organisations.actor_for_staff(entry.actor_id, entry.at) if entry.actor_id else system
        services.carry_out(imported, by=by, at=entry.at)
    except Refused as refused:
        services.fail(imported, by=system, at=entry.at, failure=str(refused))
