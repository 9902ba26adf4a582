"""The rhythms a pack may name."""

from datetime import time, timedelta

import pytest

from guanjia.apps.rulebook.terms.schedules import LAST, By, Gap, Period, Schedule

UNDERSTOOD = [
    ("day", Schedule(Period.DAY)),
    ("working day by 09:00", Schedule(Period.WORKING_DAY, by=By(time(9)))),
    ("2 a day", Schedule(Period.DAY, times=2)),
    ("3 per week", Schedule(Period.WEEK, times=3)),
    ("Monday, thursday by 10:00", Schedule(Period.WEEK, weekdays=(0, 3), by=By(time(10)))),
    ("week by friday 17:00", Schedule(Period.WEEK, by=By(time(17), 4))),
    ("month by 28", Schedule(Period.MONTH, by=By(day=28))),
    ("month by last working day 17:00", Schedule(Period.MONTH, by=By(time(17), LAST, working=True))),
    ("2 a month by last day", Schedule(Period.MONTH, times=2, by=By(day=LAST))),
    ("quarter by last working day", Schedule(Period.QUARTER, by=By(day=LAST, working=True))),
    ("half-year", Schedule(Period.HALF_YEAR)),
    ("year by 12-10", Schedule(Period.YEAR, by=By(day=10, month=12))),
    ("shift", Schedule(Period.SHIFT)),
    (
        "gap 30-40 minutes within 22:00-06:00",
        Schedule(Period.GAP, gap=Gap(timedelta(minutes=40), timedelta(minutes=30), time(22), time(6))),
    ),
    ("gap 60 minutes", Schedule(Period.GAP, gap=Gap(timedelta(minutes=60)))),
]


@pytest.mark.parametrize(("words", "meant"), UNDERSTOOD, ids=[words for words, _meant in UNDERSTOOD])
def test_a_rhythm_is_understood(words, meant):
    read = Schedule.parse(words)
    assert str(read) == words
    assert (read.period, read.times, read.weekdays, read.by, read.gap) == (
        meant.period,
        meant.times,
        meant.weekdays,
        meant.by,
        meant.gap,
    )


@pytest.mark.parametrize(
    "words",
    [
        "daily",
        "0 a day",
        "2 a monday",
        "month by friday",
        "month by 32",
        "month by 17:00",
        "year by 13-10",
        "day by 25:00",
        "day by ",
        "shift by 09:00",
        "gap 40-30 minutes",
        "gap 0 minutes",
        "gap 30 hours",
    ],
)
def test_what_is_no_rhythm_is_named_with_its_words(words):
    with pytest.raises(ValueError, match=words.split()[-1] if words.strip() else "rhythm"):
        Schedule.parse(words)
