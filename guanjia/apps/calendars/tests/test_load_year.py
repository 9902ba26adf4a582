"""Loading a year's notice: read whole or refused whole; what was provisional becomes firm."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from guanjia.apps.calendars import queries, services
from guanjia.apps.calendars.models import YearNotice
from guanjia.apps.calendars.rules import dump_days, load_days, read_notice
from guanjia.apps.calendars.terms import CHINA, Can, NoticeState
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from guanjia.kernel.working_time import Duration
from tests.cast import at, harbour, wanxing

SHIPPED = Path(queries.__file__).parent / "data" / "cn" / "2026.toml"
NOTICE = """
country = "CN"
year = 2027
source = "made up for this test"

[[holiday]]
name = "元旦"
days = [2027-01-01, 2027-01-02, 2027-01-03]

[[holiday]]
name = "春节"
days = [2027-02-05, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11]

[[makeup]]
on = 2027-02-14
works_for = 2027-02-11
name = "春节"
"""


def notice(text: str = NOTICE):
    return read_notice(tomllib.loads(text))


def faults(text: str, **expected) -> list[str]:
    with pytest.raises(Refused) as caught:
        read_notice(tomllib.loads(text), **expected)
    for refusal in caught.value.refusals:
        assert "%(" not in str(refusal)
    return [refusal.code for refusal in caught.value.refusals]


@pytest.fixture
def house():
    house = wanxing()
    with company_scope(house.company.pk):
        yield house


def test_a_file_is_read():
    read = notice()
    assert (read.country, read.state, read.days.year) == (CHINA, NoticeState.ANNOUNCED, 2027)
    assert len(read.days.holidays) == 8
    assert read.days.makeup[0].works_for == date(2027, 2, 11)
    assert load_days(2027, read.state, dump_days(read.days)) == read.days


def test_dates_may_be_texts():
    assert notice(NOTICE.replace("2027-02-14", '"2027-02-14"')) == notice()


def test_every_fault_of_a_file_is_told_at_once():
    text = (
        NOTICE.replace("2027-01-02", "2026-01-02")
        .replace("2027-02-14", '"14 February"')
        .replace('"CN"', '"China"')
    )
    assert faults(text) == ["unknown_country", "date_of_another_year", "unknown_date"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("year = 2027", 'year = "next"', "unknown_year"),
        ("year = 2027", "year = 1999", "unknown_year"),
        ('source = "made up for this test"', 'state = "maybe"', "unknown_state"),
        ('source = "made up for this test"', 'colour = "red"', "unknown_key"),
        ("2027-01-02", "2027-01-01", "day_named_twice"),
        ("on = 2027-02-14", "on = 2027-02-10", "day_named_twice"),
        ("on = 2027-02-14", "", "unknown_date"),
        ('name = "元旦"', 'name = ""', "holiday_without_name"),
        ("2027-02-11\nname", '"Thursday"\nname', "unknown_date"),
    ],
)
def test_a_faulty_file_is_refused(old, new, code):
    assert old in NOTICE
    assert code in faults(NOTICE.replace(old, new, 1))


def test_a_file_without_any_holiday_is_refused():
    assert faults('country = "CN"\nyear = 2027') == ["no_holidays"]
    assert "unreadable_block" in faults('country = "CN"\nyear = 2027\nholiday = "all"')


def test_a_file_of_another_year_than_expected_is_refused():
    assert faults(NOTICE, year=2028) == ["year_mismatch"]


def test_the_last_week_of_december_belongs_to_the_next_years_notice():
    assert notice(NOTICE.replace("2027-01-02", "2026-12-31"))
    assert faults(NOTICE.replace("2027-01-02", "2026-12-24")) == ["date_of_another_year"]


@pytest.mark.django_db
def test_what_was_provisional_becomes_firm(house):
    start, length = at("10:00", date(2027, 2, 4)), Duration.parse("3 working days")
    before = queries.working_calendar(house.site.pk, at("09:00")).deadline(start, length)
    assert before.provisional
    assert before.due_at == at("10:00", date(2027, 2, 15))
    services.load_year(notice(), by=house.system, at=at("09:00"))
    after = queries.working_calendar(house.site.pk, at("09:00")).deadline(start, length)
    assert not after.provisional
    assert after.due_at == at("10:00", date(2027, 2, 15))
    assert after.calendar != before.calendar


@pytest.mark.django_db
def test_every_site_hears_of_it(house):
    services.load_year(notice(), by=house.system, at=at("09:00"))
    (entry,) = timeline("holidays:CN-2027")
    assert (entry.event, entry.site_id) == ("calendars.year_published", house.site.pk)
    assert entry.data == {"country": "CN", "year": 2027, "version": 1, "state": "ANNOUNCED"}


@pytest.mark.django_db
def test_loading_the_same_again_changes_nothing(house):
    services.load_year(notice(), by=house.system, at=at("09:00"))
    assert services.load_year(notice(), by=house.system, at=at("10:00")) is None
    assert (
        services.load_year(
            read_notice(tomllib.loads(SHIPPED.read_text("utf-8"))), by=house.system, at=at("10:00")
        )
        is None
    )
    assert YearNotice.objects.count() == 1
    assert timeline("holidays:CN-2027").count() == 1


@pytest.mark.django_db
def test_a_correction_is_a_new_version_and_the_old_one_stays(house):
    services.load_year(notice(), by=house.system, at=at("09:00"))
    corrected = notice(NOTICE.replace(", 2027-02-11]", "]").replace("on = 2027-02-14", "on = 2027-02-13"))
    assert services.load_year(corrected, by=house.system, at=at("10:00")).version == 2
    assert queries.working_calendar(house.site.pk, at("10:00")).day(date(2027, 2, 11)).hours
    assert not queries.working_calendar(house.site.pk, at("09:30")).day(date(2027, 2, 11)).hours


@pytest.mark.django_db
def test_one_companys_slip_changes_no_deadline_of_another(house):
    services.load_year(notice(), by=house.system, at=at("09:00"))
    other = harbour()
    assert not queries.working_calendar(house.site.pk, at("09:00")).day(date(2027, 2, 11)).hours
    assert queries.working_calendar(other.site.pk, at("09:00")).day(date(2027, 2, 11)).hours


@pytest.mark.django_db
def test_who_may_not_load_is_refused(house):
    with pytest.raises(NotPermitted):
        services.load_year(notice(), by=house.actor("lin"), at=at("09:00"))
    assert Can.LOAD_YEAR not in house.actor("lin").grants
    assert not YearNotice.objects.exists()


@pytest.mark.django_db
def test_the_years_are_listed_with_their_state(house):
    services.load_year(notice(), by=house.system, at=at("09:00"))
    years = {one.year: one for one in queries.list_years()}
    assert (years[2027].state, years[2027].loaded.version) == (NoticeState.ANNOUNCED, 1)
    assert (years[2028].state, years[2028].loaded) == (NoticeState.PROVISIONAL, None)
    assert (years[2026].state, years[2026].makeup) == (NoticeState.ANNOUNCED, 6)
    assert list(years) == sorted(years, reverse=True)
