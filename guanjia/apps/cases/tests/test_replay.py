"""``guanjia replay``: real records at their own times, with the clockwork running in between."""

import gzip
import json

import pytest

from guanjia.api.models import Token
from guanjia.apps.cases.models import Case
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.organisations.models import Company
from guanjia.cli import main
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.scope import across_companies
from tests.cast import at

pytestmark = pytest.mark.django_db

OWN = """received_at,kind,channel,title,caller_phone,place,urgency,classification
2025-03-04 09:00:00,repair,phone,厨房水龙头漏水,13800138000,A1-1-0302,,home.water.leak
2025-03-03 08:30,complaint,portal,楼上噪音,,,,
2025-03-03T10:00:00+08:00,inquiry,api,物业费怎么交,,,,
2025-03-05 09:00,riddle,phone,谜语,,,,
not a moment,repair,phone,坏了,,,,
2099-01-01 09:00,repair,phone,未来,,,,
"""


def replay(capsys, *words):
    code = main(["replay", *map(str, words), "--json"])
    said = capsys.readouterr()
    assert said.out, said.err
    return code, json.loads(said.out.splitlines()[-1])


def test_records_are_registered_at_their_own_times_in_order(tmp_path, capsys):
    file = tmp_path / "own.csv"
    file.write_text(OWN, encoding="utf-8")
    code, report = replay(capsys, file)
    assert (code, report["records"], report["registered"], report["errors"]) == (1, 6, 3, 3)
    assert [one["line"] for one in report["refused"]] == [6, 5, 7]
    assert (report["with_owner"], report["with_handler"], report["with_clocks"]) == (3, 3, 3)
    assert report["breaches"] > 0
    with across_companies(reason="looking"):
        cases = list(Case.objects.order_by("id"))
        assert [(case.ref, case.title) for case in cases] == [
            ("CS-2025-000001", "楼上噪音"),
            ("CS-2025-000002", "物业费怎么交"),
            ("CS-2025-000003", "厨房水龙头漏水"),
        ]
        assert (
            cases[0].received_at == cases[0].registered_at == at("08:30").replace(year=2025, month=3, day=3)
        )
        assert (cases[2].urgency, cases[2].where) == ("urgent", "A1-1-0302")
        breached = Obligation.objects.filter(thread="CS-2025-000001", duty="forward_complaint").get()
        assert breached.state == "OPEN"
        assert breached.reached, "the sweep ran between the records"


MESSAGES = """id,user,title,sent_at,text,category,reply,replied_at
1,A01,小区路灯不亮,2019/8/21 15:12:20,路灯坏了一个月,城乡建设,,
2,A02,建议增加公交,2018/11/23 9:08:36,希望,交通运输,,
"""
REQUESTS = """case_enquiry_id,open_dt,case_title,subject,reason,type,department,neighborhood,location_street_name,source
1,2011-07-01 01:32:33,Street Light Outages,Public Works,Street Lights,Street Light Outages,PWDx,Mattapan,Groveland St,Employee Generated
2,2011-07-01 02:18:31,Schedule a Bulk Item Pickup,Public Works,Sanitation,Schedule a Bulk Item Pickup,PWDx,Roslindale,39 Lorraine St,Self Service
3,2011-07-01 09:00:00,Rodent Activity,ISD,Housing,Rodent Activity,ISD,Roxbury,,Constituent Call
"""


def test_messages_of_a_public_mailbox_are_known_by_their_columns(tmp_path, capsys):
    file = tmp_path / "messages.csv"
    file.write_text(MESSAGES, encoding="utf-8-sig")
    code, report = replay(capsys, file)
    assert (code, report["columns"], report["registered"], report["with_clocks"]) == (
        0,
        "complaints-zh",
        2,
        2,
    )
    with across_companies(reason="looking"):
        kinds = dict(Case.objects.values_list("title", "kind"))
        assert kinds == {"小区路灯不亮": "complaint", "建议增加公交": "suggestion"}
        assert Case.objects.filter(written=True, channel="portal").count() == 2


def test_requests_of_a_city_come_gzipped_and_by_several_channels(tmp_path, capsys):
    file = tmp_path / "requests.csv.gz"
    file.write_bytes(gzip.compress(REQUESTS.encode()))
    code, report = replay(capsys, file, "--limit", "3")
    assert (code, report["columns"], report["registered"], report["with_clocks"]) == (0, "requests-311", 3, 3)
    with across_companies(reason="looking"):
        light = Case.objects.select_related("classification").get(title="Street Light Outages")
        assert (light.channel, light.kind, light.classification.key) == (
            "patrol",
            "repair",
            "grounds.road.lamp",
        )
        assert set(Case.objects.values_list("channel", flat=True)) == {"patrol", "portal", "phone"}


def test_an_existing_site_is_used_and_only_what_is_missing_is_added(tmp_path, capsys, house):
    file = tmp_path / "own.csv"
    file.write_text("\n".join(OWN.splitlines()[:4]), encoding="utf-8")
    code, report = replay(capsys, file, "--site", "WX")
    assert (code, report["site"], report["registered"], report["with_clocks"]) == (0, "WX", 3, 3)
    assert Company.objects.filter(code="REPLAY").count() == 0


@pytest.mark.parametrize(
    ("content", "said"), [("a,b\n1,2\n", "no columns known here"), (None, "cannot be read")]
)
def test_a_file_that_is_none_is_refused_before_anything_is_founded(tmp_path, capsys, content, said):
    file = tmp_path / "what.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert main(["replay", str(file)]) == 2
    assert said in capsys.readouterr().err
    assert Company.objects.count() == 0


def test_a_site_that_is_not_there_is_refused(tmp_path, capsys):
    file = tmp_path / "own.csv"
    file.write_text(OWN, encoding="utf-8")
    assert main(["replay", str(file), "--site", "NOWHERE"]) == 2
    assert Company.objects.count() == 0


def test_limit_takes_the_first_records_of_the_file(tmp_path, capsys):
    file = tmp_path / "own.csv"
    file.write_text(OWN, encoding="utf-8")
    _code, report = replay(capsys, file, "--limit", "1")
    assert (report["records"], report["registered"]) == (1, 1)
    _code, report = replay(capsys, file, "--limit", "0")
    assert report["records"] == 0


def test_a_tick_of_nothing_is_refused(tmp_path):
    assert main(["replay", str(tmp_path / "own.csv"), "--tick", "0"]) == 2


def test_records_go_through_the_api_and_a_line_has_one_effect(tmp_path, capsys):
    file = tmp_path / "own.csv"
    file.write_text("\n".join(OWN.splitlines()[:4]), encoding="utf-8")
    _code, first = replay(capsys, file)
    code, again = replay(capsys, file)
    assert (code, again["registered"], again["last"]) == (0, 3, first["last"])
    with across_companies(reason="looking"):
        assert Case.objects.count() == 3
        assert set(
            JournalEntry.objects.filter(event="cases.received").values_list("actor_kind", flat=True)
        ) == {"TOKEN"}
        assert not Token.objects.filter(revoked_at=None).exists(), "the program leaves no key behind"


def test_an_address_without_a_token_is_refused(tmp_path, capsys):
    file = tmp_path / "own.csv"
    file.write_text(OWN, encoding="utf-8")
    assert main(["replay", str(file), "--url", "http://127.0.0.1:1"]) == 2
    code, report = replay(capsys, file, "--url", "http://127.0.0.1:1", "--token", "gj_none", "--limit", "1")
    assert (code, report["errors"]) == (1, 1)
    assert "does not answer" in report["refused"][0]["reason"]
