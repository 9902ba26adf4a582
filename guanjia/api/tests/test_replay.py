"""``guanjia replay --url``: records sent to a Guanjia that runs elsewhere; and who may say what time it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from guanjia.api.terms import CALLED_AT
from guanjia.apps.cases import services
from guanjia.apps.cases.models import Case
from guanjia.cli import main
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope

RECORDS = """received_at,kind,channel,title,classification
2025-03-04 09:00:00,repair,phone,厨房水龙头漏水,home.water.leak
2025-03-05 09:00:00,riddle,phone,谜语,
"""


@pytest.mark.django_db(transaction=True)
def test_records_are_sent_to_a_guanjia_that_runs_elsewhere(house, live_server, token_for, tmp_path, capsys):
    file, token = tmp_path / "own.csv", token_for(house, "lin")
    file.write_text(RECORDS, encoding="utf-8")
    with company_scope(house.company.pk):
        services.load_classification(by=Actor.system(house.company.pk), at=datetime.now(UTC))
    for _ in range(2):
        code = main(
            ["replay", str(file), "--json", "--url", live_server.url, "--token", token, "--site", "WX"]
        )
        report = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert (code, report["registered"], report["errors"]) == (1, 1, 1), report["refused"]
        assert report["refused"][0]["line"] == 3
    with company_scope(house.company.pk):
        case = Case.objects.get()
        assert case.category == "home.water"
        assert case.received_at.year == 2025
        assert case.registered_at.year > 2025, "the clock there goes on"


@pytest.mark.django_db
def test_nobody_on_the_network_says_what_time_it_is(api, house):
    sent = {"kind": "repair", "channel": "phone", "title": "Water under the sink"}
    header = {CALLED_AT: "2001-01-01T00:00:00+00:00", "Guanjia-Called-At": "2001-01-01T00:00:00+00:00"}
    answer = api.post("/cases", sent, **header)
    assert datetime.fromisoformat(answer.json()["registered_at"]).date() == datetime.now(UTC).date()
