"""Who must read: asked at once, on joining, and no longer when it is over; one duty for each, or a message."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from guanjia.apps.manuals import queries, reactions, services, tasks
from guanjia.apps.manuals.models import Reading
from guanjia.apps.manuals.tests.conftest import DAY
from guanjia.apps.messaging.models import Notice
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.organisations import services as organisations
from guanjia.apps.organisations.events import Appointed
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import Refused
from tests.cast import at

TOMORROW = DAY + timedelta(days=1)


def events(name):
    return JournalEntry.objects.filter(event=f"manuals.{name}").order_by("id")


@contextmanager
def refused(code):
    """The block is refused for this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert code in {one.code for one in caught.value.refusals}


def test_everybody_at_the_site_is_asked_and_has_one_duty(house, library, held):
    assert Reading.objects.count() == len(house.people)
    duties = Obligation.objects.filter(duty="rl_read")
    assert duties.count() == len(house.people)
    mine = Reading.objects.get(staff=house.people["lin"])
    duty = duties.get(ref=mine.ref)
    assert (duty.owner_id, duty.due_at, duty.state) == (house.people["lin"].pk, mine.due_at, "OPEN")
    services.acknowledge(mine, by=house.actor("lin"), at=at("10:00"))
    services.acknowledge(mine, by=house.actor("lin"), at=at("10:01"))
    duty.refresh_from_db()
    assert duty.state == "KEPT"
    assert events("read_acknowledged").count() == 1
    assert queries.count_unread(house.actor("lin")) == 0


def test_nobody_acknowledges_for_another(house, held):
    mine = Reading.objects.get(staff=house.people["lin"])
    with refused("not_your_reading"):
        services.acknowledge(mine, by=house.actor("qian"), at=at("10:00"))


def test_only_the_posts_named_by_document_and_chapters_are_asked(house, document, begin, sign):
    services.describe(
        document,
        by=house.actor("qian"),
        at=at("08:05"),
        number="WX-KF-01",
        title="x",
        kind="RULE",
        posts=["steward"],
        site_ids=[house.site.pk],
    )
    document.refresh_from_db()
    sign(begin(posts={"ccc": ["front_desk"]}, of=document))
    asked = {one.staff.name for one in Reading.objects.select_related("staff")}
    assert asked == {"赵敏", "乔安", "林晓"}


def test_a_later_version_is_read_anew_and_the_former_no_longer(house, library, begin, sign, held):
    sign(begin("2026-2", moment="10:00"), "11:00")
    old = Reading.objects.filter(version=held)
    assert not old.filter(dropped_at=None).exists()
    assert set(Obligation.objects.filter(ref__in=old.values("ref")).values_list("state", flat=True)) == {
        "VOIDED"
    }
    assert Reading.objects.filter(version__label="2026-2", dropped_at=None).count() == len(house.people)
    with refused("reading_over"):
        services.acknowledge(old.get(staff=house.people["lin"]), by=house.actor("lin"), at=at("11:10"))


def newcomer(house, name="新人"):
    staff = organisations.hire(by=house.system, name=name)
    appointment = organisations.appoint(
        staff, house.posts["guard"], by=house.system, at=at("12:00"), from_on=DAY
    )
    entry = JournalEntry.objects.filter(event="organisations.appointed").latest("id")
    event = Appointed(site_id=house.site.pk, ref=entry.ref, staff_id=staff.pk, post="guard", from_on=DAY)
    return staff, appointment, event, entry


def test_who_joins_later_is_asked_too_and_who_leaves_no_longer(house, library, held):
    staff, appointment, event, entry = newcomer(house)
    for _again in range(2):
        reactions.on_staff_moved(event, entry)
    reading = Reading.objects.get(staff=staff)
    assert reading.due_at > at("12:00")
    assert Obligation.objects.get(ref=reading.ref).state == "OPEN"
    organisations.end_appointment(appointment, by=house.system, at=at("13:00"), until_on=TOMORROW)
    tasks.ask_newcomers(at("08:00", TOMORROW))
    reading.refresh_from_db()
    assert reading.dropped_at == at("08:00", TOMORROW)
    assert Obligation.objects.get(ref=reading.ref).state == "VOIDED"


def test_somebody_appointed_for_a_later_day_is_asked_on_that_day(house, held):
    staff = organisations.hire(by=house.system, name="明天来")
    organisations.appoint(staff, house.posts["guard"], by=house.system, at=at("12:00"), from_on=TOMORROW)
    tasks.ask_newcomers(at("18:00"))
    assert not Reading.objects.filter(staff=staff).exists()
    tasks.ask_newcomers(at("06:00", TOMORROW))
    assert Reading.objects.get(staff=staff).is_waiting


def test_a_site_without_the_duty_is_told_by_messages_once_more_when_time_is_over(house, held):
    told = Notice.objects.filter(staff=house.people["lin"])
    assert [one.kind for one in told] == ["manuals.asked"]
    late = Reading.objects.get(staff=house.people["lin"]).due_at + timedelta(minutes=1)
    for _again in range(2):
        services.remind_due(at=late)
    assert [one.kind for one in told.order_by("id")] == ["manuals.asked", "manuals.overdue"]
    mine = Reading.objects.get(staff=house.people["lin"])
    services.acknowledge(mine, by=house.actor("lin"), at=late)
    assert not told.filter(settled_at=None).exists()


def test_a_site_with_the_duty_gets_no_second_message(house, library, held):
    assert not Notice.objects.filter(kind__startswith="manuals.").exists()
    services.remind_due(at=at("09:00") + timedelta(days=60))
    assert not Notice.objects.filter(kind__startswith="manuals.").exists()
