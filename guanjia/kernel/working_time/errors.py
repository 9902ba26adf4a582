"""What can go wrong in working time. Every error carries a code, a sentence with named gaps, and the values for them.

The engine knows no language catalogue: an app translates ``message`` and fills it with ``params``; ``str(error)`` is
the English sentence.
"""

from __future__ import annotations

from typing import Any


class WorkingTimeError(ValueError):
    """Base of every error of the engine; ``code`` is stable, ``message % params`` says what to do next."""

    def __init__(self, code: str, message: str, **params: Any) -> None:
        self.code = code
        self.message = message
        self.params = params
        super().__init__(message % params)


class NotUnderstood(WorkingTimeError):
    """A text is not a duration, an interval or a date we know how to read."""


class BeyondCalendar(WorkingTimeError):
    """The answer, or the question, lies outside the years the calendar covers."""


class NaiveMoment(WorkingTimeError):
    """A moment came without its offset from UTC, so nobody can say when it was."""


class BadHours(WorkingTimeError):
    """An hours pattern that cannot be: overlapping intervals, an end before its start, an unknown day."""
