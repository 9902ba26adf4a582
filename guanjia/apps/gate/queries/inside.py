"""Who is inside now: visitors, holders of passes, people in machine rooms."""

from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.gate.models import Passage, RoomEntry, Visit
from guanjia.apps.gate.queries.reading import list_entries, list_visits
from guanjia.apps.gate.terms import Can, EntryState, VisitState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


@dataclass(frozen=True)
class Inside:
    """Somebody inside: how many they are, where, since when, and by when they are out. ``sort`` is of ``SORTS``."""

    ref: str
    sort: str
    name: str
    people: int
    where: str
    in_at: datetime
    due_at: datetime
    url: str

    def is_late(self, at: datetime) -> bool:
        """Whether they should have left."""
        return at >= self.due_at


def who_is_inside(actor: Actor, site_id: int) -> list[Inside]:
    """Everybody inside a site now, whoever is to leave first on top; three queries. ``NotFound`` for others' sites."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    rows = [
        *(_visit(one) for one in list_visits(actor, site_id).filter(state=VisitState.INSIDE)),
        *(
            _passage(one)
            for one in Passage.objects.filter(site_id=site_id, out_at=None).select_related("of__unit")
        ),
        *(_entry(one) for one in list_entries(actor, site_id).filter(state=EntryState.INSIDE)),
    ]
    return sorted(rows, key=lambda one: (one.due_at, one.ref))


def _visit(one: Visit) -> Inside:
    where = " · ".join(part for part in (one.unit.code if one.unit else "", one.host) if part)
    url = one.get_absolute_url()
    return Inside(
        one.ref, "visit", one.visitor, one.people, where, one.in_at or one.from_at, one.until_at, url
    )


def _passage(one: Passage) -> Inside:
    held = one.of
    where = " · ".join(part for part in (held.unit.code if held.unit else "", held.where) if part)
    return Inside(held.ref, "pass", held.holder, 1, where, one.in_at, held.until_at, held.get_absolute_url())


def _entry(one: RoomEntry) -> Inside:
    due_at = one.due_out_at or one.planned_at
    return Inside(
        one.ref,
        "entry",
        one.person,
        one.people,
        one.place.name,
        one.in_at or one.planned_at,
        due_at,
        one.get_absolute_url(),
    )
