"""Setting a site's hours: from a day on, refused when they cannot be, seen at once by whoever keeps deadlines."""

from datetime import date, timedelta

import pytest

from guanjia.apps.calendars import memory, queries, services
from guanjia.apps.calendars.models import CalendarVersion, SiteCalendar
from guanjia.apps.calendars.terms import Can
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from guanjia.kernel.working_time import Duration
from tests.cast import TODAY, at, harbour, wanxing

pytestmark = pytest.mark.django_db

SUMMER = {"week": {key: ["08:00-12:00", "14:30-18:30"] for key in ("mon", "tue", "wed", "thu", "fri")}}
HOUR = Duration.parse("1 working hour")


@pytest.fixture
def house():
    house = wanxing()
    with company_scope(house.company.pk):
        yield house


@pytest.fixture
def office(house):
    return services.open_calendar(
        house.site.pk, by=house.system, at=at("08:00"), key="office", hours="office-week"
    )


def manager(house, *capabilities: str) -> Actor:
    grants = {capability: frozenset({house.site.pk}) for capability in capabilities}
    return Actor(
        kind=ActorKind.STAFF,
        id=1,
        name="韩立",
        company_id=house.company.pk,
        grants=grants,
        site_ids=frozenset({house.site.pk}),
    )


def set_hours(house, office, **more):
    values = {
        "by": house.system,
        "at": at("09:00"),
        "from_on": TODAY,
        "pattern": SUMMER,
        "note": "夏令",
    } | more
    return services.set_hours(office, **values)


def test_a_site_without_a_calendar_goes_by_the_office_week(house):
    calendar = queries.working_calendar(house.site.pk, at("09:00"))
    assert calendar.add(at("17:00"), HOUR) == at("09:00", TODAY + timedelta(days=1))
    assert calendar.label.startswith("CN/office-week")


def test_the_first_calendar_is_the_default_and_holds_for_all_days_before(house, office):
    assert office.is_default
    calendar = queries.working_calendar(house.site.pk, at("09:00"))
    assert calendar.label.startswith("WX/office@1+CN")
    assert calendar.is_working(at("10:00", date(2020, 3, 2)))


def test_new_hours_hold_from_their_day_and_not_before(house, office):
    tomorrow = TODAY + timedelta(days=1)
    set_hours(house, office, from_on=tomorrow)
    calendar = queries.working_calendar(house.site.pk, at("09:00"))
    assert calendar.add(at("17:00"), HOUR) == at("08:30", tomorrow)
    assert calendar.is_working(at("18:00", tomorrow))
    assert not calendar.is_working(at("18:00"))
    assert calendar.label.startswith("WX/office@2+")


def test_the_change_is_in_the_journal(house, office):
    set_hours(house, office)
    opened, changed = timeline(f"calendar:{office.pk}")
    assert opened.data["version"] == 1
    assert changed.event == "calendars.hours_changed"
    assert changed.site_id == house.site.pk
    assert changed.data == {"calendar": "office", "version": 2, "from_on": "2026-03-02", "note": "夏令"}


@pytest.mark.parametrize(
    ("week", "code"),
    [
        ({"mon": ["08:00-12:00", "11:00-13:00"]}, "overlap"),
        ({"mon": ["12:00-08:00"]}, "end_before_start"),
        ({"mon": ["8 to 12"]}, "unreadable_interval"),
        ({"funday": ["08:00-12:00"]}, "unknown_day"),
        ({}, "no_hours"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_nothing_is_stored(house, office, week, code):
    with pytest.raises(Refused) as caught:
        set_hours(house, office, pattern={"week": week})
    assert caught.value.code == code
    assert "%" not in str(caught.value)
    assert CalendarVersion.objects.count() == 1


def test_hours_for_a_day_that_is_past_are_refused(house, office):
    with pytest.raises(Refused, match="2026-03-01"):
        set_hours(house, office, from_on=date(2026, 3, 1))
    with pytest.raises(Refused):
        set_hours(house, office, from_on=date(2041, 1, 1))


def test_the_day_is_the_one_on_the_wall_of_the_site(house, office):
    early = at("00:30")  # still the day before in UTC
    with pytest.raises(Refused):
        set_hours(house, office, at=early, from_on=date(2026, 3, 1))
    assert set_hours(house, office, at=early, from_on=TODAY).from_on == TODAY


def test_hours_that_change_nothing_are_refused(house, office):
    set_hours(house, office)
    with pytest.raises(Refused) as caught:
        set_hours(house, office)
    assert caught.value.code == "same_hours"


def test_who_may_not_set_hours_is_refused(house, office):
    with pytest.raises(NotPermitted):
        set_hours(house, office, by=manager(house, Can.SEE))
    assert set_hours(house, office, by=manager(house, Can.SET_HOURS)).number == 2


def test_another_companys_calendar_is_not_there(house, office):
    other = harbour()
    with company_scope(other.company.pk):
        with pytest.raises(NotFound):
            queries.get_calendar(other.system, office.pk)
        with pytest.raises(NotFound):
            set_hours(other, office, by=other.system)
    assert [one.pk for one in queries.list_calendars(house.system)] == [office.pk]


def test_a_second_calendar_is_asked_for_by_its_key(house, office):
    services.open_calendar(house.site.pk, by=house.system, at=at("08:00"), key="desk", hours="estate-desk")
    sunday = date(2026, 3, 8)
    assert queries.working_calendar(house.site.pk, at("09:00"), "desk").is_working(at("10:00", sunday))
    assert not queries.working_calendar(house.site.pk, at("09:00")).is_working(at("10:00", sunday))
    with pytest.raises(NotFound):
        queries.working_calendar(house.site.pk, at("09:00"), "night")


def test_another_calendar_can_become_the_default(house, office):
    desk = services.open_calendar(
        house.site.pk, by=house.system, at=at("08:00"), key="desk", hours="estate-desk", is_default=True
    )
    assert desk.is_default
    assert list(SiteCalendar.objects.filter(is_default=True)) == [desk]
    assert queries.working_calendar(house.site.pk, at("09:00")).label.startswith("WX/desk@1")
    assert timeline(f"calendar:{desk.pk}").last().event == "calendars.default_changed"
    assert services.make_default(desk, by=house.system, at=at("09:00")).is_default
    assert timeline(f"calendar:{desk.pk}").count() == 2


def test_a_calendar_needs_known_hours_and_a_new_key(house, office):
    for key, hours, code in (
        ("office", "office-week", "calendar_exists"),
        ("night", "moonlight", "unknown_hours"),
    ):
        with pytest.raises(Refused) as caught:
            services.open_calendar(house.site.pk, by=house.system, at=at("08:00"), key=key, hours=hours)
        assert caught.value.code == code


def test_an_old_moment_is_answered_as_it_was_known_then(house, office):
    set_hours(house, office, at=at("12:00"), from_on=TODAY)
    morning = queries.working_calendar(house.site.pk, at("11:59"))
    assert morning.label.startswith("WX/office@1+")
    assert not morning.is_working(at("18:00"))
    assert queries.working_calendar(house.site.pk, at("12:00")).is_working(at("18:00"))
    assert queries.working_calendar(house.site.pk, at("08:00", date(2011, 7, 1))).label.startswith(
        "WX/office@1+"
    )


def test_a_deadline_asks_the_database_nothing_while_the_calendar_is_fresh(
    house, office, django_assert_num_queries
):
    queries.working_calendar(house.site.pk, at("09:00"))
    with django_assert_num_queries(0):
        for _ in range(100):
            queries.working_calendar(house.site.pk, at("09:00")).add(at("09:00"), HOUR)


def test_a_change_of_another_process_is_seen_after_the_lapse(house, office, settings, monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr(memory.time, "monotonic", lambda: moment[0])
    queries.working_calendar(house.site.pk, at("09:00"))
    CalendarVersion.objects.create(
        calendar=office, number=2, from_on=TODAY, pattern=SUMMER, set_at=at("08:30")
    )  # as another process would
    assert not queries.working_calendar(house.site.pk, at("09:00")).is_working(at("18:00"))
    moment[0] += 2.1
    assert queries.working_calendar(house.site.pk, at("09:00")).is_working(at("18:00"))


def test_looking_again_without_a_change_keeps_what_was_made(house, office, settings):
    settings.GUANJIA_CALENDAR_CHECK_SECONDS = 0
    one = queries.working_calendar(house.site.pk, at("09:00"))
    assert queries.working_calendar(house.site.pk, at("09:00")) is one


def test_the_hours_in_force_on_a_day_are_the_newest_that_hold(house, office):
    later = TODAY + timedelta(days=10)
    set_hours(house, office, from_on=later)
    assert queries.hours_in_force(office, TODAY).number == 1
    assert queries.hours_in_force(office, later).number == 2
    assert queries.hours_in_force(office, date(2020, 1, 1)).number == 1
