"""What the beat does for the API: forget what nobody asks about any more."""

from datetime import datetime, timedelta

from guanjia.api.models import Delivery
from guanjia.api.terms import DeliveryState
from guanjia.kernel.models import SavedAnswer
from guanjia.kernel.scope import across_companies

ANSWERS_KEPT = timedelta(days=30)
DELIVERIES_KEPT = timedelta(days=90)


def tidy(at: datetime) -> None:
    """Drop saved answers after 30 days and finished deliveries after 90."""
    with across_companies(reason="tidying up saved answers and deliveries"):
        SavedAnswer.objects.filter(door="api", saved_at__lt=at - ANSWERS_KEPT).delete()
        finished = Delivery.objects.exclude(state=DeliveryState.WAITING)
        finished.filter(made_at__lt=at - DELIVERIES_KEPT).delete()
