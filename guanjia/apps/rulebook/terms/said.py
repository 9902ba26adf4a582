"""A figure as a source says it: a rhythm, a length of time, or a number."""

from guanjia.apps.rulebook.terms.schedules import Schedule
from guanjia.kernel.working_time import Duration, NotUnderstood


def figure_said(words: str) -> Schedule | Duration | float:
    """``week`` · ``24 hours`` · ``3``. Raises ``ValueError`` with a sentence that says how to write it."""
    try:
        return float(words)
    except ValueError:
        pass
    try:
        return Schedule.parse(words)
    except ValueError:
        pass
    try:
        return Duration.parse(words)
    except NotUnderstood:
        raise ValueError(
            f"“{words}” is no figure; write a rhythm like 2 a month, a length of time like 24 hours, or a number."
        ) from None
