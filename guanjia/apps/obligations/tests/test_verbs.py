"""What people do with an obligation."""

from datetime import timedelta

import pytest

from guanjia.apps.cases import events as cases
from guanjia.apps.messaging import services as messaging
from guanjia.apps.messaging.events import Acknowledged as MessageAcknowledged
from guanjia.apps.messaging.models import Notice
from guanjia.apps.obligations import queries, reactions, services
from guanjia.apps.obligations.models import Pause
from guanjia.apps.obligations.terms import Can
from guanjia.apps.obligations.tests.conftest import WORD, fact, facts, only, told
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at

pytestmark = pytest.mark.django_db


def codes(excinfo):
    """Why it was refused."""
    return [refusal.code for refusal in excinfo.value.refusals]


@pytest.fixture
def may(house):
    """The actor of a login, with every capability over obligations."""
    from dataclasses import replace

    def actor(login):
        found = house.actor(login)
        return replace(
            found, grants={**found.grants, **{str(can): frozenset({house.site.pk}) for can in Can}}
        )

    return actor


@pytest.fixture
def overdue(trial, received, sweep):
    """A duty of 赵敏, overdue since 09:15, escalated to 钱芳."""
    trial(WORD)
    received()
    sweep("09:15")
    return only()


def test_acknowledging_stops_the_ladder(overdue, may, sweep):
    services.acknowledge(overdue, by=may("qian"), at=at("09:20"), note="我来跟进")
    row = only()
    assert (row.acknowledged_by, row.acknowledged_at, row.next_alarm_at) == ("钱芳", at("09:20"), None)
    assert sweep("12:00").worked == 0
    assert fact("acknowledged")["note"] == "我来跟进"


def test_an_acknowledgement_lasts_only_as_long_as_the_pack_says(trial, received, sweep, may):
    trial(WORD, head='quiet_hours = "22:00-07:30"\nacknowledgement_lasts = "4 hours"')
    received()
    sweep("09:15")
    services.acknowledge(only(), by=may("qian"), at=at("09:20"))
    assert only().next_alarm_at == at("13:20")
    sweep("13:20")
    assert told()[-2:] == [("周明", "escalated"), ("赵敏", "escalated")]


def test_a_rung_that_was_climbed_keeps_its_moment_when_the_ladder_rests(trial, received, sweep, may):
    trial(WORD, head='quiet_hours = "22:00-07:30"\nacknowledgement_lasts = "4 hours"')
    received()
    sweep("09:15")
    services.acknowledge(only(), by=may("qian"), at=at("09:20"))
    ladder = queries.explain(may("qian"), only().pk, at("09:30")).ladder
    assert [(rung.at, rung.climbed) for rung in ladder] == [(at("09:15"), True), (at("13:20"), False)]


def test_the_owner_cannot_silence_their_own_duty(overdue, may):
    with pytest.raises(Refused) as refused:
        services.acknowledge(overdue, by=may("zhao"), at=at("09:20"))
    assert codes(refused) == ["own_ladder"]


def test_what_is_not_overdue_cannot_be_acknowledged(trial, received, may):
    trial(WORD)
    received()
    with pytest.raises(Refused) as refused:
        services.acknowledge(only(), by=may("qian"), at=at("09:05"))
    assert codes(refused) == ["not_overdue"]


def test_acknowledging_the_message_acknowledges_the_escalation(overdue, may, house):
    notice = Notice.objects.get(staff=house.people["qian"])
    messaging.acknowledge(notice, by=may("qian"), at=at("09:20"))
    entry = JournalEntry.objects.get(event="messaging.acknowledged")
    post = house.posts["cs_supervisor"]
    post.capabilities = [*post.capabilities, *map(str, Can)]
    post.save(update_fields=["capabilities"])
    event = MessageAcknowledged(
        site_id=entry.site_id, ref=entry.ref, thread=entry.thread, notice_id=notice.pk, kind=notice.kind
    )
    reactions.on_message_acknowledged(event, entry)
    assert only().acknowledged_by == "钱芳"


def test_a_pause_adds_exactly_what_it_took(trial, received, may, happen):
    trial(WORD)
    received()
    services.pause(only(), by=may("qian"), at=at("09:05"), reason="业主外出", limit_at=at("11:00"))
    row = only()
    assert (row.state, row.next_alarm_at) == ("PAUSED", at("11:00"))
    services.resume(row, by=may("qian"), at=at("10:00"))
    row = only()
    assert (row.state, row.due_at, row.next_alarm_at) == ("OPEN", at("10:10"), at("10:05"))
    happen(cases.ProgressTold, "10:10", text="")
    assert only().state == "KEPT"
    pause = Pause.objects.get()
    assert (pause.from_at, pause.until_at, pause.by_name, pause.reason) == (
        at("09:05"),
        at("10:00"),
        "钱芳",
        "业主外出",
    )


def test_a_pause_ends_by_itself_at_its_limit(trial, received, may, sweep):
    trial(WORD)
    received()
    services.pause(only(), by=may("qian"), at=at("09:05"), reason="业主外出", limit_at=at("10:00"))
    assert sweep("09:59").worked == 0
    assert sweep("10:03").as_json() == {"worked": 1, "failed": 0, "resumed": 1}
    row = only()
    assert (row.state, row.due_at) == ("OPEN", at("10:10"))
    assert fact("resumed")["at_limit"] is True
    assert Pause.objects.get().until_at == at("10:00")


def test_what_is_done_during_a_pause_is_in_time(trial, received, may, happen):
    trial(WORD)
    received()
    services.pause(only(), by=may("qian"), at=at("09:05"), reason="业主外出", limit_at=at("15:00"))
    happen(cases.ProgressTold, "14:00", text="")
    assert (only().state, only().due_at) == ("KEPT", at("14:10"))
    assert facts() == ["opened", "paused", "resumed", "met"]


@pytest.mark.parametrize(
    ("moment", "values", "code"),
    [
        ("09:05", {"reason": " ", "limit_at": at("10:00")}, "reason_missing"),
        ("09:05", {"reason": "业主外出", "limit_at": at("09:00")}, "limit_past"),
        ("09:05", {"reason": "业主外出", "limit_at": at("09:00") + timedelta(days=60)}, "pause_too_long"),
        ("09:15", {"reason": "业主外出", "limit_at": at("10:00")}, "overdue"),
    ],
)
def test_a_pause_is_refused(trial, received, may, moment, values, code):
    trial(WORD)
    received()
    with pytest.raises(Refused) as refused:
        services.pause(only(), by=may("qian"), at=at(moment), **values)
    assert code in codes(refused)
    assert (only().state, Pause.objects.count()) == ("OPEN", 0)


def test_a_duty_can_be_given_to_somebody_else(trial, received, may, sweep, house):
    trial(WORD)
    received()
    services.reassign(only(), by=may("qian"), at=at("09:05"), owner_id=house.people["qiao"].pk, reason="请假")
    sweep("09:10")
    assert told() == [("乔安", "reminded")]
    with pytest.raises(Refused) as refused:
        services.reassign(only(), by=may("qian"), at=at("09:06"), owner_id=house.people["qiao"].pk)
    assert codes(refused) == ["same_owner"]


def test_excusing_in_time_and_after(trial, received, may):
    trial(WORD)
    received()
    services.excuse(only(), by=may("qian"), at=at("09:05"), reason="误报")
    assert (only().state, only().breached_at, only().reason) == ("EXCUSED", None, "误报")
    received(ref="CS-2")
    services.excuse(only(ref="CS-2"), by=may("qian"), at=at("09:30"), reason="停电")
    assert only(ref="CS-2").breached_at == at("09:15"), "excused, but it had been overdue"


def test_a_second_excuse_is_an_illegal_step(trial, received, may):
    trial(WORD)
    received()
    services.excuse(only(), by=may("qian"), at=at("09:05"), reason="误报")
    for verb in (
        lambda: services.excuse(only(), by=may("qian"), at=at("09:06"), reason="误报"),
        lambda: services.resume(only(), by=may("qian"), at=at("09:06")),
        lambda: services.reassign(only(), by=may("qian"), at=at("09:06"), owner_id=only().owner_id + 1),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert codes(refused) in (["illegal_step"], ["not_found"])


@pytest.mark.parametrize("verb", ["acknowledge", "pause", "resume", "reassign", "excuse"])
def test_every_verb_asks_for_its_capability(overdue, house, verb):
    values = {
        "pause": {"reason": "理由", "limit_at": at("12:00")},
        "reassign": {"owner_id": house.people["qiao"].pk},
        "excuse": {"reason": "理由"},
    }
    with pytest.raises(NotPermitted):
        getattr(services, verb)(overdue, by=house.actor("cai"), at=at("09:20"), **values.get(verb, {}))
    assert facts()[-1] == "escalated"


PAUSING = """
[[duty]]
key = "job"
on = ["workorders.assigned"]
subject = "ref"
deadline = "4 working hours"
owner = "field:assignee_id"
met_by = ["workorders.completed"]
pause_by = [{ on = "workorders.paused", field = "until" }]
resume_by = ["workorders.resumed"]
pause_limit = "2 days"
"""


def test_events_pause_and_resume_in_working_time(trial, happen, house):
    from guanjia.apps.workorders import events as work

    trial(PAUSING)
    sun = house.people["sun"].pk
    order = {"ref": "WO-1", "thread": "CS-1"}
    happen(work.Assigned, "09:00", assignee_id=sun, assignee="孙师傅", how="BY_HAND", **order)
    before = only().due_at
    happen(work.Paused, "10:00", assignee_id=sun, reason="PARTS", note="等配件", until=at("15:00"), **order)
    assert (only().state, only().next_alarm_at, Pause.objects.get().reason) == (
        "PAUSED",
        at("15:00"),
        "等配件",
    )
    happen(work.Resumed, "11:00", assignee_id=sun, **order)
    assert only().due_at > before
    from guanjia.apps.calendars.queries import working_calendar

    calendar = working_calendar(house.site.pk, at("12:00"))
    assert calendar.between(before, only().due_at) == calendar.between(at("10:00"), at("11:00"))
    happen(work.Completed, "11:30", assignee_id=sun, assignee="孙师傅", outcome="好了", **order)
    assert only().state == "KEPT"


def test_the_page_of_an_obligation_is_where_its_messages_point():
    from django.urls import reverse

    from guanjia.apps.obligations.terms import LINK

    assert reverse("obligations:why", args=[17]) == LINK % 17
