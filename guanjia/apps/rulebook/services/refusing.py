"""Noting that a guard has refused: by the door, after the refused step has been undone."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from guanjia.apps.rulebook.models import GuardRefusal
from guanjia.kernel.actor import Actor
from guanjia.kernel.guards import Guard


def note_refusal(guard: Guard, *, by: Actor, at: datetime) -> None:
    """Count one refusal of a guard in the actor's company. A row for each guard: somebody who keeps trying fills nothing."""
    with transaction.atomic():
        values = {"first_at": at, "last_at": at, "last_by": by.name[:80]}
        row, _new = GuardRefusal.objects.get_or_create(
            company_id=by.company_id, guard=guard.name, defaults=values
        )
        GuardRefusal.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=at, last_by=by.name[:80])
