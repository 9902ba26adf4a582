"""Trying a duty out on the past of a site. Reads only; nothing is stored."""

from datetime import datetime, timedelta

from guanjia.apps.obligations.backtest.rehearsing import Rehearsal, Stretch
from guanjia.apps.obligations.terms import Can
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.terms import Duty, Pack
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

RUN_IN = timedelta(days=14)
"""How long before the period the duty is taken to be in force already, so that what still ran at its beginning is there."""
RUN_OUT = timedelta(days=31)
"""How long after the period it is followed how what began in it ended."""


def stretch_of(from_at: datetime, until_at: datetime, as_of: datetime) -> Stretch:
    """A period with its run-in and run-out; nothing is known after ``as_of``."""
    until_at = min(until_at, as_of)
    return Stretch(from_at - RUN_IN, from_at, until_at, min(until_at + RUN_OUT, as_of))


def backtest(actor: Actor, site_id: int, pack: Pack, duty: Duty, stretch: Stretch) -> Rehearsal:
    """A duty of a pack, ready to be gone through with ``run()``; then its ``trial`` holds the counts.

    The duty need not be in force, nor the pack be stored. Raises ``NotFound`` for a site whose duties the actor may not see.
    """
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    return Rehearsal(site_id, *rulebook.supposed(site_id, pack, duty), stretch)
