"""The shipped years: every day agrees with an independent source, and nothing unpublished passes for published."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from guanjia.apps.calendars import queries
from guanjia.apps.calendars.rules import FIRST_YEAR, LAST_YEAR
from guanjia.apps.calendars.shipped import named_hours, shipped_years
from guanjia.apps.calendars.terms import CHINA, FESTIVALS
from guanjia.kernel.working_time import DayKind

ANNOUNCED = range(2010, 2027)
DATA = Path(queries.__file__).parent / "data" / "cn"


def days_of(year: int):
    return queries.national_calendar().days(date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize("year", ANNOUNCED)
def test_every_day_agrees_with_chinesecalendar(year):
    days = list(days_of(year))
    assert len(days) in (365, 366)
    different = [day.on.isoformat() for day in days if bool(day.hours) != chinese_calendar.is_workday(day.on)]
    assert different == []
    assert not any(day.provisional for day in days if day.on < date(2026, 12, 25))


@pytest.mark.parametrize("year", ANNOUNCED)
def test_every_make_up_day_agrees_with_chinesecalendar(year):
    ours = {day.on for day in days_of(year) if day.kind is DayKind.MAKEUP}
    theirs = {
        on
        for on in (date(year, 1, 1) + timedelta(days=number) for number in range(365))
        if on.weekday() >= 5 and chinese_calendar.is_workday(on)
    }
    assert ours == theirs


def test_a_holiday_is_named_in_every_language():
    names = {day.name for year in ANNOUNCED for day in days_of(year) if day.kind is DayKind.HOLIDAY}
    assert {part for name in names for part in name.split("、")} == set(FESTIVALS)


def test_unpublished_years_hold_the_statutory_days_and_are_provisional():
    calendar = queries.national_calendar()
    assert calendar.provisional_years == tuple(range(2027, LAST_YEAR + 1))
    days = list(days_of(2027))
    assert all(day.provisional for day in days)
    assert not any(day.kind is DayKind.MAKEUP for day in days)
    holidays = {day.on for day in days if day.kind is DayKind.HOLIDAY}
    assert {
        date(2027, 1, 1),
        date(2027, 2, 6),
        date(2027, 4, 5),
        date(2027, 5, 1),
        date(2027, 10, 1),
    } <= holidays


def test_all_years_are_shipped_and_each_file_tells_its_source():
    assert sorted(shipped_years(CHINA)) == list(range(FIRST_YEAR, LAST_YEAR + 1))
    files = sorted(DATA.glob("2*.toml"))
    assert [int(file.stem) for file in files] == list(ANNOUNCED)
    assert all("国务院办公厅" in file.read_text(encoding="utf-8") for file in files)


def test_a_make_up_day_knows_the_day_it_works_for():
    notice = shipped_years(CHINA)[2026]
    assert {day.on: day.works_for for day in notice.makeup}[date(2026, 2, 14)] == date(2026, 2, 20)
    assert all(day.works_for for year in ANNOUNCED for day in shipped_years(CHINA)[year].makeup)


def test_a_country_without_data_has_no_years():
    assert shipped_years("ZZ") == {}


@pytest.mark.parametrize(
    "key", ["office-week", "estate-desk", "five-and-a-half-days", "fit-out-hours", "round-the-clock"]
)
def test_named_hours_can_be_used(key):
    hours = named_hours()[key]
    assert hours.name
    assert hours.name_en
    assert queries.national_calendar(key).day(date(2026, 3, 2)).hours


def test_the_estate_desk_works_every_day_of_the_year():
    desk = queries.national_calendar("estate-desk")
    assert all(day.hours for day in desk.days(date(2026, 1, 1), date(2026, 12, 31)))
    assert [str(one) for one in desk.day(date(2026, 2, 17)).hours] == ["07:50-12:00", "14:00-18:00"]
    assert not any(day.provisional for day in desk.days(date(2027, 1, 1), date(2027, 12, 31)))
