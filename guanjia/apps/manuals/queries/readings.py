"""Who is to read what, and who has."""

from django.db.models import F, QuerySet

from guanjia.apps.manuals.models import Reading, Version
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


def my_readings(actor: Actor) -> QuerySet[Reading]:
    """What the actor is asked to read, with version and document, the most pressing first."""
    mine = Reading.objects.filter(company_id=actor.company_id, staff_id=actor.id or 0)
    waiting = mine.filter(read_at=None, dropped_at=None)
    return waiting.select_related("version__document").order_by("due_at", "id")


def count_unread(actor: Actor) -> int:
    """How much the actor has still to read."""
    return my_readings(actor).count()


def get_reading(actor: Actor, ref: str) -> Reading:
    """One reading of the actor's own. Raises ``NotFound`` for others' and for none."""
    mine = Reading.objects.filter(company_id=actor.company_id, staff_id=actor.id or 0, ref=ref)
    found = mine.select_related("version__document").prefetch_related("version__signatures").first()
    if found is None:
        raise NotFound
    return found


def reading_of(actor: Actor, version: Version) -> Reading | None:
    """What the actor was asked about a version."""
    return Reading.objects.filter(version=version, staff_id=actor.id or 0, dropped_at=None).first()


def list_readers(version: Version, site_id: int | None = None) -> QuerySet[Reading]:
    """Everybody who is to read a version, perhaps only at one site. The caller has permitted itself to see them."""
    rows = version.readings.filter(dropped_at=None).select_related("staff", "site")
    return (rows if site_id is None else rows.filter(site_id=site_id)).order_by(
        F("read_at").asc(nulls_first=True), "due_at", "id"
    )
