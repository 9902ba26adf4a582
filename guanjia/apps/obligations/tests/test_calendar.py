"""Duties that come round: planned ahead, reported, proved by a sheet or an entry, missed, looked back for after downtime."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from guanjia.apps.inspections.events import Completed
from guanjia.apps.messaging.models import Notice
from guanjia.apps.obligations import services
from guanjia.apps.obligations.models import Obligation, Plan
from guanjia.apps.obligations.services import plan_ahead, report
from guanjia.apps.obligations.terms import State
from guanjia.apps.obligations.tests.conftest import fact, facts, only, told, when
from guanjia.apps.organisations.models import Post, Shift
from guanjia.apps.places import services as places
from guanjia.apps.registers.events import Entered
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel.refusals import Refused
from tests.cast import at

DAILY = """
[[duty]]
key = "look"
every = "day by 09:00"
owner = "post:cs_supervisor"
evidence = "word"
reminders = ["30 minutes"]
[[duty.ladder]]
after = "1 hours"
to = ["post:cs_manager"]
"""


@pytest.fixture
def plan():
    """One run of the planner."""
    return lambda moment: plan_ahead(at=when(moment))


def done(obligation, house, moment, login="zhao", **more):
    return report(
        obligation, by=house.actor(login, when(moment)), at=when(moment), **{"note": "done", **more}
    )


def test_a_turn_is_planned_ahead_once_and_told_of_when_it_is_late(house, trial, plan, sweep):
    trial(DAILY)
    assert plan("00:00").as_json() == {"turns": 2, "obligations": 2}
    assert plan("00:10").as_json() == {"turns": 0, "obligations": 0}
    today = only(occurrence="2026-03-02")
    assert (today.due_at, today.closes_at) == (at("09:00"), at("00:00") + timedelta(days=1))
    assert (today.owner_post, today.ref, today.thread) == (
        "cs_supervisor",
        f"site:{house.site.pk}",
        today.ref,
    )
    sweep("08:30")
    sweep("09:00")
    sweep("10:00")
    assert [kind for _who, kind in told()] == ["reminded", "overdue", "escalated"]
    assert only(pk=today.pk).state == State.OPEN
    sweep(at("00:00") + timedelta(days=1))
    missed = only(pk=today.pk)
    assert (missed.state, missed.ended_at, missed.breached_at) == (State.MISSED, today.closes_at, at("09:00"))
    assert facts(today.number)[-1] == "missed"


def test_a_report_in_time_keeps_it_and_one_after_it_is_late(house, trial, plan, sweep):
    trial(DAILY)
    plan("00:00")
    owner = supervisor(house)
    kept = done(only(occurrence="2026-03-02"), house, "08:45", owner)
    assert only(pk=kept.pk).state == State.KEPT
    assert facts(kept.number)[-2:] == ["reported", "met"]
    tomorrow = only(occurrence="2026-03-03")
    done(tomorrow, house, at("09:30") + timedelta(days=1), owner)
    assert only(pk=tomorrow.pk).state == State.LATE
    assert fact("met")["late_by"] == 1800


def supervisor(house):
    return next(login for login in house.people if "cs_supervisor" in house.actor(login, at("08:00")).posts)


def test_a_report_is_refused_before_its_turn_without_a_word_and_from_others(house, trial, plan):
    trial(DAILY)
    plan("00:00")
    owner, row = supervisor(house), only(occurrence="2026-03-03")
    with pytest.raises(Refused) as early:
        done(row, house, "08:00", owner, note=" ")
    assert {one.code for one in early.value.refusals} == {"not_begun", "note_missing"}
    stranger = next(
        login
        for login in house.people
        if not house.actor(login, at("08:00")).posts & {"cs_supervisor"}
        and not house.actor(login, at("08:00")).can("obligations.reassign", house.site.pk)
    )
    with pytest.raises(Refused) as others:
        done(only(occurrence="2026-03-02"), house, "08:00", stranger)
    assert others.value.code == "not_the_owner"
    assert Obligation.objects.filter(state=State.OPEN).count() == 2


def test_a_photo_is_asked_for_where_the_rulebook_wants_one(house, trial, plan):
    trial(DAILY.replace('"word"', '"photo"'))
    plan("00:00")
    with pytest.raises(Refused) as refused:
        done(only(occurrence="2026-03-02"), house, "08:00", supervisor(house))
    assert refused.value.code == "photo_missing"


def test_what_a_form_proves_is_not_reported(house, trial, plan):
    trial(SHEET)
    plan("00:00")
    with pytest.raises(Refused) as refused:
        done(only(occurrence="2026-03-02/1"), house, "08:00", supervisor(house))
    assert refused.value.code == "proved_otherwise"


SHEET = """
[[duty]]
key = "look"
every = "2 a day"
owner = "post:cs_supervisor"
evidence = "sheet:room"

[[checklist]]
key = "room"
clause = "1"
title = { zh = "房间", en = "Room" }
about = "site"
[[checklist.item]]
key = "floor"
text = { zh = "地面", en = "Floor" }
"""


def sheet(house, about=""):
    return {
        "pack": "trial",
        "checklist": "room",
        "title": {"zh": "", "en": ""},
        "about": about or f"site:{house.site.pk}",
        "score": 100,
        "passed": True,
    }


def test_a_sheet_proves_one_turn_the_earliest(house, trial, plan, happen):
    trial(SHEET)
    plan("00:00")
    happen(Completed, "10:00", ref="IS-1", **sheet(house))
    states = dict(Obligation.objects.filter(start_at=at("00:00")).values_list("occurrence", "state"))
    assert states == {"2026-03-02/1": "KEPT", "2026-03-02/2": "OPEN"}
    happen(Completed, "11:00", ref="IS-2", **{**sheet(house), "checklist": "other"})
    happen(Completed, "12:00", ref="IS-3", **sheet(house))
    assert not Obligation.objects.filter(start_at=at("00:00"), state="OPEN").exists()
    assert Obligation.objects.filter(occurrence__startswith="2026-03-03", state="OPEN").count() == 2


def test_a_sheet_about_a_group_proves_the_turn_of_that_group(house, trial, plan, happen):
    for code in "ABC":
        places.add_group(house.site, by=house.system, at=at("00:00"), code=code, name=code)
    trial(SHEET.replace('every = "2 a day"', 'every = "day"\neach = "group"'))
    report = plan("00:00")
    groups = list(Obligation.objects.filter(occurrence="2026-03-02").values_list("ref", flat=True))
    assert report.obligations == 2 * len(groups) > 2
    happen(Completed, "10:00", ref="IS-1", **sheet(house, about=groups[0]))
    assert list(Obligation.objects.filter(state="KEPT").values_list("ref", flat=True)) == groups[:1]


def test_an_entry_proves_the_turn_of_whoever_makes_it(house, trial, plan, happen):
    trial("""
[[duty]]
key = "diary"
every = "day"
each = "holder"
owner = "post:steward"
evidence = "entry:diary"

[[register]]
key = "diary"
clause = "1"
title = { zh = "日记", en = "Diary" }
[[register.field]]
key = "what"
label = { zh = "事", en = "What" }
""")
    plan("00:00")
    rows = list(Obligation.objects.filter(occurrence="2026-03-02"))
    assert len(rows) > 1
    login = next(login for login, one in house.people.items() if one.pk == rows[0].owner_id)
    by = house.actor(login, at("10:00"))
    values = {"pack": "trial", "register": "diary", "title": {"zh": "", "en": ""}}
    happen(Entered, "10:00", ref="RG-1", by=by, **values)
    assert [one.owner_id for one in Obligation.objects.filter(state="KEPT")] == [by.id]


def test_a_duty_nobody_holds_is_an_alarm(house, trial, plan, sweep):
    trial(DAILY.replace("post:cs_supervisor", "post:property_gm"))
    Post.objects.filter(key="property_gm").update(key="vacant_post")
    plan("00:00")
    sweep("08:00")
    assert "unassigned" in facts()


def test_after_downtime_the_missed_turns_are_recorded(house, trial, plan, sweep):
    trial(DAILY)
    plan("00:00")
    later = at("13:00") + timedelta(days=5)
    assert plan(later).obligations == 6
    sweep(later)
    assert Obligation.objects.filter(state=State.MISSED).count() == 5
    late = only(occurrence="2026-03-06")
    assert facts(late.number) == ["breached", "missed"]
    assert {one.occurrence for one in Obligation.objects.filter(pk__in=called())} == {"2026-03-07"}
    assert only(occurrence="2026-03-07").breached_at is not None
    assert only(occurrence="2026-03-08").state == State.OPEN


def called():
    """The obligations somebody was told of."""
    numbers = Notice.objects.values_list("about", flat=True)
    return {int(number.removeprefix("OB-")) for number in numbers}


def test_a_site_that_begins_later_is_asked_for_nothing_before(house, trial, plan):
    trial(DAILY)
    services.begin_planning(house.site.pk, at=at("08:00") + timedelta(days=3))
    plan(at("09:00") + timedelta(days=3))
    assert sorted(Obligation.objects.values_list("occurrence", flat=True)) == ["2026-03-05", "2026-03-06"]


def test_a_round_is_due_again_after_each_time_and_a_missed_one_starts_the_next(house, trial, plan, sweep):
    trial("""
[[duty]]
key = "round"
every = "gap 30-40 minutes within 22:00-00:00"
owner = "post:cs_supervisor"
evidence = "word"
""")
    plan("12:00")
    first, owner = only(occurrence="2026-03-02T22:00"), supervisor(house)
    done(first, house, "22:10", owner)
    second = only(state=State.OPEN, closes_at=first.closes_at)
    assert second.due_at == at("22:50")
    done(second, house, "22:30", owner)
    assert fact("met")["early"] is True
    sweep("23:10")
    assert Obligation.objects.filter(state=State.MISSED).count() == 1
    fourth = only(state=State.OPEN, closes_at=first.closes_at)
    assert fourth.due_at == at("23:50")
    done(fourth, house, "23:45", owner)
    assert not Obligation.objects.filter(state=State.OPEN, closes_at=first.closes_at).exists()


def test_each_turn_of_duty_is_one_for_whoever_is_on_it(house, trial, plan):
    trial("""
[[duty]]
key = "log"
every = "shift"
owner = "post:cs_supervisor"
evidence = "word"
""")
    post = Post.objects.get(key="cs_supervisor", site=house.site)
    holder = house.people[supervisor(house)]
    Shift.objects.all().delete()
    Shift.objects.create(
        company_id=house.company.pk, site=house.site, post=post, staff=holder, from_at=at("08:00"), until_at=at("17:00")
    )  # fmt: skip
    plan("08:10")
    plan("08:20")
    row = only()
    assert (row.owner_id, row.start_at, row.due_at) == (holder.pk, at("08:00"), at("17:00"))


def test_a_duty_given_up_is_planned_no_more(house, trial, plan):
    trial(DAILY)
    plan("00:00")
    rulebook.give_up(house.site.pk, by=house.system, at=at("01:00"), pack="trial", reason="no longer ours")
    plan(at("12:00") + timedelta(days=2))
    assert not Plan.objects.exists()
    assert Obligation.objects.count() == 2


def test_a_turn_is_never_there_twice(house, trial, plan):
    trial(DAILY)
    plan("00:00")
    row = only(occurrence="2026-03-02")
    done(row, house, "08:00", supervisor(house))
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_hours_that_change_leave_a_planned_turn_alone(house, trial, plan):
    trial(DAILY)
    plan("00:00")
    assert services.recompute_site(house.site.pk, company_id=house.company.pk, at=at("01:00")) == 0


def test_a_rhythm_that_changes_is_planned_anew_from_its_moment(house, trial, plan):
    trial(DAILY.replace("day by 09:00", "year by 12-10"))
    plan("00:00")
    rulebook.set_figure(
        house.site.pk,
        by=house.system,
        at=at("10:00"),
        pack="trial",
        duty="look",
        name="every",
        figure="day by 09:00",
        reason="every day now",
        from_at=at("00:00") + timedelta(days=1),
    )
    plan("10:00")
    assert sorted(Obligation.objects.values_list("occurrence", flat=True)) == ["2026", "2026-03-03"]
    assert Plan.objects.get().next_at == at("00:00") + timedelta(days=2)


def test_a_decision_that_changes_no_rhythm_plans_nothing_twice(house, trial, plan):
    adoption = trial(DAILY)
    plan("00:00")
    rulebook.adopt(
        house.site.pk, by=house.system, at=at("08:00"), pack="trial", version=adoption.version, reason="again"
    )
    assert plan("08:00").obligations == 0
