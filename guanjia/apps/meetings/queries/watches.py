"""Turns of duty: who is on duty in which watch, and the log a watch wrote last."""

from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.meetings import rules
from guanjia.apps.meetings.models import Log
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor, ActorKind


@dataclass(frozen=True)
class Turn:
    """The turn of duty somebody is in or is about to begin, and the watch it belongs to."""

    watch: str
    watch_name: str
    post_name: str
    from_at: datetime
    until_at: datetime


def turn_of(person_id: int | None, site_id: int, at: datetime) -> Turn | None:
    """Somebody's turn of duty at a site, running or beginning within the hour; None when they have none.

    The watch is the department of the post, so that all its posts keep one log and hand it to each other; a post without a
    department is a watch of its own.
    """
    coming = organisations.coming_shifts(person_id, at) if person_id else []
    shift = next((one for one in coming if one.site_id == site_id and one.from_at <= at + rules.SOON), None)
    if shift is None:
        return None
    department = shift.post.department
    watch, name = (
        (department.key, str(department)) if department else (f"post:{shift.post.key}", str(shift.post))
    )
    return Turn(watch, name, str(shift.post), shift.from_at, shift.until_at)


def latest(site_id: int, watch: str) -> Log | None:
    """The log a watch wrote last."""
    return Log.objects.filter(site_id=site_id, watch=watch).order_by("-opened_at", "-id").first()


def is_of_watch(row: Log, by: Actor, at: datetime) -> bool:
    """Whether the actor is on duty in the watch of a log, now or soon; or opened it and has not been relieved."""
    person_id = by.id if by.kind is ActorKind.STAFF else None
    if by.is_system or (person_id is not None and person_id == row.opened_by_id):
        return True
    turn = turn_of(person_id, row.site_id, at)
    return turn is not None and turn.watch == row.watch
