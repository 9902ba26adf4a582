"""Which rhythm satisfies which: the pure answer against the turns that really come round, one by one."""

from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.obligations.rules import occurrences
from guanjia.apps.obligations.rules.alarms import Surroundings
from guanjia.apps.rulebook.rules.covering import MOST_DAYS_OFF, covers, stricter
from guanjia.apps.rulebook.rules.strictness import no_longer
from guanjia.apps.rulebook.terms import Schedule
from guanjia.kernel.working_time import DayKind, Duration

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = calendars.national_calendar("office-week")
WHERE = Surroundings(CALENDAR, SHANGHAI)


def rhythm(words):
    return Schedule.parse(words)


# --- What everybody would say ------------------------------------------------------------------------------------------

KEEPS = [
    ("week", "2 a month"),
    ("week", "3 a month"),
    ("week by sunday", "2 a month"),
    ("2 a month", "month"),
    ("day", "week"),
    ("day by 09:00", "day by 17:00"),
    ("2 a day by 18:00", "day by 18:00"),
    ("monday, thursday", "2 a week"),
    ("monday by 10:00", "week by friday 17:00"),
    ("month by 20", "month by 28"),
    ("month by 28", "month by last day"),
    ("quarter", "half-year"),
    ("half-year", "year"),
    ("2 a quarter", "3 a half-year"),
    ("gap 30-40 minutes within 22:00-06:00", "gap 60 minutes within 23:00-05:00"),
    ("gap 60 minutes", "gap 60 minutes within 08:00-20:00"),
    ("gap 120 minutes within 08:00-20:00", "3 a day"),
    ("day", "working day"),
    ("working day by 09:00", "working day by 17:00"),
    ("working day", "2 a month"),
    ("month by last working day 12:00", "month by last working day 17:00"),
    ("month by last working day", "month"),
    ("2 a shift", "shift"),
]
FAILS = [
    ("2 a month", "week"),
    ("week", "5 a month"),
    ("week", "monday"),
    ("2 a week", "monday, thursday"),
    ("year by 12-10", "half-year"),
    ("month by 28", "month by 20"),
    ("week", "month by 10"),
    ("gap 60 minutes", "gap 30-40 minutes within 22:00-06:00"),
    ("gap 30-40 minutes within 22:00-06:00", "gap 60 minutes"),
    ("24 a day", "gap 60 minutes"),
    ("gap 60 minutes", "gap 60 minutes within 22:00-06:00"),  # all day long begins anew at midnight
    ("working day", "day"),
    ("working day", "week"),
    ("month by last day", "month by last working day"),
    ("shift", "day"),
    ("day", "shift"),
]


@pytest.mark.parametrize(("one", "other"), KEEPS)
def test_it_satisfies_the_other(one, other):
    assert covers(rhythm(one), rhythm(other))


@pytest.mark.parametrize(("one", "other"), FAILS)
def test_it_does_not_satisfy_the_other(one, other):
    assert not covers(rhythm(one), rhythm(other))


def test_of_weekly_and_twice_a_month_the_weekly_one_is_proposed():
    assert stricter([rhythm("2 a month"), rhythm("week by sunday")]) == 1


def test_where_neither_satisfies_the_other_nothing_is_proposed():
    assert stricter([rhythm("gap 30-40 minutes within 22:00-06:00"), rhythm("gap 60 minutes")]) is None


# --- Against the turns themselves --------------------------------------------------------------------------------------

BEGIN, END = datetime(2021, 1, 1, tzinfo=SHANGHAI), datetime(2032, 1, 1, tzinfo=SHANGHAI)
INNER = datetime(2022, 1, 1, tzinfo=SHANGHAI), datetime(2031, 1, 1, tzinfo=SHANGHAI)
"""Eleven years hold a February of 28 days that begins on each day of the week; at the edges turns are cut off."""


@cache
def turns(words):
    """The turns of a rhythm as the planner lays them out: when each begins and is due."""
    found = occurrences.beginning_in(rhythm(words), BEGIN, END, WHERE)
    return [(one.start_at, one.due_at) for one in found]


@cache
def edges(words):
    """When the turns of a rhythm begin, and when they are due: both in order."""
    found = turns(words)
    return [start for start, _due in found], [due for _start, due in found]


def forced(one, window):
    """How many deeds of ``one`` must fall into a window, however they are spread: those whose turn lies inside it."""
    starts, dues = edges(one)
    return max(0, bisect_right(dues, window[1]) - bisect_left(starts, window[0]))


def keeps(one, other):
    """The oracle: in every stretch of the other there are deeds enough, even if all others fall outside of it."""
    asked = Counter(window for window in turns(other) if INNER[0] <= window[0] and window[1] <= INNER[1])
    return all(forced(one, window) >= times for window, times in asked.items())


def _pool():
    """Rhythms that hang on no holidays, in words: of every kind, once and several times, with and without a moment."""
    yield from (
        "monday",
        "sunday by 09:00",
        "monday, thursday",
        "tuesday, friday by 17:30",
        "saturday, sunday",
    )
    yield from ("day by 09:00", "day by 17:30", "2 a day by 18:00", "week by monday 12:00", "week by sunday")
    yield from ("3 a week by friday 17:30", "month by 1", "month by 10 09:00", "month by 28", "month by 31")
    yield from (
        "2 a month by 20",
        "month by last day 12:00",
        "year by 12-10",
        "year by 02-28 09:00",
        "3 a year by 11-30",
    )
    for period in ("day", "week", "month", "quarter", "half-year", "year"):
        yield period
        yield from (f"{times} a {period}" for times in (2, 3, 4, 5))
        if period not in ("day", "week"):
            yield f"{period} by last day"
            yield f"2 a {period} by last day 09:00"


POOL = list(_pool())


def rhythms():
    return st.sampled_from(POOL)


@settings(max_examples=600, deadline=None)
@given(rhythms(), rhythms())
def test_the_answer_is_that_of_the_turns_laid_out_one_by_one(one, other):
    assert covers(rhythm(one), rhythm(other)) == keeps(one, other)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(rhythms(), rhythms(), st.integers(0, 10_000))
def test_whoever_keeps_the_covering_rhythm_has_kept_the_other(one, other, seed):
    random = Random(seed)
    assume(covers(rhythm(one), rhythm(other)))
    deeds = sorted(start + random.random() * (due - start) for start, due in turns(one))
    asked = Counter(window for window in turns(other) if INNER[0] <= window[0] and window[1] <= INNER[1])
    for (start, due), times in asked.items():
        assert bisect_right(deeds, due) - bisect_left(deeds, start) >= times


@pytest.mark.parametrize("one", POOL)
def test_every_rhythm_satisfies_itself(one):
    assert covers(rhythm(one), rhythm(one))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(rhythms(), rhythms(), rhythms())
def test_what_covers_what_covers_another_covers_that_too(one, two, three):
    assume(covers(rhythm(one), rhythm(two)) and covers(rhythm(two), rhythm(three)))
    assert covers(rhythm(one), rhythm(three))


GAPS = ["gap 30-40 minutes within 22:00-06:00", "gap 60 minutes", "gap 120 minutes within 08:00-20:00"]
GAPS += ["gap 45 minutes within 21:00-07:00", "gap 240 minutes within 08:00-20:00", "gap 20-50 minutes"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.sampled_from(GAPS), st.sampled_from([*POOL, *GAPS]), st.integers(0, 10_000))
def test_rounds_that_cover_a_rhythm_keep_it_however_they_are_spread(one, other, seed):
    random = Random(seed)
    assume(covers(rhythm(one), rhythm(other)))
    begin = datetime(2026, 3, 1, tzinfo=SHANGHAI)
    days = [begin + timedelta(days=number) for number in range(40)]
    deeds = sorted(deed for day in days for deed in rounds(rhythm(one), day, random))
    for day in days[2:-2]:
        if rhythm(other).gap:
            assert never_longer(deeds, rhythm(other), day)
    found = occurrences.beginning_in(rhythm(other), days[2], days[-2], WHERE)
    asked = Counter((turn.start_at, turn.due_at) for turn in found if turn.due_at <= days[-2])
    for (start, due), times in asked.items() if not rhythm(other).gap else ():
        assert bisect_right(deeds, due) - bisect_left(deeds, start) >= times


def hours(schedule, day):
    begin = datetime.combine(day, schedule.gap.from_clock, SHANGHAI)
    end = datetime.combine(day, schedule.gap.until_clock, SHANGHAI)
    return begin, end if end > begin else end + timedelta(days=1)


def rounds(schedule, day, random):
    """One night of rounds, each within the longest gap after the last, sometimes at the very last moment."""
    at, end = hours(schedule, day)
    while at + schedule.gap.longest <= end:
        at += schedule.gap.longest * random.choice([1, 1, random.uniform(0.5, 1)])
        yield at


def never_longer(deeds, schedule, day):
    """Whether the rounds of a night keep a gap duty, turn by turn as the engine opens them."""
    at, end = hours(schedule, day)
    while at + schedule.gap.longest <= end:
        following = bisect_right(deeds, at)
        if following == len(deeds) or deeds[following] > at + schedule.gap.longest:
            return False
        at = deeds[following]
    return True


def test_no_run_of_days_off_is_longer_than_we_reckon_with():
    day, off, longest = datetime(2024, 1, 1, tzinfo=SHANGHAI).date(), 0, 0
    while day.year < 2027:
        working = CALENDAR.day(day).kind in (DayKind.WORKING, DayKind.MAKEUP)
        off = 0 if working else off + 1
        longest = max(longest, off)
        day += timedelta(days=1)
    assert 5 <= longest <= MOST_DAYS_OFF


# --- Lengths of time ---------------------------------------------------------------------------------------------------

LENGTHS = ["15 minutes", "2 hours", "24 hours", "1 days", "3 days", "4 working hours", "1 working days"]
LENGTHS += ["30 working minutes", "3 working days", "next day", "end of day", "by 12:00 next day", "by 18:00"]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(LENGTHS),
    st.sampled_from(LENGTHS),
    st.datetimes(datetime(2025, 1, 2), datetime(2026, 11, 30)),
)
def test_a_limit_that_is_no_longer_never_ends_later(one, other, naive):
    start = naive.replace(tzinfo=SHANGHAI, microsecond=0)
    if no_longer(Duration.parse(one), Duration.parse(other)):
        ends = [CALENDAR.deadline(start, Duration.parse(words)).due_at for words in (one, other)]
        assert ends[0] <= ends[1]


def test_days_and_hours_are_compared_where_they_can_be():
    pairs = [("24 hours", "1 days"), ("1 days", "24 hours"), ("2 hours", "4 working hours")]
    assert all(no_longer(Duration.parse(one), Duration.parse(other)) for one, other in pairs)
    assert not no_longer(Duration.parse("1 working days"), Duration.parse("24 hours"))
    assert not no_longer(Duration.parse("24 hours"), Duration.parse("1 working days"))
