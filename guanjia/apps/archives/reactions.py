"""What the app does when it hears that somebody has left."""

from guanjia.apps.archives import queries, services
from guanjia.apps.archives.terms import MOVED_OUT
from guanjia.apps.people import queries as people
from guanjia.apps.people.events import MovedOut
from guanjia.apps.people.terms import Relation
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry


def on_moved_out(event: Event, entry: JournalEntry) -> None:
    """Close the customer's file when they belong to no unit here any more, the unit's when its last owner has gone."""
    if not isinstance(event, MovedOut) or event.site_id is None:
        return
    system = Actor.system(entry.company_id)
    if not people.residents(event.site_id, person_ids=[event.person_id]):
        whose = queries.get_person(system, event.site_id, event.person_id)
        _close(whose, system, entry)
    gone = event.relation == Relation.OWNER
    if gone and not people.owned_before(event.unit_id, event.until_on, than=event.person_id):
        _close(queries.get_unit(system, event.unit_id), system, entry)


def _close(whose: queries.Whose, system: Actor, entry: JournalEntry) -> None:
    """Close what there is to close, once. Where an original is out it stays open until the archive has it back."""
    if not queries.plans_of(whose.site_id, entry.at, whose.of):
        return
    here = {"unit_id": whose.unit_id, "person_id": whose.person_id}
    before = queries.volumes_of(system, whose.site_id, **here)
    if before and before[0].closed_at and before[0].closed_at >= entry.at:
        return
    file = queries.open_file(whose.site_id, **here)
    if file is None or queries.out_now(file, None) is None:
        services.close(whose, by=system, at=entry.at, reason=MOVED_OUT)
