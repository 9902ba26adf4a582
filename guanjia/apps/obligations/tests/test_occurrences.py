"""When a duty of the calendar comes round."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.obligations.rules import occurrences
from guanjia.apps.obligations.rules.alarms import Surroundings
from guanjia.apps.rulebook.terms import Schedule

SHANGHAI = ZoneInfo("Asia/Shanghai")
WHERE = Surroundings(calendars.national_calendar("office-week"), SHANGHAI)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def turns(words, since, until):
    """Label, due and closing time of each turn, in the site's time."""
    found = occurrences.beginning_in(Schedule.parse(words), moment(since), moment(until), WHERE)
    return [(one.label, f"{one.due_at:%m-%d %H:%M}", f"{one.closes_at:%m-%d %H:%M}") for one in found]


# Monday 2 March 2026; the National Day week of 2026 with its make-up days is in the calendar's data.
ROUNDS = [
    ("day by 09:00", "2026-03-02", "2026-03-04", [("2026-03-02", "03-02 09:00", "03-03 00:00"), ("2026-03-03", "03-03 09:00", "03-04 00:00")]),
    ("day", "2026-03-02", "2026-03-03", [("2026-03-02", "03-03 00:00", "03-03 00:00")]),
    ("2 a day by 18:00", "2026-03-02", "2026-03-03", [("2026-03-02/1", "03-02 18:00", "03-03 00:00"), ("2026-03-02/2", "03-02 18:00", "03-03 00:00")]),
    ("working day by 17:30", "2026-03-06", "2026-03-10", [("2026-03-06", "03-06 17:30", "03-07 00:00"), ("2026-03-09", "03-09 17:30", "03-10 00:00")]),
    ("monday, friday by 10:00", "2026-03-02", "2026-03-09", [("2026-03-02", "03-02 10:00", "03-03 00:00"), ("2026-03-06", "03-06 10:00", "03-07 00:00")]),
    ("week by friday 17:00", "2026-03-02", "2026-03-09", [("2026-W10", "03-06 17:00", "03-09 00:00")]),
    ("month by 28", "2026-02-01", "2026-04-01", [("2026-02", "03-01 00:00", "03-01 00:00"), ("2026-03", "03-29 00:00", "04-01 00:00")]),
    ("month by 31", "2026-04-01", "2026-05-01", [("2026-04", "05-01 00:00", "05-01 00:00")]),
    ("month by last working day 17:00", "2026-02-01", "2026-03-01", [("2026-02", "02-28 17:00", "03-01 00:00")]),
    ("2 a month", "2026-03-01", "2026-04-01", [("2026-03/1", "04-01 00:00", "04-01 00:00"), ("2026-03/2", "04-01 00:00", "04-01 00:00")]),
    ("quarter by last day", "2026-01-01", "2026-07-01", [("2026-Q1", "04-01 00:00", "04-01 00:00"), ("2026-Q2", "07-01 00:00", "07-01 00:00")]),
    ("half-year by last day 17:00", "2026-01-01", "2026-02-01", [("2026-H1", "06-30 17:00", "07-01 00:00")]),
    ("year by last working day", "2026-01-01", "2026-02-01", [("2026", "01-01 00:00", "01-01 00:00")]),
    ("half-year", "2026-07-01", "2026-08-01", [("2026-H2", "01-01 00:00", "01-01 00:00")]),
    ("year by 12-10", "2026-01-01", "2026-02-01", [("2026", "12-11 00:00", "01-01 00:00")]),
    ("gap 30-40 minutes within 22:00-06:00", "2026-03-02", "2026-03-04", [("2026-03-02T22:00", "03-02 22:40", "03-03 06:00"), ("2026-03-03T22:00", "03-03 22:40", "03-04 06:00")]),
    ("gap 60 minutes", "2026-03-02", "2026-03-03", [("2026-03-02T00:00", "03-02 01:00", "03-03 00:00")]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "since", "until", "found"), ROUNDS, ids=[one[0] for one in ROUNDS])
def test_a_rhythm_has_its_turns(words, since, until, found):
    assert turns(words, since, until) == found


def test_a_make_up_day_works_and_a_holiday_does_not():
    labels = [label for label, *_rest in turns("working day", "2026-02-13", "2026-03-02")]
    assert labels == ["2026-02-13", "2026-02-14", "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27", "2026-02-28"]  # fmt: skip


def test_a_new_duty_takes_the_turn_under_way_and_not_one_that_is_over():
    def labels(words, at):
        return [one.label for one in occurrences.under_way(Schedule.parse(words), moment(at), WHERE)]

    assert labels("month by 28", "2026-03-20T12:00") == ["2026-03"]
    assert labels("month by 10", "2026-03-20T12:00") == []
    assert labels("gap 40 minutes within 22:00-06:00", "2026-03-03T22:10") == ["2026-03-03T22:00"]


def test_only_what_is_early_after_the_last_time_is_noted():
    from types import SimpleNamespace

    duty = SimpleNamespace(every=Schedule.parse("gap 30-40 minutes within 22:00-06:00"))
    last = moment("2026-03-02T22:35")

    def early(start, minutes):
        return occurrences.is_early(duty, start, start + timedelta(minutes=minutes), WHERE)

    assert early(last, 20)
    assert not early(last, 30)
    assert not early(moment("2026-03-02T22:00"), 5)


RHYTHMS = st.sampled_from(
    ["day by 09:00", "2 a day", "working day", "monday, thursday", "week by friday", "month by 28", "3 a month",
     "quarter by last working day", "year by 12-10", "gap 30-40 minutes within 22:00-06:00", "gap 60 minutes"]
)  # fmt: skip
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 6, 1)).map(lambda at: at.replace(tzinfo=UTC))


@given(RHYTHMS, MOMENTS, st.integers(1, 400), st.integers(0, 400))
def test_planning_in_pieces_plans_the_same_turns_as_at_once(words, since, hours, cut):
    schedule, until = Schedule.parse(words), since + timedelta(hours=hours)
    middle = min(since + timedelta(hours=cut), until)
    at_once = list(occurrences.beginning_in(schedule, since, until, WHERE))
    in_pieces = [
        *occurrences.beginning_in(schedule, since, middle, WHERE),
        *occurrences.beginning_in(schedule, middle, until, WHERE),
    ]
    assert in_pieces == at_once
    assert len({one.label for one in at_once}) == len(at_once)
    assert all(one.start_at < one.due_at <= one.closes_at for one in at_once)
    following = occurrences.next_start(schedule, since, WHERE)
    assert following >= since
    assert not at_once or at_once[0].start_at == following
