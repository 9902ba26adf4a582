"""Webhooks against a real server on this machine: signed, retried each for itself, never twice, never inwards."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import transaction

from guanjia.api import outgoing, rules, secrets, sending, services, tasks
from guanjia.api.events import Pinged
from guanjia.api.models import Delivery, WebhookEndpoint
from guanjia.api.reactions import deliver, note
from guanjia.api.terms import Can, DeliveryState
from guanjia.apps.messaging.models import Notice
from guanjia.kernel import outbox, reactions
from guanjia.kernel.events import EVENTS, Event, event
from guanjia.kernel.journal import record, timeline
from guanjia.kernel.models import OutboxMessage
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope

from .conftest import grant

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
LATER = datetime(2126, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class LampBroke(Event):
    """A published event of the tests."""

    lamp: str = "Halle 3"


@dataclass
class Ear:
    """The other program: what it heard, and what it answers."""

    url: str
    heard: list[tuple[dict[str, str], bytes]]
    answers: list[int]
    pause: float = 0.0


@pytest.fixture
def ear() -> Iterator[Ear]:
    found = Ear("", [], [])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.heard.append((dict(self.headers), body))
            time.sleep(found.pause)
            self.send_response(found.answers.pop(0) if found.answers else 204)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/hook?x=1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def desk(house, settings):
    """Webhooks to this machine allowed, and wired as the house wires them."""
    from guanjia.config import wiring

    settings.GUANJIA_WEBHOOKS_PRIVATE = True
    event("cases.test_lamp_broke", label="Lamp broke")(LampBroke)
    talk = reactions.later(deliver, outside=True, lease=timedelta(minutes=5))
    reactions.wire({Pinged: [talk]}, [reactions.now(note)])
    with company_scope(house.company.pk):
        yield house
    EVENTS.pop("cases.test_lamp_broke")
    wiring.connect()


def listen(desk, url, *events, name="accounts", by=None):
    return services.make_endpoint(
        by=by or desk.system, at=NOW, site_id=desk.site.pk, name=name, url=url, events=events
    )


def happen(desk, ref="CS-1", site=True):
    with transaction.atomic():
        return record(LampBroke(site_id=desk.site.pk if site else None, ref=ref), by=desk.system, at=NOW)


def work(at=None):
    """What a worker does: drain; deliveries read the clock themselves."""
    return outbox.drain(at=at or datetime.now(UTC) + timedelta(seconds=2))


def let_time_pass():
    """Everything that waits is due now."""
    OutboxMessage.objects.update(next_try_at=NOW)
    Delivery.objects.update(next_try_at=NOW)
    WebhookEndpoint.objects.update(quiet_until=None)


def test_a_fact_arrives_signed_and_says_what_the_journal_says(desk, ear):
    _endpoint, secret = listen(desk, ear.url)
    entry = happen(desk)
    assert ear.heard == [], "nothing is sent inside the transaction of the fact"
    work()
    ((headers, body),) = ear.heard
    stamp, _comma, signed = headers["Guanjia-Signature"].partition(",")
    moment = stamp.removeprefix("t=")
    expected = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert signed == f"v1={expected}"
    assert abs(int(moment) - time.time()) < 60
    told = json.loads(body)
    assert told["data"] == {"lamp": "Halle 3"}
    assert (told["event"], told["ref"], told["site"], told["sequence"]) == (
        "cases.test_lamp_broke",
        "CS-1",
        "WX",
        entry.pk,
    )
    delivery = Delivery.objects.get()
    assert told["id"] == headers["Guanjia-Delivery"] == str(delivery.key)
    assert (delivery.state, delivery.status, delivery.attempts) == (DeliveryState.DELIVERED, 204, 1)
    assert not OutboxMessage.objects.exists()


def test_a_fact_that_is_undone_is_told_to_nobody(desk, ear):
    listen(desk, ear.url)
    with transaction.atomic():
        happen(desk)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_only_what_was_asked_for_is_told_and_only_of_the_own_site(desk, ear):
    listen(desk, ear.url, "cases.test_lamp_broke")
    with transaction.atomic():
        record(Pinged(site_id=desk.site.pk, ref="x", endpoint_id=0), by=desk.system, at=NOW)
    happen(desk, site=False)
    assert not Delivery.objects.exists()
    happen(desk)
    assert Delivery.objects.count() == 1


def test_one_failing_endpoint_does_not_repeat_the_other(desk, ear):
    deaf, _secret = listen(desk, "http://127.0.0.1:9/", name="deaf")
    listen(desk, ear.url)
    happen(desk)
    for _turn in range(4):
        work()
        let_time_pass()
    assert len(ear.heard) == 1
    waiting = Delivery.objects.get(endpoint=deaf)
    assert (waiting.state, waiting.attempts, waiting.status) == (DeliveryState.WAITING, 4, None)
    assert "refused" in waiting.error.lower()


def test_a_delivery_is_tried_again_with_growing_pauses_under_the_same_key(desk, ear):
    endpoint, _secret = listen(desk, ear.url)
    ear.answers[:] = [500, 302]
    happen(desk)
    work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status) == (DeliveryState.WAITING, 500)
    assert delivery.next_try_at - delivery.tried_at == outbox.backoff(1)
    assert work() == 0, "not before its time"
    let_time_pass()
    work()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.next_try_at - delivery.tried_at) == (302, outbox.backoff(2))
    let_time_pass()
    work()
    assert len(ear.heard) == 3, "a redirect is an answer, it is not followed"
    assert {headers["Guanjia-Delivery"] for headers, _body in ear.heard} == {str(delivery.key)}
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.quiet_until) == (0, None)


def test_an_endpoint_that_just_failed_is_left_alone_for_a_while(desk, ear):
    listen(desk, ear.url)
    ear.answers[:] = [500]
    happen(desk, "CS-1")
    work()
    happen(desk, "CS-2")
    work()
    assert len(ear.heard) == 1
    let_time_pass()
    work()
    work()
    assert {json.loads(body)["ref"] for _headers, body in ear.heard} == {"CS-1", "CS-2"}


def test_after_too_many_failures_it_is_switched_off_with_a_notice(desk, ear, monkeypatch):
    monkeypatch.setattr(rules, "MOST_FAILURES", 3)
    endpoint, _secret = listen(desk, ear.url, by=desk.actor("lin"))
    ear.answers[:] = [500] * 9
    happen(desk, "CS-1")
    happen(desk, "CS-2")
    for _turn in range(6):
        work()
        let_time_pass()
    endpoint.refresh_from_db()
    assert not endpoint.active
    assert len(ear.heard) == 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DROPPED}
    gave_up = timeline(f"webhook:{endpoint.pk}").get(event="api.webhook_gave_up")
    assert gave_up.data["failures"] == 3
    notice = Notice.objects.get()
    assert (notice.staff_id, notice.kind, notice.params["name"]) == (
        desk.people["lin"].pk,
        "api.webhook_gave_up",
        "accounts",
    )
    happen(desk, "CS-3")
    assert Delivery.objects.count() == 2


def test_a_delivery_that_fails_ten_times_is_failed_for_good_and_can_be_sent_again(desk, ear):
    listen(desk, ear.url)
    ear.answers[:] = [500] * outbox.MOST_ATTEMPTS
    happen(desk)
    for _turn in range(outbox.MOST_ATTEMPTS + 2):
        work()
        let_time_pass()
    delivery = Delivery.objects.get()
    assert (delivery.state, len(ear.heard)) == (DeliveryState.FAILED, outbox.MOST_ATTEMPTS)
    services.resend(delivery, by=desk.system, at=NOW)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, len(ear.heard)) == (DeliveryState.DELIVERED, outbox.MOST_ATTEMPTS + 1)


def test_nothing_is_sent_again_to_one_that_is_off(desk, ear):
    endpoint, _secret = listen(desk, ear.url)
    happen(desk)
    services.switch_endpoint(endpoint, by=desk.system, at=NOW, on=False)
    work()
    assert ear.heard == []
    with pytest.raises(Refused) as caught:
        services.resend(Delivery.objects.get(), by=desk.system, at=NOW)
    assert caught.value.code == "webhook_off"
    services.switch_endpoint(endpoint, by=desk.system, at=NOW, on=True)
    services.resend(Delivery.objects.get(), by=desk.system, at=NOW)
    work()
    assert len(ear.heard) == 1


def test_a_test_reaches_its_endpoint_alone_even_when_it_hears_of_nothing_else(desk, ear):
    endpoint, _secret = listen(desk, ear.url, "cases.test_lamp_broke")
    listen(desk, "http://127.0.0.1:9/", name="another")
    services.ping(endpoint, by=desk.system, at=NOW)
    work()
    ((headers, _body),) = ear.heard
    assert headers["Guanjia-Event"] == "api.pinged"
    assert not OutboxMessage.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_fact_once(desk, ear):
    listen(desk, ear.url)
    ear.pause = 0.05
    for number in range(12):
        happen(desk, f"CS-{number}")
    moment = datetime.now(UTC) + timedelta(seconds=2)

    def drain() -> None:
        from django.db import connection

        outbox.drain(at=moment)
        connection.close()

    workers = [threading.Thread(target=drain) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(json.loads(body)["ref"] for _headers, body in ear.heard) == sorted(
        f"CS-{n}" for n in range(12)
    )


def test_a_worker_killed_while_sending_loses_nothing(desk, ear, monkeypatch):
    listen(desk, ear.url)
    happen(desk)

    def die(*_args: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(sending, "post", die)
    with pytest.raises(SystemExit):
        work()
    monkeypatch.undo()
    let_time_pass()
    work()
    assert len(ear.heard) == 1


def test_an_answer_that_trickles_is_cut_off(desk, monkeypatch):
    monkeypatch.setattr(sending, "_ALL_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def trickle() -> None:
            peer, _address = server.accept()
            with peer:
                try:
                    for sign in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200:
                        peer.send(bytes([sign]))
                        time.sleep(0.05)
                except OSError:
                    pass

        thread = threading.Thread(target=trickle)
        thread.start()
        begun = time.monotonic()
        answer = sending.post(f"http://127.0.0.1:{port}/", b"{}", {})
        assert not answer.good
        assert time.monotonic() - begun < 2
        thread.join()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "169.254.169.254", "[::1]", "0.0.0.0", "[::ffff:10.0.0.1]",
     "[64:ff9b::a00:1]", "[fe80::1]", "100.64.0.1", "224.0.0.1", "0x7f000001", "2130706433"],
)  # fmt: skip
def test_nothing_is_sent_to_our_own_network(host):
    answer = sending.post(f"http://{host}:9/", b"{}", {})
    assert not answer.good
    assert "AddressRefused" in answer.trouble


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    both = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: both)
    with pytest.raises(sending.AddressRefused):
        sending.public_address("sly.example", 443)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: both[:1])
    assert sending.public_address("good.example", 443) == "93.184.216.34"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.com", "bad_url"),
        ("http://example.com", "bad_url"),
        ("https://", "bad_url"),
        ("https://[", "bad_url"),
        ("https://example.com:99999/", "bad_url"),
        ("https://例子.cn/", "bad_url"),
        ("https://a:b@example.com/", "url_with_password"),
        ("https://example.com/\nHost: x", "bad_url"),
    ],
)
def test_an_address_that_is_none_is_refused(desk, settings, url, code):
    settings.GUANJIA_WEBHOOKS_PRIVATE = False
    with pytest.raises(Refused) as caught:
        listen(desk, url)
    assert caught.value.code == code


def test_unknown_events_are_refused_and_strangers_kept_out(desk, other, ear):
    with pytest.raises(Refused) as caught:
        listen(desk, ear.url, "cases.nothing")
    assert caught.value.code == "unknown_event"
    endpoint, _secret = listen(desk, ear.url)
    grant(desk, "guard", "places.see")
    bao = desk.actor("bao")
    for verb in (services.ping, services.renew_secret):
        with pytest.raises(NotPermitted):
            verb(endpoint, by=bao, at=NOW)
    with company_scope(other.company.pk), pytest.raises(NotFound):
        services.ping(endpoint, by=other.actor("dov"), at=NOW)
    assert Can.MANAGE_WEBHOOKS in desk.actor("lin").grants


def test_a_new_secret_voids_the_old_one(desk, ear):
    endpoint, old = listen(desk, ear.url)
    endpoint, new = services.renew_secret(endpoint, by=desk.system, at=NOW)
    assert new != old
    assert new == secrets.signing_secret(WebhookEndpoint.objects.get().salt)
    assert old not in str(WebhookEndpoint.objects.values().get())


def test_a_site_without_webhooks_is_not_asked_about_again_and_again(desk, django_assert_num_queries):
    entry = happen(desk)
    with django_assert_num_queries(0):
        outgoing.note(LampBroke(site_id=desk.site.pk, ref="x"), entry)


def test_old_deliveries_are_forgotten_those_that_wait_are_not(desk, ear):
    listen(desk, ear.url)
    happen(desk, "CS-1")
    happen(desk, "CS-2")
    work()
    Delivery.objects.filter(entry__ref="CS-2").update(state=DeliveryState.WAITING)
    tasks.tidy(LATER)
    assert Delivery.objects.get().entry.ref == "CS-2"
