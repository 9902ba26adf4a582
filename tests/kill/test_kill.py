"""Server and worker are killed with -9 in mid-work, again and again, while programs post cases.

At the end nothing that was acknowledged is lost, nothing is there twice, numbers have no gap, the journal is whole, every
alarm and every effect after commit happened exactly once. The dice are seeded: ``GUANJIA_KILL_SEED`` repeats a run.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.kill.client import Program
from tests.kill.stage import Stage, own_database

ROUNDS = int(os.environ.get("GUANJIA_KILL_ROUNDS", "5"))
SEED = int(os.environ.get("GUANJIA_KILL_SEED", "20260302"))
PROGRAMS = 3


@pytest.fixture
def ear() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A program that hears of every case: the delivery's key, and the number of the case."""
    heard: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append((told["id"], told["ref"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """An installation on the kind of database this run of the suite is about."""
    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    server = os.environ.get("GUANJIA_DATABASE_URL", "") if on_postgres else ""
    with own_database(server, f"guanjia_kill_{os.getpid()}") as url:
        found = Stage(tmp_path, url)
        try:
            yield found
        finally:
            found.close()


def rampage(stage: Stage, dice: random.Random) -> list[str]:
    """Kill and start again, so many rounds; answers what was killed, in order."""
    killed: list[str] = []
    for _round in range(ROUNDS):
        time.sleep(dice.uniform(0.3, 1.6))
        victim = dice.choice(["serve", "worker", "hand", "both"])
        killed.append(victim)
        if victim == "hand":
            stage.kill_hand()
            continue
        names = ["serve", "worker"] if victim == "both" else [victim]
        for name in names:
            stage.kill(name)
        for name in names:
            stage.start(name)
        if "serve" in names:
            stage.wait_until_it_answers()
    return killed


def settle(stage: Stage) -> None:
    """Bring to an end what still waits: leases of the dead expire, the rest is done."""
    stage.close()
    stage.run("tests.kill.hurry")


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(stage: Stage, ear: Any) -> None:
    url, heard = ear
    stage.run("guanjia.cli", "migrate")
    token = stage.run("tests.kill.seed", url).strip()
    stage.start("serve")
    stage.start("worker")
    stage.wait_until_it_answers()

    stop = threading.Event()
    programs = [Program(stage.port, token, SEED + number) for number in range(PROGRAMS)]
    threads = [threading.Thread(target=one.work, args=(stop,)) for one in programs]
    for one in threads:
        one.start()
    try:
        killed = rampage(stage, random.Random(SEED))
        time.sleep(1)
    finally:
        stop.set()
        for one in threads:
            one.join()
    settle(stage)

    story = f"seed {SEED}, killed {killed}\n{stage.log}"
    assert [trouble for one in programs for trouble in one.trouble] == [], story
    acknowledged = {key: ref for one in programs for key, ref in one.acknowledged.items()}
    urged = {ref: times for one in programs for ref, times in one.urged.items()}
    assert len(acknowledged) > ROUNDS, story
    check(json.loads(stage.run("tests.kill.audit")), acknowledged, urged, heard, story)
    assert "whole" in stage.run("guanjia.cli", "journal", "verify")


def check(
    found: dict[str, Any],
    acknowledged: dict[str, str],
    urged: dict[str, int],
    heard: list[tuple[str, str]],
    story: str,
) -> None:
    """What must be true of the database, and of what the other program has heard."""
    refs = sorted(found["cases"])
    assert {key: ref for ref, key in found["cases"].items()} == acknowledged, story
    assert len(found["cases"]) == len(acknowledged), story
    year = refs[0].split("-")[1]
    assert refs == [f"CS-{year}-{number:06d}" for number in range(1, len(refs) + 1)], story
    once_each = dict.fromkeys(refs, 1)
    assert found["cases.received"] == once_each, story
    assert found["kill.echoed"] == once_each, story
    assert found["cases.urged"] == urged, story

    assert {ref for ref in refs if any(key.startswith(f"{ref} ") for key in found["duties_per_case"])}, story
    assert set(found["duties_per_case"].values()) == {1}, story
    for nothing in (
        "unfired",
        "overdue_without_breach",
        "rung_twice",
        "reminded_too_often",
        "told_twice",
        "outbox",
    ):
        assert found[nothing] == [], (nothing, story)
    assert sorted(found["breached"]) == found["breaches_told"], story
    assert found["breached"], story

    assert found["deliveries"] == once_each, story
    assert found["undelivered"] == 0, story
    assert {ref for _key, ref in heard} == set(refs), story
    assert len({key for key, _ref in heard}) == len(refs), "a repeated delivery carries the key of the first"
