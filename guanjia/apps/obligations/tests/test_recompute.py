"""Holidays become known, hours change: running lengths of time are counted again, each change a fact."""

from datetime import date, datetime

import pytest

from guanjia.apps.calendars import services as calendars
from guanjia.apps.calendars.models import SiteCalendar
from guanjia.apps.calendars.queries import forget_kept_calendars
from guanjia.apps.calendars.rules import Notice
from guanjia.apps.cases import events as cases
from guanjia.apps.obligations import reactions
from guanjia.apps.obligations.tests.conftest import fact, facts, only
from guanjia.kernel.journal import event_of
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.working_time import YearDays
from tests.cast import SHANGHAI, at

pytestmark = pytest.mark.django_db

WEEK = """
[[duty]]
key = "week"
on = ["cases.received"]
deadline = "3 working days"
owner = "field:handler_id"
met_by = ["cases.resolved"]
re_due_by = [{ on = "cases.later_arrival_agreed", field = "until" }]
reminders = ["1 working days"]
[[duty.ladder]]
after = "0 minutes"
to = ["post:cs_supervisor"]
"""
HALF_DAYS = {"week": {day: ["08:00-10:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}


def in_2027(month, day, hour=9):
    """A moment in a year whose notice is not out."""
    return datetime(2027, month, day, hour, tzinfo=SHANGHAI)


def announce(name):
    """Let the latest event of a name reach obligations, as the outbox does."""
    entry = JournalEntry.objects.filter(event=name).latest("id")
    reaction = (
        reactions.on_year_published if name == "calendars.year_published" else reactions.on_hours_changed
    )
    reaction(event_of(entry), entry)


@pytest.fixture
def spring_festival(house):
    """The notice of 2027 comes out: the whole second week of February is free."""

    def publish():
        days = tuple((date(2027, 2, day), "春节") for day in range(4, 11))
        calendars.load_year(Notice("cn", YearDays(2027, days)), by=house.system, at=at("12:00"))
        forget_kept_calendars()
        announce("calendars.year_published")

    return publish


def test_a_year_s_notice_moves_what_hung_on_it(trial, received, spring_festival):
    trial(WEEK)
    received(in_2027(2, 3))
    row = only()
    assert row.is_provisional
    before = row.due_at
    spring_festival()
    row = only()
    assert (row.is_provisional, row.due_at) == (False, in_2027(2, 15))
    assert row.next_alarm_at == in_2027(2, 12)
    assert datetime.fromisoformat(fact("recomputed")["previous_at"]) == before
    assert fact("recomputed")["calendar"] == row.calendar


def test_a_breach_stays_where_it_was(trial, received, sweep, spring_festival):
    trial(WEEK)
    received(in_2027(2, 3))
    sweep(in_2027(2, 20))
    before = only().breached_at
    spring_festival()
    assert (only().breached_at, only().due_at) == (before, before)
    assert "recomputed" not in facts()


@pytest.fixture
def half_days(house):
    """The desk works only two hours a day from tomorrow on."""
    calendar = calendars.open_calendar(
        house.site.pk, by=house.system, at=at("00:00"), key="desk", hours="office-week"
    )
    forget_kept_calendars()

    def change():
        fresh = SiteCalendar.objects.get(pk=calendar.pk)
        calendars.set_hours(
            fresh, by=house.system, at=at("10:00"), pattern=HALF_DAYS, from_on=date(2026, 3, 3)
        )
        forget_kept_calendars()
        announce("calendars.hours_changed")

    return change


def test_new_hours_count_for_what_runs_but_not_for_what_was_promised(trial, received, happen, half_days):
    trial(WEEK)
    received("14:00", ref="CS-1")
    received("14:00", ref="CS-2")
    happen(cases.LaterArrivalAgreed, "15:00", ref="CS-2", until=at("20:00"), agreed_with="王")
    assert only(ref="CS-1").due_at == at("14:00", date(2026, 3, 5))
    half_days()
    row = only(ref="CS-1")
    assert (row.due_at, "@2" in row.calendar) == (at("10:00", date(2026, 3, 5)), True)
    assert only(ref="CS-2").due_at == at("20:00")
    assert [name for name in facts() if name == "recomputed"] == ["recomputed"]


def test_a_pause_is_counted_with(trial, received, half_days, house):
    from guanjia.apps.obligations.models import Pause

    trial(WEEK)
    received("09:00")
    row = only()
    Pause.objects.create(
        obligation=row,
        from_at=at("09:00"),
        until_at=at("10:00"),
        limit_at=at("10:00"),
        reason="等",
        by_name="钱芳",
    )
    half_days()
    assert only().due_at == at("10:00", date(2026, 3, 5))
    assert facts()[-1] == "recomputed"


def test_many_are_counted_in_batches(trial, received, half_days, monkeypatch):
    from guanjia.apps.obligations.services import recomputing

    monkeypatch.setattr(recomputing, "BATCH", 2)
    trial(WEEK)
    for number in range(5):
        received("14:00", ref=f"CS-{number}")
    half_days()
    assert facts().count("recomputed") == 5
