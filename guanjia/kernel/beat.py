"""The beat: jobs that run every so often, once each, however many workers there are.

A job's next run is a column; a worker claims the slot by moving it ahead under a condition, in one statement. A slot
missed while nothing ran is not run twice: the next one comes at the following multiple of the interval.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from guanjia.kernel.models import BeatJob

_log = logging.getLogger(__name__)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Job:
    """Something to do every ``interval``. ``run`` takes the moment and must bear being run again."""

    name: str
    interval: timedelta
    run: Callable[[datetime], object]


def run_due(jobs: list[Job], *, at: datetime) -> list[str]:
    """Run the jobs whose slot has come and that no other worker has claimed; answers their names.

    A job that raises is logged and has its next turn in the next slot; the others run all the same.
    """
    due = {row.name: row.next_run_at for row in BeatJob.objects.filter(name__in=[job.name for job in jobs])}
    ran = []
    for job in jobs:
        if job.name not in due:
            BeatJob.objects.get_or_create(name=job.name, defaults={"next_run_at": at})
            due[job.name] = at
        if due[job.name] <= at and _claim(job, due[job.name], at):
            ran.append(job.name)
            try:
                job.run(at)
            except Exception:
                _log.exception("job %s failed", job.name)
                BeatJob.objects.filter(name=job.name).update(failed_at=at)
    return ran


def next_slot(interval: timedelta, after: datetime) -> datetime:
    """The first multiple of ``interval`` after a moment."""
    return _EPOCH + ((after - _EPOCH) // interval + 1) * interval


def _claim(job: Job, slot: datetime, at: datetime) -> bool:
    moved = BeatJob.objects.filter(name=job.name, next_run_at=slot).update(
        next_run_at=next_slot(job.interval, at), claimed_at=at
    )
    return bool(moved)
