"""Entry point for the clock."""

from datetime import datetime, timedelta

from guanjia.apps.messaging import sending
from guanjia.apps.messaging.channels import SendFailed
from guanjia.apps.messaging.models import Delivery
from guanjia.kernel.scope import across_companies

_SETTLED = timedelta(minutes=2)
"""Younger deliveries are still the outbox's."""


def send_waiting(at: datetime) -> int:
    """Send what quiet hours have held back, and what the outbox gave up while the other side was away."""
    with across_companies(reason="sending messages that waited"):
        waiting = Delivery.objects.filter(
            sent_at=None, send_after__lte=at - _SETTLED, attempts__lt=sending.MOST_ATTEMPTS
        )
        ids = list(waiting.order_by("send_after").values_list("pk", flat=True)[:500])
        try:
            return sending.send_all(ids, at=at)
        except SendFailed:
            return 0
