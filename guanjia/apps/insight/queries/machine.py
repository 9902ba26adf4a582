"""How the machine itself does: its heartbeat, how far behind it is, how far it has planned, how far the journal is sealed."""

from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.insight.queries.sites import watched
from guanjia.apps.obligations import queries as obligations
from guanjia.kernel import pulse
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import BeatJob, Seal


@dataclass(frozen=True)
class Machine:
    """``lag`` of alarms that are due and ``waiting`` of other work, in seconds; moments are None where there was nothing yet.

    ``planned_to`` is how far ahead every duty of the calendar of the site is planned; ``sealed_to`` the moment up to which
    nobody can change the journal unnoticed.
    """

    beat_at: datetime | None
    waiting: int
    lag: int
    due_now: int
    failing: int
    planned_to: datetime | None
    sealed_to: datetime | None
    given_up: int
    jobs: tuple[BeatJob, ...]
    seals: tuple[Seal, ...]

    def is_well(self, at: datetime) -> bool:
        """Whether nobody needs to look."""
        beats = self.beat_at is not None and (at - self.beat_at).total_seconds() < pulse.LAG_LIMIT
        return (
            beats and max(self.lag, self.waiting) <= pulse.LAG_LIMIT and not (self.failing or self.given_up)
        )


def machine(actor: Actor, site_id: int, at: datetime) -> Machine:
    """The machine as it stands; of the site only how far it is planned. Raises ``NotFound`` for a site not the actor's."""
    watched(actor, site_id)
    health = obligations.health(at)
    jobs = pulse.jobs()
    return Machine(
        beat_at=max((job.claimed_at for job in jobs if job.claimed_at), default=None),
        waiting=pulse.lag(at),
        lag=health.lag,
        due_now=health.due_now,
        failing=health.failing,
        planned_to=obligations.planned_to(site_id),
        sealed_to=pulse.sealed_to(),
        given_up=pulse.given_up(),
        jobs=tuple(jobs),
        seals=tuple(pulse.latest_seals()),
    )
