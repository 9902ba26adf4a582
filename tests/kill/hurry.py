"""Run on its own when everything was killed: let the leases of the dead expire at once, then work until nothing is due.

``python -m tests.kill.hurry``. In life the leases expire by themselves after minutes; a test does not wait for that.
"""

from datetime import UTC, datetime, timedelta

import django

django.setup()

from guanjia.api.models import Delivery, WebhookEndpoint  # noqa: E402
from guanjia.config.wiring import BEAT  # noqa: E402
from guanjia.kernel import beat, outbox  # noqa: E402
from guanjia.kernel.models import OutboxMessage  # noqa: E402
from guanjia.kernel.scope import across_companies  # noqa: E402


def main() -> None:
    """Do what a worker does, faster than the clock."""
    for turn in range(200):
        now = datetime.now(UTC)
        with across_companies(reason="hurrying a test"):
            past = now - timedelta(seconds=1)
            OutboxMessage.objects.filter(died_at=None).update(next_try_at=past)
            Delivery.objects.filter(state="WAITING").update(next_try_at=past)
            WebhookEndpoint.objects.update(quiet_until=None)
        beat.run_due(BEAT, at=now + timedelta(minutes=turn % 2))
        done = outbox.drain(at=now, limit=1000)
        with across_companies(reason="hurrying a test"):
            if not done and turn > 3 and not OutboxMessage.objects.exists():
                return


if __name__ == "__main__":
    main()
