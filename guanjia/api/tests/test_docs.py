"""The examples of docs/api.md are run as they stand, against a real server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guanjia.api import secrets
from guanjia.api.problems import TITLES
from guanjia.apps.cases.terms import Channel, Kind
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.scope import company_scope
from tests.cast import wanxing

from .conftest import grant

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_examples_of_the_documentation_work_one_after_the_other(live_server, token_for):
    house = wanxing()
    with company_scope(house.company.pk):
        grant(house, "front_desk", *CAPABILITIES)
    token = token_for(house, "lin", "cases.*", "places.see")
    answers = run(live_server.url, token)
    sites, case, _listed, read, timeline, obligations, overdue, units, told, refused = answers
    assert sites[0]["code"] == "WX"
    assert (case["title"], case["state"]) == ("厨房水管漏水", "RECEIVED")
    assert read["ref"] == case["ref"]
    assert timeline["items"][0]["event"] == "cases.received"
    assert isinstance(obligations, list)
    assert overdue["items"] is not None
    assert units == []
    assert told["ref"] == case["ref"]
    assert (refused["status"], refused["code"]) == (422, "illegal_step")


def run(host, token):
    """What each curl of the page prints, as JSON."""
    lines = ["set -e", 'guanjia() { echo "$TOKEN"; }']
    for block in blocks("sh"):
        lines += [re.sub(r"^curl ", "echo ===; curl ", line) for line in block.splitlines()]
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        env={
            **os.environ,
            "HOST": host,
            "TOKEN": token,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    printed = [json.loads(part) for part in done.stdout.split("===\n")[1:]]
    return [printed[0], printed[1], None, *printed[2:]]


def test_the_check_of_a_signature_in_the_documentation_is_right():
    (code,) = blocks("python")
    names: dict[str, object] = {}
    exec(code, names)
    is_genuine = names["is_genuine"]
    secret, body, now = (
        secrets.signing_secret("salt"),
        b'{"event":"cases.received"}',
        int(time.time()),
    )
    header = secrets.signature(secret, now, body)
    assert is_genuine(secret, header, body)
    assert not is_genuine(secret, header, body + b" ")
    assert not is_genuine("gjs_other", header, body)
    assert not is_genuine(secret, secrets.signature(secret, now - 3600, body), body)


def test_the_documentation_names_every_status_kind_and_channel():
    for status in TITLES:
        assert str(status) in TEXT or status == 500
    for word in (*Kind, *Channel):
        assert word.value in TEXT
