"""The outbox: reactions that run after commit, at least once, until they succeed.

A message is claimed by moving its ``next_try_at`` ahead under a condition, so that two workers never run it at once.
The effect of an ordinary reaction and the removal of its message are one transaction: killed in between, neither
happened. A reaction that is ``outside`` (talks to the world, or runs long) gets no transaction; it must bear
being run again.
"""

import logging
import traceback
from datetime import datetime, timedelta

from django.db import transaction

from guanjia.kernel import clock
from guanjia.kernel.journal import event_of
from guanjia.kernel.models import OutboxMessage
from guanjia.kernel.reactions import Reaction, reaction_called
from guanjia.kernel.scope import across_companies, company_scope

MOST_ATTEMPTS = 10
_log = logging.getLogger(__name__)


def drain(*, at: datetime, limit: int = 200) -> int:
    """Run the messages due at ``at``, oldest first, at most ``limit``; answers how many succeeded."""
    with across_companies(reason="draining the outbox"):
        due = list(
            OutboxMessage.objects.filter(next_try_at__lte=at, died_at=None)
            .select_related("entry")
            .order_by("next_try_at", "id")[:limit]
        )
    return sum(_run(message, at) for message in due)


def backoff(attempts: int) -> timedelta:
    """How long to wait after the n-th failure: 10 s, doubling, at most an hour."""
    return min(timedelta(seconds=10 * 2 ** max(attempts - 1, 0)), timedelta(hours=1))


def _run(message: OutboxMessage, at: datetime) -> bool:
    reaction = reaction_called(message.reaction)
    lease = reaction.lease if reaction else timedelta(minutes=1)
    with across_companies(reason="claiming an outbox message"):
        claimed = OutboxMessage.objects.filter(
            pk=message.pk, next_try_at=message.next_try_at, died_at=None
        ).update(next_try_at=at + lease, attempts=message.attempts + 1)
    if not claimed:
        return False
    message.attempts += 1
    try:
        if reaction is None:
            raise LookupError(f"no reaction is called {message.reaction}")
        with company_scope(message.company_id):
            _react(message, reaction)
    except Exception:
        _log.exception("reaction %s failed for entry %s", message.reaction, message.entry_id)
        _put_back(message, at)
        return False
    return True


def _react(message: OutboxMessage, reaction: Reaction) -> None:
    event = event_of(message.entry)
    if reaction.outside:
        reaction.handler(event, message.entry)
        OutboxMessage.objects.filter(pk=message.pk).delete()
    else:
        with transaction.atomic():
            OutboxMessage.objects.filter(pk=message.pk).delete()
            reaction.handler(event, message.entry)


def _put_back(message: OutboxMessage, at: datetime) -> None:
    dead = message.attempts >= MOST_ATTEMPTS
    with across_companies(reason="putting an outbox message back"):
        OutboxMessage.objects.filter(pk=message.pk).update(
            next_try_at=at + backoff(message.attempts),
            last_error=traceback.format_exc()[-4000:],
            died_at=clock.now() if dead else None,
        )
