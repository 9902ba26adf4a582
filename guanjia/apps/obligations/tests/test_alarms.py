"""When an obligation rings: pure, without a database."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanjia.apps.calendars.queries import national_calendar
from guanjia.apps.messaging.terms import QuietHours
from guanjia.apps.obligations.rules.alarms import (
    Ladder,
    Surroundings,
    next_alarm,
    past_reminders,
    plan,
)
from guanjia.apps.obligations.rules.firing import fire
from guanjia.apps.obligations.terms import Alarm
from guanjia.apps.rulebook.terms import Bilingual, Duty, Level, Target, TargetKind
from guanjia.kernel.working_time import Duration
from tests.cast import at

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = national_calendar()
AWAKE = Surroundings(CALENDAR, SHANGHAI)
AT_NIGHT = Surroundings(CALENDAR, SHANGHAI, QuietHours(time(22), time(7, 30)))
BOSS = (Target(TargetKind.POST, "cs_supervisor"),)


def duty(*, reminders=(), ladder=(), **more):
    """A duty with these reminders and rungs."""
    return Duty(
        key="d",
        pack="p",
        clause="1",
        title=Bilingual("事", "thing"),
        on=(),
        reminders=tuple(Duration.parse(words) for words in reminders),
        ladder=tuple(Level(Duration.parse(words), BOSS) for words in ladder),
        **more,
    )


def kinds(alarms):
    """Kind and clock time of each alarm."""
    return [(alarm.kind.name, f"{alarm.at.astimezone(SHANGHAI):%d %H:%M}") for alarm in alarms]


def test_the_plan_in_full():
    alarms = plan(
        duty(reminders=["5 minutes", "1 hours"], ladder=["0 minutes", "30 minutes"], announce=True),
        since=at("09:00"),
        due_at=at("11:00"),
        where=AT_NIGHT,
    )
    assert kinds(alarms) == [
        ("NOBODY", "02 09:00"),
        ("ANNOUNCE", "02 09:00"),
        ("REMINDER", "02 10:00"),
        ("REMINDER", "02 10:55"),
        ("DUE", "02 11:00"),
        ("TOLD", "02 11:00"),
        ("RUNG", "02 11:00"),
        ("RUNG", "02 11:30"),
    ]


def test_a_working_time_reminder_is_counted_back_over_the_weekend():
    monday_nine = at("09:00") + timedelta(days=7)
    alarms = plan(duty(reminders=["2 working hours"]), since=at("09:00"), due_at=monday_nine, where=AT_NIGHT)
    reminder = next(alarm for alarm in alarms if alarm.kind is Alarm.REMINDER)
    assert CALENDAR.between(reminder.at, monday_nine) == 7200
    assert reminder.at.astimezone(SHANGHAI).weekday() == 4


def test_a_reminder_in_quiet_hours_comes_after_them_when_there_is_still_time():
    tomorrow_nine = at("09:00") + timedelta(days=1)
    alarms = plan(duty(reminders=["3 hours"]), since=at("09:00"), due_at=tomorrow_nine, where=AT_NIGHT)
    assert ("REMINDER", "03 07:30") in kinds(alarms)


def test_a_reminder_in_quiet_hours_comes_before_them_when_it_would_be_too_late_after():
    tomorrow_six = at("06:00") + timedelta(days=1)
    alarms = plan(duty(reminders=["3 hours"]), since=at("09:00"), due_at=tomorrow_six, where=AT_NIGHT)
    assert ("REMINDER", "02 22:00") in kinds(alarms)


def test_a_reminder_that_could_be_heard_at_no_time_is_left_out():
    alarms = plan(
        duty(reminders=["3 hours"]), since=at("22:30"), due_at=at("06:00") + timedelta(days=1), where=AT_NIGHT
    )
    assert "REMINDER" not in [kind for kind, _at in kinds(alarms)]


def test_the_ladder_s_time_stands_still_while_nobody_hears():
    alarms = plan(
        duty(ladder=["0 minutes", "2 hours"]), since=at("09:00"), due_at=at("21:00"), where=AT_NIGHT
    )
    assert kinds(alarms)[-2:] == [("RUNG", "02 21:00"), ("RUNG", "03 08:30")]


def test_a_long_ladder_steps_over_every_night():
    alarms = plan(duty(ladder=["29 hours"]), since=at("09:00"), due_at=at("10:00"), where=AT_NIGHT)
    assert kinds(alarms)[-1] == ("RUNG", "04 10:00"), "14.5 hours a day can be heard"


def test_safety_rings_whenever_it_is():
    alarms = plan(
        duty(reminders=["5 minutes"], ladder=["30 minutes"]),
        since=at("22:30"),
        due_at=at("23:00"),
        where=AT_NIGHT,
        is_safety=True,
    )
    assert kinds(alarms)[1:] == [
        ("REMINDER", "02 22:55"),
        ("DUE", "02 23:00"),
        ("TOLD", "02 23:00"),
        ("RUNG", "02 23:30"),
    ]


def test_an_acknowledgement_stops_the_ladder_for_good_or_for_a_time():
    given_duty = duty(ladder=["0 minutes", "1 hours"])
    for_good = plan(
        given_duty, since=at("09:00"), due_at=at("10:00"), where=AT_NIGHT, ladder=Ladder(acknowledged=True)
    )
    assert not [alarm for alarm in for_good if alarm.kind is Alarm.RUNG]
    for_a_day = plan(
        given_duty,
        since=at("09:00"),
        due_at=at("10:00"),
        where=AT_NIGHT,
        ladder=Ladder(acknowledged=True, until=at("10:10") + timedelta(days=1)),
    )
    assert kinds(for_a_day)[-2:] == [("RUNG", "03 10:10"), ("RUNG", "03 10:10")]


LENGTHS = [
    "1 minutes",
    "20 minutes",
    "3 hours",
    "1 working hours",
    "6 working hours",
    "2 working days",
    "9 days",
]
durations = st.sampled_from(LENGTHS)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 1)).map(
    lambda naive: naive.replace(microsecond=0, tzinfo=SHANGHAI)
)


@st.composite
def plans(draw):
    """Any duty at any time, with quiet hours or without."""
    start = draw(moments)
    due = start + draw(st.timedeltas(timedelta(minutes=1), timedelta(days=20)))
    reminders = draw(st.lists(durations, max_size=3))
    ladder = sorted(
        draw(st.lists(st.sampled_from(LENGTHS[:3]), max_size=4)),
        key=lambda words: Duration.parse(words).seconds,
    )
    hours = draw(st.none() | st.sampled_from([(22, 7), (0, 6), (12, 14)]))
    where = replace(AWAKE, quiet=QuietHours(time(hours[0]), time(hours[1])) if hours else None)
    is_safety = draw(st.booleans())
    found = plan(
        duty(reminders=reminders, ladder=ladder), since=start, due_at=due, where=where, is_safety=is_safety
    )
    return start, due, where, is_safety, found


PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(plans())
def test_alarms_come_in_the_order_of_their_ranks_and_reminders_before_the_due_time(drawn):
    start, due, _where, _safety, alarms = drawn
    ranks = [alarm.rank for alarm in alarms]
    assert ranks == sorted(set(ranks))
    times = [alarm.at for alarm in alarms]
    assert times == sorted(times)
    assert all(start < alarm.at < due for alarm in alarms if alarm.kind is Alarm.REMINDER)
    assert [alarm.at for alarm in alarms if alarm.kind is Alarm.DUE] == [due]


@PATIENT
@given(plans())
def test_nobody_is_disturbed_in_quiet_hours_unless_it_is_about_safety(drawn):
    _start, _due, where, is_safety, alarms = drawn
    if where.quiet is None or is_safety:
        return
    for alarm in alarms:
        if alarm.kind in (Alarm.TOLD, Alarm.RUNG):
            assert not where.quiet.holds(alarm.at, where.zone)
        if alarm.kind is Alarm.REMINDER and where.quiet.holds(alarm.at, where.zone):
            assert where.quiet.begins_by(alarm.at, where.zone) == alarm.at, (
                "at the latest as the quiet begins"
            )


@PATIENT
@given(plans(), st.lists(st.timedeltas(timedelta(0), timedelta(days=30)), max_size=6), st.booleans())
def test_however_often_and_late_the_sweep_comes_each_alarm_is_worked_once(drawn, steps, to_the_end):
    """Walk through time in any steps: every alarm is done or missed exactly once, and the work never stands still."""
    start, _due, where, is_safety, alarms = drawn
    now, reached, seen = start, -1, []
    quiet = where.for_safety() if is_safety else where
    visits = [start + sum(steps[:index], timedelta(0)) for index in range(len(steps) + 1)]
    if to_the_end:
        visits.append(max(alarms[-1].at, visits[-1]) + timedelta(days=2))
    for now in visits:
        heard = quiet.heard_at(now)
        firing = fire(alarms, reached, now, heard if heard > now else None)
        done = [
            *firing.missed,
            *filter(None, (firing.announcement, firing.reminder, firing.due, firing.told)),
            *firing.rungs,
        ]
        seen += [alarm.rank for alarm in done]
        assert firing.reached >= reached
        assert firing.next_at is None or firing.next_at > now, "or the sweep would turn on the spot"
        reached = firing.reached
    assert len(seen) == len(set(seen))
    last_heard = quiet.heard_at(now) == now
    if to_the_end and last_heard:
        assert sorted(seen) == [alarm.rank for alarm in alarms if alarm.kind is not Alarm.NOBODY]


def test_of_several_reminders_overdue_only_the_latest_is_sent():
    alarms = plan(duty(reminders=["3 hours", "1 hours"]), since=at("08:00"), due_at=at("12:00"), where=AWAKE)
    firing = fire(alarms, 0, at("11:30"))
    assert (len(firing.missed), firing.reminder.at) == (1, at("11:00"))
    assert firing.next_at == at("12:00")


def test_a_plan_made_anew_does_not_look_back():
    alarms = plan(duty(reminders=["3 hours", "1 hours"]), since=at("08:00"), due_at=at("12:00"), where=AWAKE)
    reached = past_reminders(alarms, at("09:30"))
    assert next_alarm(alarms, reached) == at("11:00")


@pytest.mark.parametrize("words", ["22:00", "22:00-22:00", "25:00-07:00", "x-y"])
def test_quiet_hours_that_are_none_are_refused(words):
    with pytest.raises(ValueError):
        QuietHours.parse(words)
