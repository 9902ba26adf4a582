"""Messages to staff: in the product at once, in each reader's words, and out of the house when it may."""

import base64
import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanjia.apps.messaging import queries, rules, sending, services, tasks
from guanjia.apps.messaging.models import Address, Delivery, Notice, Robot
from guanjia.apps.messaging.terms import MESSAGES, Channel, Draft, MessageKind, QuietHours, Urgency
from guanjia.kernel import clock, outbox
from guanjia.kernel.models import JournalEntry, OutboxMessage
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour

KIND = MessageKind("trial.late", "Late: %(title)s", "%(title)s was due at %(due)s.")
QUIET = QuietHours.parse("22:00-07:30")
SHANGHAI = ZoneInfo("Asia/Shanghai")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """A kind of message for the tests."""
    monkeypatch.setitem(MESSAGES, KIND.key, KIND)


def draft(house, login, **more):
    """A message to somebody about OB-1."""
    values = {
        "company_id": house.company.pk,
        "site_id": house.site.pk,
        "staff_id": house.people[login].pk,
        "kind": KIND,
        "params": {"title": {"zh": "到场", "en": "Be there"}, "due": {"moment": at("09:15").isoformat()}},
        "about": "OB-1",
        "thread": "CS-1",
        "link": "/obligations/1/",
    }
    return Draft(**{**values, **more})


def drain():
    """What the worker does with the outbox."""
    return outbox.drain(at=clock.now() + timedelta(hours=2))


def test_many_messages_are_one_insert(house, django_assert_num_queries):
    with django_assert_num_queries(3):  # the insert; are there addresses; are there robots
        services.notify_many([draft(house, login) for login in ("zhao", "qian", "zhou")], at=at("09:15"))
    assert Notice.objects.count() == 3
    assert OutboxMessage.objects.count() == 0, "nobody wants them outside"


def test_each_reader_gets_their_own_words(house):
    services.notify_many([draft(house, "zhao")], at=at("09:15"))
    notices = list(queries.list_notices(house.actor("zhao")))
    (chinese,) = queries.in_words(notices, "zh-hans")
    (english,) = queries.in_words(notices, "en")
    assert (chinese.title, english.title) == ("Late: 到场", "Late: Be there")
    assert english.body == "Be there was due at 03-02 09:15."


def test_a_kind_the_product_has_forgotten_shows_its_key():
    assert rules.worded("gone.away", {}, "en", SHANGHAI) == ("gone.away", "")


def test_the_bell_counts_what_is_neither_read_nor_settled(house):
    notices = services.notify_many([draft(house, "zhao"), draft(house, "zhao", about="OB-2")], at=at("09:15"))
    zhao = house.actor("zhao")
    assert queries.count_unread(zhao) == 2
    services.read([notices[0].pk], by=zhao, at=at("09:16"))
    assert queries.count_unread(zhao) == 1
    assert services.settle(["OB-2"], company_id=house.company.pk, at=at("09:17")) == 1
    assert queries.count_unread(zhao) == 0


def test_nobody_reads_or_acknowledges_for_others(house):
    (notice,) = services.notify_many([draft(house, "zhao")], at=at("09:15"))
    qian = house.actor("qian")
    assert services.read([notice.pk], by=qian, at=at("09:16")) == 0
    with pytest.raises(NotFound):
        queries.get_notice(qian, notice.pk)
    with pytest.raises(Refused) as refused:
        services.acknowledge(notice, by=qian, at=at("09:16"))
    assert refused.value.code == "not_yours"


def test_acknowledging_is_a_fact_about_the_thing_and_happens_once(house):
    (notice,) = services.notify_many([draft(house, "zhao")], at=at("09:15"))
    services.acknowledge(notice, by=house.actor("zhao"), at=at("09:16"))
    fact = JournalEntry.objects.get(event="messaging.acknowledged")
    assert (fact.ref, fact.thread, fact.data["kind"]) == ("OB-1", "CS-1", "trial.late")
    with pytest.raises(Refused) as refused:
        services.acknowledge(notice, by=house.actor("zhao"), at=at("09:17"))
    assert refused.value.code == "acknowledged_already"


# --- Out of the house ---------------------------------------------------------------------------------------------------


def test_a_letter_goes_out_after_commit_in_the_receiver_s_language(house):
    account = house.people["zhao"].account
    account.language = "en"
    account.save(update_fields=["language"])
    services.set_address(
        house.people["zhao"].pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.EMAIL,
        address="zhao@example.com",
    )
    services.notify_many([draft(house, "zhao"), draft(house, "qian")], at=at("09:15"))
    assert mail.outbox == []
    drain()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["zhao@example.com"], "Late: Be there")
    assert Delivery.objects.get().sent_at is not None
    drain()
    assert len(mail.outbox) == 1


def test_a_dead_mail_server_loses_nothing(house, monkeypatch):
    services.set_address(
        house.people["zhao"].pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.EMAIL,
        address="zhao@example.com",
    )
    services.notify_many([draft(house, "zhao")], at=at("09:15"))
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _refuse)
    drain()
    assert Delivery.objects.get().sent_at is None
    assert "mail server" in Delivery.objects.get().last_error
    monkeypatch.undo()
    assert outbox.drain(at=clock.now() + timedelta(hours=4)) == 1
    assert Delivery.objects.get().sent_at is not None


def _refuse(*_args, **_more):
    raise ConnectionRefusedError("nobody listens")


def test_a_robot_tells_its_group_once_and_signs(house, robots):
    services.add_robot(
        house.site.pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.DINGTALK,
        name="值班群",
        token="token-of-the-group",
        secret="SEC-secret",
    )
    drafts = [draft(house, login, urgency=Urgency.URGENT) for login in ("zhao", "qian", "zhou")]
    services.notify_many(drafts, at=at("09:15"))
    drain()
    ((query, body),) = robots.letters
    assert query["access_token"] == "token-of-the-group"
    signed = hmac.new(b"SEC-secret", f"{query['timestamp']}\nSEC-secret".encode(), hashlib.sha256).digest()
    assert query["sign"] == base64.b64encode(signed).decode()
    assert body["text"]["content"].startswith("Late: 到场\n")


def test_a_robot_hears_only_what_is_loud_enough(house, robots):
    services.add_robot(
        house.site.pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.WECOM,
        name="群",
        token="token-of-wecom",
    )
    services.notify_many([draft(house, "zhao")], at=at("09:15"))
    drain()
    assert robots.letters == []
    services.notify_many([draft(house, "zhao", urgency=Urgency.SAFETY)], at=at("23:15"))
    drain()
    ((query, _body),) = robots.letters
    assert query == {"key": "token-of-wecom"}


@pytest.mark.parametrize(("answer", "status"), [({"errcode": 310000}, 200), ({"errcode": 0}, 500), ([], 200)])
def test_a_robot_s_server_that_refuses_is_asked_again_and_its_token_is_not_logged(
    house, robots, answer, status, caplog
):
    services.add_robot(
        house.site.pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.WECOM,
        name="群",
        token="token-of-wecom",
    )
    robots.answer, robots.status = answer, status
    services.notify_many([draft(house, "zhao", urgency=Urgency.URGENT)], at=at("09:15"))
    drain()
    found = Delivery.objects.get()
    assert (found.sent_at, found.attempts) == (None, 1)
    assert "token-of-wecom" not in found.last_error + caplog.text
    robots.answer, robots.status = {"errcode": 0}, 200
    outbox.drain(at=clock.now() + timedelta(hours=4))
    assert Delivery.objects.get().sent_at is not None


def test_what_went_is_not_sent_again_when_its_neighbour_failed(house, robots):
    services.set_address(
        house.people["zhao"].pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.EMAIL,
        address="zhao@example.com",
    )
    services.add_robot(
        house.site.pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.WECOM,
        name="群",
        token="token-of-wecom",
    )
    robots.answer = {"errcode": 93000}
    services.notify_many([draft(house, "zhao", urgency=Urgency.URGENT)], at=at("09:15"))
    drain()
    robots.answer = {"errcode": 0}
    outbox.drain(at=clock.now() + timedelta(hours=4))
    assert len(mail.outbox) == 1
    assert len(robots.letters) == 2


def test_two_workers_do_not_send_one_letter_twice(house):
    services.set_address(
        house.people["zhao"].pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.EMAIL,
        address="zhao@example.com",
    )
    services.notify_many([draft(house, "zhao")], at=at("09:15"))
    delivery = Delivery.objects.get()
    assert sending._claim(delivery)
    assert not sending._claim(delivery), "the other worker holds what was read before"


TOMORROW = date(2026, 3, 3)


def test_quiet_hours_hold_a_letter_back_until_they_are_over(house):
    services.set_address(
        house.people["zhao"].pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.EMAIL,
        address="zhao@example.com",
    )
    services.notify_many([draft(house, "zhao")], at=at("23:00"))
    assert Delivery.objects.get().send_after == at("07:30", TOMORROW)
    sending.send_all([Delivery.objects.get().pk], at=at("23:01"))
    assert mail.outbox == []
    assert tasks.send_waiting(at("07:29", TOMORROW)) == 0
    assert tasks.send_waiting(at("07:33", TOMORROW)) == 1
    assert len(mail.outbox) == 1


def test_the_sender_s_own_quiet_hours_win(house):
    services.set_address(
        house.people["zhao"].pk,
        by=house.system,
        at=at("08:00"),
        channel=Channel.EMAIL,
        address="zhao@example.com",
    )
    services.notify_many([draft(house, "zhao", not_before=at("12:00"))], at=at("09:00"))
    assert Delivery.objects.get().send_after == at("12:00")


def test_addresses_and_robots_are_checked_and_set_by_those_who_may(house):
    zhao = house.people["zhao"].pk
    values = {"by": house.system, "at": at("08:00")}
    with pytest.raises(Refused) as refused:
        services.set_address(zhao, **values, channel=Channel.EMAIL, address="not an address")
    assert refused.value.code == "bad_address"
    with pytest.raises(Refused) as refused:
        services.add_robot(
            house.site.pk, **values, channel=Channel.EMAIL, name="x", token="https://x?access_token=1"
        )
    assert [one.code for one in refused.value.refusals] == ["not_a_robot", "bad_token"]
    with pytest.raises(NotPermitted):
        services.set_address(
            zhao, by=house.actor("cai"), at=at("08:00"), channel=Channel.EMAIL, address="a@b.cn"
        )
    services.set_address(zhao, **values, channel=Channel.EMAIL, address="a@b.cn")
    services.set_address(zhao, **values, channel=Channel.EMAIL, address="")
    assert not Address.objects.exists()
    robot = services.add_robot(
        house.site.pk, **values, channel=Channel.WECOM, name="群", token="token-of-wecom"
    )
    services.remove_robot(robot, **values)
    assert not Robot.objects.exists()
    assert "token-of-wecom" not in str(list(JournalEntry.objects.values_list("data", flat=True)))


def test_another_company_s_site_is_the_same_as_none(house):
    other = harbour()
    with pytest.raises(NotFound):
        services.add_robot(
            other.site.pk,
            by=house.system,
            at=at("08:00"),
            channel=Channel.WECOM,
            name="群",
            token="token-of-wecom",
        )
    services.notify_many([draft(house, "zhao")], at=at("09:15"))
    with company_scope(other.company.pk):
        assert not queries.list_notices(other.actor("dov"))


# --- Quiet hours, pure ------------------------------------------------------------------------------------------------


clocks = st.times(timezones=st.none()).map(lambda found: found.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)


PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(clocks, clocks, moments)
def test_quiet_hours_hold_from_their_beginning_to_their_end_every_day(start, end, moment):
    if start == end:
        return
    quiet = QuietHours(start, end)
    heard = quiet.heard_at(moment, SHANGHAI)
    assert not quiet.holds(heard, SHANGHAI)
    assert moment <= heard <= moment + timedelta(days=1)
    if quiet.holds(moment, SHANGHAI):
        began = quiet.begins_by(moment, SHANGHAI)
        assert began <= moment < quiet.ends_after(moment, SHANGHAI)
        assert quiet.holds(began, SHANGHAI)
    assert quiet.begins_after(moment, SHANGHAI) > moment


def test_safety_goes_out_at_once():
    night = at("23:00")
    assert rules.goes_out_at(night, None, Urgency.SAFETY, QUIET, SHANGHAI) == night
    assert rules.goes_out_at(night, None, Urgency.URGENT, QUIET, SHANGHAI) == at("07:30", TOMORROW)


def test_what_is_due_at_midnight_is_due_at_the_end_of_the_day_before():
    def said(moment):
        params = {"title": {"zh": "到场", "en": "Be there"}, "due": {"until": moment.isoformat()}}
        return rules.worded(KIND.key, params, "zh-hans", SHANGHAI)[1]

    assert "03-02 24:00" in said(at("00:00") + timedelta(days=1))
    assert "03-02 09:15" in said(at("09:15"))
