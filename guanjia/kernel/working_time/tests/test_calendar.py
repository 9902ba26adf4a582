"""A calendar on chosen days: what kind of day it is, what is provisional, what an explanation says."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from guanjia.kernel.working_time import (
    BeyondCalendar,
    DatedHours,
    DayKind,
    Duration,
    HoursPattern,
    MakeUp,
    NaiveMoment,
    Pause,
    Unit,
    Why,
    WorkingCalendar,
    WorkingTimeError,
    YearDays,
)
from guanjia.kernel.working_time.tests.worlds import seasonal

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = ["08:30-12:00", "13:30-17:30"]
WEEKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)
FESTIVAL = YearDays(
    2026,
    tuple((date(2026, 2, day), "春节") for day in range(15, 24)),
    (
        MakeUp(date(2026, 2, 14), date(2026, 2, 20), "春节"),
        MakeUp(date(2026, 2, 28), date(2026, 2, 23), "春节"),
    ),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def plus(text: str) -> Duration:
    return Duration.parse(text)


def office(*years: YearDays, week: dict | None = None, **more) -> WorkingCalendar:
    rules = {key: more.pop(key) for key in ("on_holiday", "makeup_days") if key in more}
    pattern = HoursPattern.parse({"week": week or WEEKDAYS, **rules})
    return WorkingCalendar.of(pattern, years or (FESTIVAL,), **{"first_year": 2026, "last_year": 2026} | more)


def test_a_date_is_one_of_four_kinds():
    calendar = office()
    kinds = {day: calendar.day(date(2026, 2, day)).kind for day in (13, 14, 15, 17, 24, 1)}
    assert kinds == {
        13: DayKind.WORKING,
        14: DayKind.MAKEUP,
        15: DayKind.HOLIDAY,
        17: DayKind.HOLIDAY,
        24: DayKind.WORKING,
        1: DayKind.REST,
    }
    assert calendar.day(date(2026, 2, 17)).name == "春节"


def test_a_make_up_day_works_the_hours_of_the_weekday_it_makes_up_for():
    short_friday = WEEKDAYS | {"fri": ["08:30-12:00"]}
    calendar = office(week=short_friday)
    assert len(calendar.day(date(2026, 2, 14)).hours) == 1  # for Friday the 20th
    assert len(calendar.day(date(2026, 2, 28)).hours) == 2  # for Monday the 23rd


def test_a_make_up_day_nobody_assigned_works_like_a_monday():
    calendar = office(
        YearDays(2026, (), (MakeUp(date(2026, 3, 7)),)), week=WEEKDAYS | {"mon": ["10:00-11:00"]}
    )
    assert str(calendar.day(date(2026, 3, 7)).hours[0]) == "10:00-11:00"


def test_a_make_up_day_leaves_a_day_that_works_anyway_as_it_is():
    calendar = office(week=WEEKDAYS | {"sat": ["08:30-12:00"]})
    assert calendar.day(date(2026, 2, 14)).kind is DayKind.WORKING
    assert len(calendar.day(date(2026, 2, 14)).hours) == 1


def test_hours_may_ignore_notices_or_keep_sunday_hours_on_a_holiday():
    everyday = office(week=WEEKDAYS | {"sun": ["09:00-12:00"]}, on_holiday="usual", makeup_days=False)
    assert everyday.day(date(2026, 2, 17)).hours == everyday.day(date(2026, 3, 3)).hours
    assert everyday.day(date(2026, 2, 14)).kind is DayKind.REST
    like_sunday = office(week=WEEKDAYS | {"sun": ["09:00-12:00"]}, on_holiday="sun")
    day = like_sunday.day(date(2026, 2, 17))
    assert (day.kind, str(day.hours[0])) == (DayKind.HOLIDAY, "09:00-12:00")


def test_seasons_change_the_hours():
    calendar = seasonal(WEEKDAYS, {key: ["08:00-12:00", "14:00-18:00"] for key in WEEKDAYS})
    assert calendar.add(at("2026-04-30T17:00"), plus("1 working hour")) == at("2026-05-01T08:30")
    assert calendar.add(at("2026-09-30T17:30"), plus("1 working hour")) == at("2026-10-01T09:00")


def test_new_hours_hold_from_their_day_on():
    late = HoursPattern.parse({"week": {key: ["10:00-12:00"] for key in WEEKDAYS}})
    hours = (
        DatedHours(date(2026, 1, 1), HoursPattern.parse({"week": WEEKDAYS})),
        DatedHours(date(2026, 3, 3), late),
    )
    calendar = WorkingCalendar(hours, (FESTIVAL,), first_year=2026, last_year=2026)
    assert calendar.add(at("2026-03-02T17:00"), plus("1 working hour")) == at("2026-03-03T10:30")


def test_a_night_shift_belongs_to_the_day_it_starts():
    calendar = office(week={"mon": ["08:00-12:00", "22:00-06:00+1"], "wed": OFFICE})
    assert calendar.add(at("2026-03-02T23:00"), plus("8 working hours")) == at("2026-03-04T09:30")
    assert calendar.add(at("2026-03-03T03:00"), plus("1 working day")) == at("2026-03-04T17:30")
    assert calendar.add(at("2026-03-03T03:00"), plus("end of day")) == at("2026-03-03T06:00")
    assert calendar.working_days_between(at("2026-03-02T09:00"), at("2026-03-03T03:00")) == 0


def test_a_holiday_cancels_the_night_shift_that_starts_on_it():
    holiday = YearDays(2026, ((date(2026, 3, 3), "x"),))
    calendar = office(holiday, week={key: ["22:00-06:00+1"] for key in WEEKDAYS})
    assert calendar.is_working(at("2026-03-03T03:00"))
    assert not calendar.is_working(at("2026-03-03T23:00"))
    assert not calendar.is_working(at("2026-03-04T03:00"))


def test_hours_of_two_seasons_that_meet_over_midnight_count_once():
    calendar = seasonal({"thu": ["22:00-07:00+1"]}, {"fri": ["05:00-09:00"]})
    assert calendar.between(at("2026-04-30T22:00"), at("2026-05-01T09:00")) == 11 * 3600


def test_a_clock_time_of_the_next_working_day_is_never_before_the_start():
    week = {"sun": ["22:00-06:00+1"], "mon": OFFICE, "tue": OFFICE}
    found = office(week=week).add(at("2026-03-02T03:00"), Duration(Unit.CLOCK_NEXT_WORKING_DAY, 60))
    assert found == at("2026-03-03T01:00")


def test_unpublished_years_make_what_touches_them_provisional():
    calendar = office(
        FESTIVAL, YearDays(2027, ((date(2027, 1, 1), "元旦"),), announced=False), last_year=2027
    )
    assert calendar.provisional_years == (2027,)

    def provisional(start: str, length: str) -> bool:
        return calendar.deadline(at(start), plus(length)).provisional

    assert not provisional("2026-12-01T10:00", "7 working days")
    assert provisional("2026-12-30T10:00", "7 working days")
    assert provisional("2027-06-01T10:00", "1 working hour")
    assert not provisional("2027-06-01T10:00", "24 hours")
    assert not provisional("2027-06-01T10:00", "by 17:50")


def test_the_last_week_before_an_unpublished_year_is_provisional_too():
    calendar = office(FESTIVAL, last_year=2027)
    assert calendar.deadline(at("2026-12-28T10:00"), plus("1 working hour")).provisional
    assert not calendar.deadline(at("2026-12-24T10:00"), plus("1 working hour")).provisional


def test_hours_that_ignore_notices_are_never_provisional():
    calendar = office(FESTIVAL, on_holiday="usual", makeup_days=False, last_year=2027)
    assert not calendar.deadline(at("2027-06-01T10:00"), plus("7 working days")).provisional


def test_a_years_notice_reaches_into_the_december_before():
    notice = YearDays(
        2027, ((date(2026, 12, 31), "元旦"),), (MakeUp(date(2026, 12, 26), date(2026, 12, 31)),)
    )
    calendar = office(FESTIVAL, notice, last_year=2027)
    assert calendar.day(date(2026, 12, 26)).kind is DayKind.MAKEUP
    assert calendar.day(date(2026, 12, 31)).kind is DayKind.HOLIDAY


def test_outside_its_years_a_calendar_says_so():
    calendar = office()
    for start in ("2025-12-31T23:59", "2027-01-01T00:00"):
        with pytest.raises(BeyondCalendar, match="2026"):
            calendar.add(at(start), plus("1 working hour"))
        with pytest.raises(BeyondCalendar):
            calendar.add_many([at("2026-03-02T09:00"), at(start)], plus("1 working hour"))
    for length in ("300 working days", "3000 working hours"):
        with pytest.raises(BeyondCalendar):
            calendar.add(at("2026-03-02T09:00"), plus(length))
        with pytest.raises(BeyondCalendar):
            calendar.subtract(at("2026-03-02T09:00"), plus(length))
    with pytest.raises(BeyondCalendar):
        calendar.add_many([at("2026-12-31T17:00")], plus("10 working hours"))
    with pytest.raises(BeyondCalendar):
        calendar.day(date(2027, 1, 1))
    assert calendar.add(at("2030-03-02T09:00"), plus("24 hours")) == at("2030-03-03T09:00")
    with pytest.raises(BeyondCalendar):
        calendar.add(at("2026-03-02T09:00"), Duration(Unit.DAYS, 9_000_000))


def test_a_moment_without_offset_is_refused():
    for duration in (plus("1 working hour"), plus("1 hour"), plus("next day")):
        with pytest.raises(NaiveMoment):
            office().add(datetime(2026, 3, 2, 9), duration)
        with pytest.raises(NaiveMoment):
            office().add_many([datetime(2026, 3, 2, 9)], duration)


def test_a_moment_of_another_zone_is_the_same_moment():
    start = at("2026-03-02T16:00")
    assert office().add(start.astimezone(UTC), plus("2 working hours")) == at("2026-03-03T09:00")
    assert office().add(start.astimezone(UTC), plus("2 working hours")).tzinfo == SHANGHAI


def test_hours_stay_on_the_wall_when_the_clock_jumps():
    new_york = office(zone="America/New_York")
    friday = datetime(2026, 3, 6, 17, tzinfo=ZoneInfo("America/New_York"))
    due = new_york.add(friday, plus("1 working hour"))
    assert due == datetime(2026, 3, 9, 9, tzinfo=ZoneInfo("America/New_York"))
    assert new_york.add(friday, plus("1 working day")).hour == 17
    assert new_york.add(friday - timedelta(hours=8), plus("3 days")).hour == 10  # three times 24 hours


def test_moments_cannot_be_subtracted():
    with pytest.raises(WorkingTimeError, match="cannot be subtracted"):
        office().subtract(at("2026-03-02T09:00"), plus("next day"))


def test_a_pause_that_ends_before_it_begins_is_refused():
    pause = Pause(at("2026-03-02T10:00"), at("2026-03-02T09:00"))
    with pytest.raises(WorkingTimeError, match="ends before"):
        office().deadline(at("2026-03-02T09:00"), plus("1 hour"), [pause])


def test_an_explanation_names_every_reason():
    pause = Pause(at("2026-02-13T15:00"), at("2026-02-13T16:00"), "等业主")
    found = office().explain(at("2026-02-13T11:00"), plus("14 working hours"), [pause])
    told = [(span.why, span.name, span.counted, span.seconds // 60) for span in found.spans]
    assert told == [
        (Why.WORK, "", True, 60),
        (Why.BREAK, "", False, 90),
        (Why.WORK, "", True, 90),
        (Why.PAUSE, "等业主", False, 60),
        (Why.WORK, "", True, 90),
        (Why.NIGHT, "", False, 900),
        (Why.MAKEUP, "春节", True, 210),
        (Why.BREAK, "", False, 90),
        (Why.MAKEUP, "春节", True, 240),
        (Why.NIGHT, "", False, 390),
        (Why.HOLIDAY, "春节", False, 9 * 1440),
        (Why.NIGHT, "", False, 510),
        (Why.WORK, "", True, 150),
    ]
    assert found.deadline.due_at == at("2026-02-24T11:00")
    assert found.counted_seconds == 14 * 3600


def test_a_weekend_is_explained_as_one_stretch():
    spans = office().explain(at("2026-03-06T17:00"), plus("1 working hour")).spans
    assert [(span.why, span.seconds // 3600) for span in spans if span.why is Why.REST] == [(Why.REST, 48)]


def test_elapsed_time_needs_no_calendar_to_explain():
    (span,) = office().explain(at("2026-03-06T17:00"), plus("24 hours")).spans
    assert (span.why, span.counted, span.seconds) == (Why.ELAPSED, True, 86_400)


def test_equal_calendars_share_their_table():
    one, other = office(label="one"), office(label="other")
    assert one != other
    assert one.reckoning is other.reckoning


def test_which_working_day_it_is_can_be_told():
    calendar = office()
    received = at("2026-03-05T10:00")
    days = [calendar.working_days_between(received, at(f"2026-03-{day:02}T09:00")) for day in range(5, 11)]
    assert days == [0, 1, 1, 1, 2, 3]


def test_the_engine_needs_no_framework():
    script = "import sys, guanjia.kernel.working_time; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
