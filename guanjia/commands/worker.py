"""``guanjia worker``: everything that happens without a person: due duties, the outbox, seals, the daily jobs."""

import argparse
import logging
import signal
import threading
from types import FrameType

from guanjia.config.wiring import BEAT
from guanjia.kernel import beat, clock, outbox

HELP = "run what is due: duties, outbox, seals, daily jobs"
PAUSE_SECONDS = 1.0
_log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now and end")


def run(args: argparse.Namespace) -> int:
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
    while not stop.is_set():
        busy = turn()
        if args.once:
            break
        if not busy:
            stop.wait(PAUSE_SECONDS)
    return 0


def turn() -> bool:
    """One round: the jobs whose time has come, then the outbox; answers whether the outbox had anything to do."""
    try:
        at = clock.now()
        beat.run_due(BEAT, at=at)
        return outbox.drain(at=at) > 0
    except Exception:
        # A lost database connection must not end the worker: it comes back with the next round.
        _log.exception("a round of the worker failed")
        _forget_connections()
        return False


def _forget_connections() -> None:
    from django.db import connections

    connections.close_all()
