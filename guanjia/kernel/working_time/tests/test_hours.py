"""Hours as people write them: what is read, what is refused, and why."""

from __future__ import annotations

from datetime import date

import pytest

from guanjia.kernel.working_time import BadHours, HoursPattern, Interval

WEEK = {"mon": ["08:30-12:00", "13:30-17:30"], "fri": ["22:00-06:00+1"]}


def refused(data: dict) -> BadHours:
    with pytest.raises(BadHours) as caught:
        HoursPattern.parse(data)
    return caught.value


def test_an_interval_is_read_whatever_sign_stands_between():
    for text in ("08:30-12:00", "8:30 - 12:00", "08:30–12:00", "０８：３０至１２：００", "08:30~12:00"):
        assert Interval.parse(text) == Interval(510, 720)


def test_a_night_shift_runs_into_the_next_morning():
    assert Interval.parse("22:00-06:00+1") == Interval(1320, 1800)
    assert str(Interval(1320, 1800)) == "22:00-06:00+1"
    assert str(Interval(0, 1440)) == "00:00-24:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("morning", "unreadable_interval"),
        ("08:30", "unreadable_interval"),
        ("25:00-26:00", "no_such_time"),
        ("08:75-09:00", "no_such_time"),
        ("12:00-08:30", "end_before_start"),
        ("08:30-08:30", "end_before_start"),
        ("06:00-06:01+1", "too_long"),
    ],
)
def test_an_interval_that_cannot_be_is_refused_with_a_reason(text, code):
    error = refused({"week": {"mon": [text]}})
    assert error.code == code
    assert text.split("-", maxsplit=1)[0] in str(error)


def test_overlapping_intervals_are_refused():
    assert refused({"week": {"mon": ["08:00-12:00", "11:00-13:00"]}}).code == "overlap"


def test_touching_intervals_are_not():
    assert HoursPattern.parse({"week": {"mon": ["08:00-12:00", "12:00-13:00"]}}).week[0]


def test_a_night_shift_may_not_run_into_the_next_mornings_hours():
    error = refused({"week": {"mon": ["22:00-09:00+1"], "tue": ["08:00-12:00"]}})
    assert error.code == "overlap"
    assert "tue" in str(error)


def test_sundays_night_shift_meets_monday():
    assert refused({"week": {"sun": ["22:00-09:00+1"], "mon": ["08:00-12:00"]}}).code == "overlap"


def test_a_week_without_any_hours_is_refused():
    assert refused({"week": {}}).code == "no_hours"


def test_an_unknown_day_or_rule_is_refused():
    assert refused({"week": {"monday": ["08:00-12:00"]}}).code == "unknown_day"
    assert refused({"week": WEEK, "on_holiday": "maybe"}).code == "unknown_holiday_rule"


def test_a_season_needs_days_that_exist():
    season = {"name": "summer", "from": "05-01", "until": "09-31", "week": WEEK}
    assert refused({"week": WEEK, "seasons": [season]}).code == "unreadable_month_day"


def test_two_seasons_may_not_claim_the_same_day():
    one = {"name": "summer", "from": "05-01", "until": "09-30", "week": WEEK}
    other = {"name": "autumn", "from": "09-30", "until": "11-15", "week": WEEK}
    assert refused({"week": WEEK, "seasons": [one, other]}).code == "overlap"
    inner = {"name": "july", "from": "07-01", "until": "07-31", "week": WEEK}
    assert refused({"week": WEEK, "seasons": [one, inner]}).code == "overlap"


def test_a_season_may_run_over_the_new_year():
    winter = {"name": "winter", "from": "11-15", "until": "03-15", "week": {"mon": ["09:00-16:00"]}}
    pattern = HoursPattern.parse({"week": WEEK, "seasons": [winter]})
    assert pattern.week_of(date(2026, 12, 31))[0] == (Interval(540, 960),)
    assert pattern.week_of(date(2026, 3, 15))[0] == (Interval(540, 960),)
    assert pattern.week_of(date(2026, 3, 16))[0] != (Interval(540, 960),)


def test_a_pattern_survives_being_stored():
    winter = {"name": "winter", "from": "11-15", "until": "03-15", "week": {"mon": ["09:00-16:00"]}}
    pattern = HoursPattern.parse(
        {"week": WEEK, "seasons": [winter], "on_holiday": "fri", "makeup_days": False}
    )
    assert HoursPattern.parse(pattern.dump()) == pattern
