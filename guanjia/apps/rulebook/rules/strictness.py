"""Which of two figures is the stricter, as far as that can be said without a calendar."""

from guanjia.apps.rulebook.rules.covering import covers
from guanjia.apps.rulebook.terms import Schedule
from guanjia.apps.rulebook.terms.figures import Better, Strictness
from guanjia.kernel.working_time import Duration, Unit


def of_rhythms(ours: Schedule, theirs: Schedule) -> Strictness:
    """Stricter when whoever keeps ours has kept theirs, and not the other way round."""
    return _of_two(covers(ours, theirs), covers(theirs, ours))


def of_durations(ours: Duration, theirs: Duration) -> Strictness:
    """Shorter is stricter; where only the calendar could tell, neither is."""
    return _of_two(no_longer(ours, theirs), no_longer(theirs, ours))


def no_longer(one: Duration, other: Duration) -> bool:
    """Whether a time limit certainly never ends after another that began at the same moment."""
    if one == other or (one.amount == 0 and one.is_elapsed):
        return True
    if (one.is_elapsed and other.is_elapsed) or (one.unit is other.unit and one.unit is not Unit.CLOCK):
        return (one.seconds or one.amount) <= (other.seconds or other.amount)
    if one.seconds and other.seconds:
        # Working hours never run faster than the clock on the wall: 2 hours are over before 4 working hours are.
        return (one.is_elapsed or (one.is_working and other.is_working)) and one.seconds <= other.seconds
    return False


def of_numbers(ours: float, theirs: float, better: Better) -> Strictness:
    """By the side on which the figure is stricter."""
    if ours == theirs:
        return Strictness.SAME
    if better is Better.NEITHER:
        return Strictness.DIFFERENT
    return Strictness.STRICTER if (ours < theirs) is (better is Better.LESS) else Strictness.LOOSER


def _of_two(ours_keeps: bool, theirs_keeps: bool) -> Strictness:
    if ours_keeps:
        return Strictness.SAME if theirs_keeps else Strictness.STRICTER
    return Strictness.LOOSER if theirs_keeps else Strictness.DIFFERENT
