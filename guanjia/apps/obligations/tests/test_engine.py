"""From event to alarm to end: the engine on both databases."""

from datetime import date, timedelta

import pytest
from django.db import connection

from guanjia.apps.cases import events as cases
from guanjia.apps.messaging.models import Notice
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.terms import State
from guanjia.apps.obligations.tests.conftest import WORD, fact, facts, only, told
from tests.cast import at

pytestmark = pytest.mark.django_db

TOMORROW = date(2026, 3, 3)


def test_an_event_makes_the_duty_run(trial, received, house):
    adoption = trial(WORD)
    entry = received("09:02", received_at=at("09:00"))
    row = only()
    assert (row.state, row.due_at, row.start_at) == ("OPEN", at("09:15"), at("09:00"))
    assert (row.owner, row.adoption_id, row.opened_by) == (house.people["zhao"], adoption.pk, entry.pk)
    assert row.next_alarm_at == at("09:10")
    assert facts() == ["opened"]
    assert fact("opened")["due_at"] == "2026-03-02T09:15:00+08:00"


def test_an_event_no_duty_speaks_of_costs_no_query(trial, received, house, happen, django_assert_num_queries):
    trial(WORD)
    received()
    from guanjia.apps.rulebook import memory

    memory._changes.of_site.clear()
    happen(cases.Urged, "09:01", count=1, owner_id=1, handler_id=1)
    with django_assert_num_queries(3):  # savepoint, journal, release
        happen(cases.Urged, "09:02", count=2, owner_id=1, handler_id=1)


def test_meeting_in_time_keeps_it(trial, received, happen):
    trial(WORD)
    received()
    proof = happen(cases.ProgressTold, "09:14", text="在路上")
    row = only()
    assert (row.state, row.ended_at, row.ended_by) == ("KEPT", at("09:14"), proof.pk)
    assert row.next_alarm_at is None
    assert {**fact("met"), "title": None} == {
        "duty": "word",
        "title": None,
        "due_at": "2026-03-02T01:15:00+00:00",
        "late_by": 0,
        "proof": proof.pk,
        "early": False,
    }


def test_meeting_late_before_any_sweep_records_the_breach_too(trial, received, happen):
    trial(WORD)
    received()
    happen(cases.ProgressTold, "09:20", text="在路上")
    row = only()
    assert (row.state, row.breached_at) == ("LATE", at("09:15"))
    assert facts() == ["opened", "breached", "met"]
    assert fact("met")["late_by"] == 300


def test_a_deed_entered_late_counts_by_its_own_moment(trial, received, happen, sweep):
    trial(WORD)
    received()
    sweep("09:20")
    assert only().breached_at == at("09:15")
    happen(cases.ProgressTold, "09:12", text="已到，补录")
    row = only()
    assert row.state == "KEPT"
    assert row.breached_at == at("09:15"), "the alarm was a fact and stays one"


def test_voiding_in_time_leaves_nothing_behind(trial, received, happen):
    trial(WORD)
    received()
    happen(cases.Withdrawn, "09:05", reason="")
    assert only().state == "VOIDED"
    assert fact("voided")["missed"] is False


def test_voiding_after_the_time_stays_missed(trial, received, happen):
    trial(WORD)
    received()
    happen(cases.Withdrawn, "09:30", reason="")
    assert only().state == "MISSED"
    assert facts() == ["opened", "breached", "voided"]


def test_another_time_agreed_moves_the_due_time_and_begins_the_alarms_again(trial, received, happen, sweep):
    trial(WORD)
    received()
    sweep("09:10")
    happen(cases.LaterArrivalAgreed, "09:12", until=at("14:00"), agreed_with="王小明")
    row = only()
    assert (row.due_at, row.is_agreed, row.next_alarm_at) == (at("14:00"), True, at("13:55"))
    sweep("13:55")
    assert facts() == ["opened", "reminded", "re_dued", "reminded"]
    happen(cases.ProgressTold, "13:59", text="到了")
    assert only().state == "KEPT"


def test_agreeing_too_late_does_not_undo_the_breach(trial, received, happen):
    trial(WORD)
    received()
    happen(cases.LaterArrivalAgreed, "09:16", until=at("14:00"), agreed_with="王小明")
    happen(cases.ProgressTold, "13:00", text="到了")
    assert (only().state, only().breached_at) == ("LATE", at("09:15"))


def test_the_duty_follows_the_handler(trial, received, happen, house, sweep):
    trial(WORD)
    received()
    happen(cases.HandlerChanged, "09:05", handler_id=house.people["qiao"].pk)
    assert only().owner == house.people["qiao"]
    sweep("09:10")
    assert told() == [("乔安", "reminded")]
    assert fact("reassigned")["previous_id"] == house.people["zhao"].pk


def test_a_second_event_does_not_open_it_twice(trial, received):
    trial(WORD)
    received("09:00")
    received("09:05")
    assert Obligation.objects.count() == 1


def test_an_event_a_matter_begins_with_asks_for_nothing_that_runs(trial, received, django_assert_num_queries):
    from guanjia.apps.rulebook import memory

    trial(WORD, head='begins_with = ["cases.received"]')
    received(ref="CS-0")
    memory._changes.of_site.clear()
    received(ref="CS-1")
    apart = connection.vendor != "postgresql"  # there the tally is a statement of its own
    with django_assert_num_queries(
        5 + apart
    ):  # savepoint, journal, obligations with their tally, facts, release
        received(ref="CS-2")


def test_after_it_ended_the_event_opens_it_again(trial, received, happen):
    trial(WORD)
    received("09:00")
    happen(cases.ProgressTold, "09:05", text="")
    received("10:00")
    assert sorted(Obligation.objects.values_list("state", flat=True)) == ["KEPT", "OPEN"]


def test_the_whole_ladder(trial, received, sweep, house):
    trial(WORD)
    received()
    assert sweep("09:09").worked == 0
    assert sweep("09:10").as_json() == {"worked": 1, "failed": 0, "reminded": 1}
    assert sweep("09:14").worked == 0
    assert sweep("09:15").as_json() == {"worked": 1, "failed": 0, "breached": 1, "escalated": 1}
    assert sweep("09:44").worked == 0
    assert sweep("09:45").as_json() == {"worked": 1, "failed": 0, "escalated": 1}
    assert told() == [
        ("赵敏", "reminded"),
        ("赵敏", "overdue"),
        ("钱芳", "escalated"),
        ("周明", "escalated"),
        ("赵敏", "escalated"),
    ]
    row = only()
    assert (row.state, row.level, row.next_alarm_at, row.breached_at) == ("OPEN", 2, None, at("09:15"))
    assert sweep("23:00").worked == 0


def test_after_downtime_everything_is_recorded_as_late_and_the_reminder_as_missed(trial, received, sweep):
    trial(WORD)
    received()
    sweep("11:00")
    assert facts() == ["opened", "alarm_missed", "breached", "escalated", "escalated"]
    assert fact("breached")["late_by"] == 105 * 60
    assert fact("alarm_missed")["planned_at"] == "2026-03-02T09:10:00+08:00"
    assert ("赵敏", "reminded") not in told()


def test_an_obligation_entered_after_its_time_is_opened_and_its_breach_recorded_by_the_next_sweep(
    trial, received, sweep
):
    trial(WORD)
    received("11:00", received_at=at("09:00"))
    assert only().state == "OPEN"
    sweep("11:00")
    assert (only().breached_at, fact("breached")["late_by"]) == (at("09:15"), 105 * 60)


def test_at_night_the_breach_is_a_fact_and_the_people_sleep(trial, received, sweep):
    trial(WORD)
    received("23:00")
    sweep("23:10")
    assert facts() == ["opened"], "the reminder would be heard too late"
    sweep("23:15")
    assert (facts(), told()) == (["opened", "breached"], [])
    assert only().next_alarm_at == at("07:30", TOMORROW)
    sweep(at("07:30", TOMORROW))
    assert told() == [("赵敏", "overdue"), ("钱芳", "escalated")]
    assert only().next_alarm_at == at("08:00", TOMORROW), (
        "the second rung counts from when the first was heard"
    )


def test_safety_knows_no_night(trial, received, sweep):
    trial(WORD)
    received("23:00", urgency="safety")
    sweep("23:10")
    sweep("23:15")
    sweep("23:45")
    assert [kind for _name, kind in told()] == ["reminded", "overdue", "escalated", "escalated", "escalated"]
    assert set(Notice.objects.values_list("urgency", flat=True)) == {"SAFETY"}


def test_a_worker_that_wakes_at_night_does_not_wake_the_people(trial, received, sweep):
    trial(WORD)
    received("21:00")
    sweep("23:00")
    assert ("breached" in facts(), told()) == (True, [])
    sweep(at("07:30", TOMORROW))
    assert [kind for _name, kind in told()][:2] == ["overdue", "escalated"]


def test_a_stand_in_is_told_in_place_of_the_owner(trial, received, sweep, house):
    from guanjia.apps.organisations import services as organisations

    organisations.stand_in(
        house.posts["steward"],
        by=house.system,
        at=at("08:00"),
        absent=house.people["zhao"],
        substitute=house.people["qiao"],
        from_at=at("08:00"),
        until_at=at("18:00"),
        reason="病假",
    )
    trial(WORD)
    received()
    sweep("09:10")
    assert told() == [("乔安", "reminded")]


def test_an_empty_post_is_passed_over_up_the_line(trial, received, sweep, house):
    from guanjia.apps.organisations.models import Appointment, Shift

    Shift.objects.all().delete()
    Appointment.objects.filter(post__key="cs_supervisor").delete()
    trial(WORD)
    received()
    sweep("09:15")
    assert told()[-1] == ("周明", "escalated")
    assert fact("escalated")["posts"] == ["cs_manager"]


def test_of_a_post_those_on_duty_are_told(trial, received, sweep, house):
    """Two supervisors, one of them on duty."""
    from guanjia.apps.organisations import services as organisations

    extra = organisations.hire(by=house.system, name="夜主管")
    organisations.appoint(
        extra, house.posts["cs_supervisor"], by=house.system, at=at("00:00"), from_on=date(2026, 1, 1)
    )
    trial(WORD)
    received()
    sweep("09:15")
    assert [name for name, kind in told() if kind == "escalated"] == ["钱芳"]


def test_a_duty_without_an_owner_alarms_whoever_stands_above(trial, received, sweep, happen, house):
    trial(WORD)
    received(handler_id=0)
    row = only()
    assert (row.owner_id, row.owner_post, row.next_alarm_at) == (None, "", at("09:00"))
    sweep("09:00")
    assert told() == [("钱芳", "unassigned")]
    assert fact("unassigned")["post"] == "cs_supervisor"
    happen(cases.HandlerChanged, "09:01", handler_id=house.people["zhao"].pk)
    sweep("09:10")
    assert told()[-1] == ("赵敏", "reminded")


POST = """
[[duty]]
key = "post"
on = ["cases.received"]
deadline = "1 hours"
owner = "post:steward"
announce = true
met_by = ["cases.answered"]
[[duty.ladder]]
after = "0 minutes"
to = ["post:cs_supervisor"]
"""


def test_a_duty_of_a_post_is_announced_to_its_people_of_the_group(trial, received, sweep):
    trial(POST)
    received(group_code="B")
    assert only().group_code == "B"
    sweep("09:00")
    assert told() == [("乔安", "announced")]


def test_a_post_nobody_holds_is_an_alarm(trial, received, sweep):
    from guanjia.apps.organisations.models import Appointment, Shift

    Shift.objects.all().delete()
    Appointment.objects.filter(post__key="steward").delete()
    trial(POST)
    received()
    sweep("09:00")
    assert ("钱芳", "unassigned") in told()


CHAIN = """
[[duty]]
key = "daily"
on = ["cases.received"]
deadline = "by 18:00 next day"
renews = true
owner = "field:handler_id"
met_by = ["cases.progress_told"]
void_by = ["cases.resolved"]
[[duty.ladder]]
after = "0 minutes"
to = ["post:cs_supervisor"]
"""


def test_a_daily_duty_begins_anew_when_it_is_met(trial, received, happen):
    trial(CHAIN)
    received("09:00")
    happen(cases.ProgressTold, "10:00", text="今天的")
    assert Obligation.objects.count() == 1, "a second word on the same day changes nothing"
    happen(cases.ProgressTold, at("10:00", TOMORROW), text="明天的")
    rows = list(Obligation.objects.order_by("id"))
    assert [(row.state, row.due_at) for row in rows] == [
        ("KEPT", at("18:00", TOMORROW)),
        ("OPEN", at("18:00", date(2026, 3, 4))),
    ]
    happen(cases.Resolved, at("11:00", TOMORROW), handler_id=1)
    assert [row.state for row in Obligation.objects.order_by("id")] == ["KEPT", "VOIDED"]


def test_every_day_without_a_word_is_missed_even_those_nothing_ran(trial, received, sweep):
    trial(CHAIN)
    received("09:00")
    sweep(at("19:00", date(2026, 3, 5)))
    rows = list(Obligation.objects.order_by("id"))
    assert [(row.state, row.due_at.astimezone(at("09:00").tzinfo).day) for row in rows] == [
        ("MISSED", 3),
        ("MISSED", 4),
        ("MISSED", 5),
        ("OPEN", 6),
    ]
    assert facts().count("missed") == 3
    assert [name for name, kind in told() if kind == "missed"] == ["赵敏", "钱芳"] * 3


def test_a_missed_occurrence_asks_for_nothing_that_has_ended_and_its_word_goes_when_the_next_one_does(
    trial, received, happen, sweep
):
    trial(CHAIN)
    received("09:00")
    sweep(at("19:00", date(2026, 3, 3)))
    ended, running = Obligation.objects.order_by("id")
    assert _unsettled() == [("missed", running.number)] * 2
    assert ended.state == State.MISSED
    sweep(at("19:00", date(2026, 3, 4)))
    latest = Obligation.objects.latest("id")
    assert _unsettled() == [("missed", latest.number)] * 2
    happen(cases.ProgressTold, at("10:00", date(2026, 3, 5)), text="说了")
    assert _unsettled() == []


def _unsettled():
    rows = Notice.objects.filter(settled_at=None).exclude(kind="obligations.reminded").order_by("id")
    return [(one.kind.partition(".")[2], one.about) for one in rows]


def test_a_rulebook_adopted_later_leaves_running_duties_alone(trial, received, happen, house, tmp_path):
    from guanjia.apps.obligations.tests.conftest import write_pack
    from guanjia.apps.rulebook import services as rulebook
    from guanjia.apps.rulebook.loading import load_pack

    trial(WORD)
    received("09:00")
    changed = WORD.replace("15 minutes", "60 minutes").replace("cases.progress_told", "cases.answered")
    pack, source = load_pack(write_pack(tmp_path, changed))
    version = rulebook.store_version(pack, source, at=at("09:05"))
    rulebook.adopt(house.site.pk, by=house.system, at=at("09:05"), pack="trial", version=version)
    received("09:10", ref="CS-2")
    assert only(ref="CS-1").due_at == at("09:15")
    assert only(ref="CS-2").due_at == at("10:10")
    happen(cases.ProgressTold, "09:12", text="")
    happen(cases.ProgressTold, "09:12", text="", ref="CS-2")
    assert (only(ref="CS-1").state, only(ref="CS-2").state) == ("KEPT", "OPEN")


def test_a_site_s_own_figure_counts_from_its_day_on(trial, received, house):
    from guanjia.apps.rulebook import services as rulebook

    trial(WORD)
    rulebook.set_figure(
        house.site.pk,
        by=house.system,
        at=at("08:00"),
        pack="trial",
        duty="word",
        name="deadline",
        figure="20 minutes",
        reason="人手不足",
        from_at=at("10:00"),
    )
    received("09:00")
    received("10:00", ref="CS-2")
    assert (only(ref="CS-1").due_at, only(ref="CS-2").due_at) == (at("09:15"), at("10:20"))


def test_a_message_of_what_is_done_no_longer_counts_as_unread(trial, received, sweep, happen, house):
    from guanjia.apps.messaging import queries as messaging

    trial(WORD)
    received()
    sweep("09:10")
    zhao = house.actor("zhao")
    assert messaging.count_unread(zhao) == 1
    happen(cases.ProgressTold, "09:12", text="")
    assert messaging.count_unread(zhao) == 0


def test_states_are_the_lifecycle_s():
    from guanjia.apps.obligations.lifecycle import OBLIGATION

    assert {state.value for state in OBLIGATION.states} == {state.value for state in State}
    assert timedelta(0) == timedelta()
