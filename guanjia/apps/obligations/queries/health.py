"""How the clockwork itself does, for the doctor and the status page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from guanjia.apps.obligations.models import Obligation
from guanjia.kernel.scope import across_companies


@dataclass(frozen=True)
class Health:
    """``lag`` is how long the oldest due alarm has waited, in seconds; ``failing`` how many rows are set aside."""

    due_now: int
    lag: int
    failing: int


def health(at: datetime) -> Health:
    """Across all companies; reads due and failing rows only."""
    with across_companies(reason="looking at the clockwork"):
        due = Obligation.objects.filter(next_alarm_at__lte=at).aggregate(
            count=Count("pk"), oldest=Min("next_alarm_at")
        )
        failing = Obligation.objects.filter(Q(next_alarm_at__isnull=False), failures__gt=0).count()
    oldest = due["oldest"]
    return Health(due["count"], max(0, int((at - oldest).total_seconds())) if oldest else 0, failing)
