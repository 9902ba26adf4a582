"""The laws of working time, on random calendars, against a clock that looks at every minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guanjia.kernel.working_time import Duration, Pause, Unit
from guanjia.kernel.working_time.tests.worlds import DAYS, FIRST, LAST, World, durations, moments, worlds

SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
WORKING = (Unit.WORKING_MINUTES, Unit.WORKING_HOURS)
MIDDLE = date(2026, 3, 8)
EARLY = moments(FIRST + timedelta(days=2), MIDDLE)
SOME = settings(max_examples=40, deadline=None)
MANY = settings(max_examples=150, deadline=None)


@SOME
@given(worlds(zones=(SHANGHAI, NEW_YORK)), EARLY, st.integers(0, 4000))
def test_a_deadline_is_where_counting_every_minute_ends(world: World, start: datetime, minutes: int) -> None:
    expected = world.oracle.add(start, minutes)
    assume(expected is not None)
    assert world.calendar.add(start, Duration(Unit.WORKING_MINUTES, minutes)) == expected


@SOME
@given(worlds(zones=(SHANGHAI, NEW_YORK)), EARLY, moments(MIDDLE, LAST))
def test_working_time_between_two_moments_is_the_number_of_working_minutes(
    world: World, start: datetime, end: datetime
) -> None:
    assert world.calendar.between(start, end) == world.oracle.between(start, end) * 60
    assert world.calendar.between(end, start) == -world.calendar.between(start, end)


@SOME
@given(worlds(nights=False), EARLY, st.integers(1, 9))
def test_working_days_end_at_the_same_time_on_the_nth_working_day(
    world: World, start: datetime, days: int
) -> None:
    expected = world.oracle.days_after(start, days)
    assume(expected is not None)
    assert world.calendar.add(start, Duration(Unit.WORKING_DAYS, days)) == expected


@MANY
@given(worlds(zones=(SHANGHAI, NEW_YORK)), EARLY, durations(WORKING))
def test_subtracting_undoes_adding_working_time(world: World, start: datetime, duration: Duration) -> None:
    calendar = world.calendar
    assume(duration.amount)
    due = calendar.add(start, duration)
    assert calendar.subtract(due, duration) == calendar.next_working_moment(start)
    back = calendar.subtract(due, duration)
    assert calendar.add(back, duration) == due


@MANY
@given(worlds(), EARLY, st.integers(1, 9))
def test_subtracting_undoes_adding_working_days(world: World, start: datetime, days: int) -> None:
    calendar, duration = world.calendar, Duration(Unit.WORKING_DAYS, days)
    start = start if calendar.is_working(start) else calendar.next_working_moment(start)
    due = calendar.add(start, duration)
    back = calendar.subtract(due, duration)
    assert calendar.add(back, duration) == due
    local = start.astimezone(due.tzinfo)
    if (due.hour, due.minute) == (local.hour, local.minute):  # not drawn into shorter hours
        assert back == start


@MANY
@given(worlds(), EARLY, durations((Unit.MINUTES, Unit.HOURS, Unit.DAYS)))
def test_subtracting_undoes_adding_elapsed_time(world: World, start: datetime, duration: Duration) -> None:
    calendar = world.calendar
    assert calendar.add(start, duration) == start + timedelta(seconds=duration.seconds)
    assert calendar.subtract(calendar.add(start, duration), duration) == start


@MANY
@given(worlds(), EARLY, durations(), st.sampled_from(DAYS))
def test_a_holiday_only_delays(world: World, start: datetime, duration: Duration, on: date) -> None:
    assert world.with_holiday(on).calendar.add(start, duration) >= world.calendar.add(start, duration)


@MANY
@given(worlds(), EARLY, durations(), st.sampled_from(DAYS), st.data())
def test_a_make_up_day_only_advances(
    world: World, start: datetime, duration: Duration, works_for: date, data: st.DataObject
) -> None:
    already = {on for on, _ in world.makeup}
    days_off = [day for day in DAYS if not world.week[day.weekday()] and day not in already]
    assume(days_off)
    on = data.draw(st.sampled_from(days_off))
    assert world.with_makeup(on, works_for).calendar.add(start, duration) <= world.calendar.add(
        start, duration
    )


@MANY
@given(worlds(zones=(SHANGHAI, NEW_YORK)), EARLY, EARLY, durations())
def test_a_later_start_is_never_due_earlier(
    world: World, one: datetime, other: datetime, duration: Duration
) -> None:
    calendar = world.calendar
    earlier, later = sorted((one, other))
    assert calendar.add(earlier, duration) <= calendar.add(later, duration)


@MANY
@given(worlds(), EARLY, durations((*WORKING, Unit.WORKING_DAYS, Unit.HOURS)), st.integers(1, 5))
def test_a_longer_duration_is_never_due_earlier(
    world: World, start: datetime, duration: Duration, more: int
) -> None:
    longer = Duration(duration.unit, duration.amount + more)
    assert world.calendar.add(start, duration) <= world.calendar.add(start, longer)


@MANY
@given(worlds(), EARLY, durations())
def test_nothing_is_due_before_it_starts(world: World, start: datetime, duration: Duration) -> None:
    assert world.calendar.add(start, duration) >= start


@MANY
@given(worlds(), EARLY, durations((*WORKING, Unit.WORKING_DAYS)), EARLY, st.integers(0, 5000))
def test_a_pause_adds_exactly_its_working_time(
    world: World, start: datetime, duration: Duration, from_at: datetime, minutes: int
) -> None:
    calendar = world.calendar
    plain = calendar.add(start, duration)
    pause = Pause(from_at, from_at + timedelta(minutes=minutes))
    paused = calendar.deadline(start, duration, [pause]).due_at
    counted = (
        calendar.between(max(from_at, start), max(pause.until, start)) if max(from_at, start) < plain else 0
    )
    assert calendar.between(plain, paused) == counted
    if not counted:
        assert paused == plain


@MANY
@given(worlds(), EARLY, st.integers(0, 5000), EARLY, st.integers(0, 5000))
def test_a_pause_adds_exactly_its_length_to_elapsed_time(
    world: World, start: datetime, minutes: int, from_at: datetime, length: int
) -> None:
    due = start + timedelta(minutes=minutes)
    until = from_at + timedelta(minutes=length)
    added = max(until, start) - max(from_at, start) if max(from_at, start) < due else timedelta()
    found = world.calendar.deadline(start, Duration(Unit.MINUTES, minutes), [Pause(from_at, until)])
    assert found.due_at == due + added


@MANY
@given(worlds(), EARLY, durations(), st.lists(st.tuples(EARLY, st.integers(0, 3000)), max_size=4))
def test_the_order_and_overlap_of_pauses_do_not_matter(
    world: World, start: datetime, duration: Duration, drawn: list[tuple[datetime, int]]
) -> None:
    calendar = world.calendar
    pauses = [Pause(from_at, from_at + timedelta(minutes=minutes)) for from_at, minutes in drawn]
    once = calendar.deadline(start, duration, pauses)
    assert calendar.deadline(start, duration, [*reversed(pauses), *pauses]) == once
    assert once.due_at >= calendar.add(start, duration)


@MANY
@given(worlds(zones=(SHANGHAI, NEW_YORK)), st.lists(EARLY, max_size=20), durations())
def test_many_at_once_are_answered_like_one_by_one(
    world: World, starts: list[datetime], duration: Duration
) -> None:
    calendar = world.calendar
    assert calendar.add_many(starts, duration) == [calendar.add(start, duration) for start in starts]


@MANY
@given(
    worlds(zones=(SHANGHAI, NEW_YORK)),
    EARLY,
    durations(),
    st.lists(st.tuples(EARLY, st.integers(1, 3000)), max_size=3),
)
def test_an_explanation_tiles_the_time_and_its_counted_parts_add_up(
    world: World, start: datetime, duration: Duration, drawn: list[tuple[datetime, int]]
) -> None:
    calendar = world.calendar
    pauses = [Pause(from_at, from_at + timedelta(minutes=minutes), "waiting") for from_at, minutes in drawn]
    found = calendar.explain(start, duration, pauses)
    edges = [start, *(span.until for span in found.spans)]
    assert [span.from_at for span in found.spans] == edges[:-1]
    assert edges[-1] == found.deadline.due_at
    if duration.seconds:
        assert found.counted_seconds == duration.seconds
    elif duration.is_working:
        plain = calendar.add(start, duration)
        assert found.counted_seconds == calendar.between(start, plain)
    assert found.deadline == calendar.deadline(start, duration, pauses)


@MANY
@given(worlds(zones=(SHANGHAI, NEW_YORK)), EARLY, durations((*WORKING, Unit.WORKING_DAYS)))
def test_every_counted_part_of_an_explanation_is_work_and_no_other_is(
    world: World, start: datetime, duration: Duration
) -> None:
    calendar = world.calendar
    for span in calendar.explain(start, duration).spans:
        assert calendar.between(span.from_at, span.until) == (span.seconds if span.counted else 0)
        assert span.seconds > 0
