"""Counting due times again when holidays or hours become known or change: in batches, each change a fact.

What has been breached stays breached, and a promised moment stays promised. A pause is left to its resuming, which counts
anew anyway. A turn of the calendar has been planned for its day and stays there.
"""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from guanjia.apps.obligations import timing
from guanjia.apps.obligations.events import Recomputed
from guanjia.apps.obligations.models import Obligation, Pause
from guanjia.apps.obligations.rules import alarms
from guanjia.apps.obligations.services.changes import Changes, about
from guanjia.apps.obligations.terms import State
from guanjia.apps.rulebook import queries as rulebook
from guanjia.kernel.actor import Actor

BATCH = 200


def recompute_site(site_id: int, *, company_id: int, at: datetime) -> int:
    """Count all running lengths of time of a site again; answers how many due times changed."""
    running = Obligation.objects.filter(
        site_id=site_id, state=State.OPEN, is_agreed=False, breached_at=None, occurrence=""
    )
    changed, latest = 0, 0
    while True:
        with transaction.atomic():
            rows = list(running.filter(pk__gt=latest).select_for_update().order_by("pk")[:BATCH])
            if not rows:
                return changed
            latest = rows[-1].pk
            pauses = defaultdict(list)
            for pause in Pause.objects.filter(obligation__in=rows).order_by("from_at"):
                pauses[pause.obligation_id].append(pause)
            changes = Changes(Actor.system(company_id, "obligations"), at)
            changed += sum(_count_again(row, pauses[row.pk], changes, at) for row in rows)
            changes.write()


def _count_again(row: Obligation, pauses: list[Pause], changes: Changes, at: datetime) -> bool:
    here = rulebook.adoption_by_id(row.site_id, row.adoption_id)
    duty = here.duties[row.duty]
    where = timing.surroundings(row.site_id, at, here.pack.quiet_hours)
    due = timing.counted(duty, row.start_at, where, at, pauses)
    if (due.at, due.provisional, due.calendar) == (row.due_at, row.is_provisional, row.calendar):
        return False
    previous = row.due_at
    changes.set(
        row, due_at=due.at, is_provisional=due.provisional, calendar=due.calendar, counted_at=due.counted_at
    )
    if due.at == previous:
        return False
    planned = timing.plan_of(row, duty, where)
    reached = row.reached
    if reached >= alarms.OWNER_KNOWN:
        reached = alarms.past_reminders(planned, at)
    changes.set(row, reached=reached, next_alarm_at=alarms.next_alarm(planned, reached))
    changes.tell(
        Recomputed(
            **about(row, duty),
            due_at=due.at,
            previous_at=previous,
            calendar=due.calendar,
            provisional=due.provisional,
        )
    )
    return True
