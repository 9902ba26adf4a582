"""The one place that reads the clock. Only doors (web, worker, command line) call it and pass the moment on as ``at``."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
