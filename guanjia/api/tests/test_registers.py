"""Registers through the API: listed, entered once, signed, struck, written anew, read in pages."""

from datetime import UTC, datetime, timedelta

import pytest

from guanjia.apps.registers.models import Entry
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack
from guanjia.kernel.scope import company_scope

pytestmark = pytest.mark.django_db

PACK = """
[pack]
key = "ledgers"
version = "1"
title = { zh = "台账", en = "Ledgers" }
[[clause]]
number = "1"
text = { zh = "条款", en = "A clause" }
sources = ["C-RULE-040"]
[[post]]
key = "front_desk"
name = { zh = "前台", en = "Desk" }
[[register]]
key = "diary"
clause = "1"
title = { zh = "日志", en = "Diary" }
signed_by = ["front_desk"]
[[register.field]]
key = "what"
label = { zh = "事由", en = "What" }
required = true
[[register.field]]
key = "sort"
label = { zh = "种类", en = "Sort" }
kind = "choice"
choice = [{ key = "a", label = { zh = "甲", en = "A" } }]
[[register.field]]
key = "lines"
label = { zh = "明细", en = "Lines" }
kind = "rows"
[[register.field.column]]
key = "count"
label = { zh = "数量", en = "Count" }
kind = "number"
[[register.state]]
key = "open"
label = { zh = "未结", en = "Open" }
[[register.state]]
key = "done"
label = { zh = "已结", en = "Done" }
[[register.action]]
key = "finish"
label = { zh = "办结", en = "Finish" }
from = ["open"]
to = "done"
"""
ENTRIES = "/registers/ledgers/diary/entries"


@pytest.fixture(autouse=True)
def ledgers(house, tmp_path):
    folder = tmp_path / "ledgers"
    folder.mkdir()
    (folder / "pack.toml").write_text(PACK, encoding="utf-8")
    earlier = datetime.now(UTC) - timedelta(days=1)
    with company_scope(house.company.pk):
        pack, source = load_pack(folder)
        stored = rulebook.store_version(pack, source, at=earlier)
        rulebook.adopt(house.site.pk, by=house.system, at=earlier, pack="ledgers", version=stored)


def entered(api, what="平安", **more):
    answer = api.post(ENTRIES, {"values": {"what": what}}, **more)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_the_registers_of_a_site_are_listed_with_their_fields(api):
    (found,) = api.get("/registers").json()
    assert (found["pack"], found["register_key"], found["signed_by"]) == ("ledgers", "diary", ["front_desk"])
    fields = {one["key"]: one for one in found["fields"]}
    assert fields["lines"]["columns"][0]["kind"] == "number"
    assert set(fields["sort"]["choices"]) == {"a"}
    assert set(found["actions"]) == {"finish"}


def test_an_entry_is_made_once_signed_led_on_and_written_anew(api, house):
    key = {"HTTP_IDEMPOTENCY_KEY": "one"}
    first = api.client.post(
        f"/api/v1{ENTRIES}",
        {"values": {"what": "平安", "lines": [{"count": 2}]}},
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {api.token}",
        **key,
    )
    again = api.client.post(
        f"/api/v1{ENTRIES}",
        {"values": {"what": "平安", "lines": [{"count": 2}]}},
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {api.token}",
        **key,
    )
    assert (first.status_code, again.json()) == (201, first.json())
    with company_scope(house.company.pk):
        assert Entry.objects.count() == 1
    here = f"/registers/entries/{first.json()['ref']}"
    assert api.post(f"{here}/actions/finish", {}).status_code == 422
    assert api.post(f"{here}/sign", {"note": "属实"}).json()["state"] == "SIGNED"
    assert api.post(f"{here}/actions/finish", {}).json()["stage"] == "done"
    assert api.post(f"{here}/actions/dance", {}).status_code == 404
    right = api.post(f"{here}/rewrite", {"reason": "写错", "values": {"what": "不平安"}})
    assert (right.status_code, right.json()["values"]) == (201, {"what": "不平安"})
    assert api.get(here).json()["replaced_by"] == right.json()["ref"]
    other = f"/registers/entries/{right.json()['ref']}"
    assert api.post(f"{other}/decline", {"reason": "不实"}).json()["state"] == "DECLINED"
    assert api.post(f"{other}/strike", {"reason": "重复"}).json()["state"] == "STRUCK"


@pytest.mark.parametrize(
    "values",
    [{}, {"what": 7}, {"what": "x", "sort": ["a"]}, {"what": "x", "lines": {"count": 1}}, {"what": "x", "odd": 1},
     {"what": "x", "lines": [{"count": {"a": 1}}]}, {"what": "x", "lines": [[1]]}],
)  # fmt: skip
def test_wrong_values_are_named_by_field(api, values):
    answer = api.post(ENTRIES, {"values": values})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] in {"what", "sort", "lines", "odd"}


def test_entries_are_read_in_pages_and_by_filters(api):
    refs = [entered(api, f"第{number}条")["ref"] for number in range(5)]
    page = api.get("/registers/entries?limit=2&pack=ledgers&register_key=diary").json()
    assert [one["ref"] for one in page["items"]] == [refs[4], refs[3]]
    following = api.get(f"/registers/entries?limit=2&cursor={page['next_cursor']}").json()
    assert [one["ref"] for one in following["items"]] == [refs[2], refs[1]]
    assert [one["ref"] for one in api.get("/registers/entries?q=第2条").json()["items"]] == [refs[2]]
    assert api.get("/registers/entries?state=struck").json()["items"] == []
    assert api.get("/registers/entries?stat=struck").status_code == 422


def test_an_entry_of_another_company_is_not_there(api, other, token_for):
    ref = entered(api)["ref"]
    stranger = type(api)(api.client, token_for(other, "dov"))
    assert stranger.get(f"/registers/entries/{ref}").status_code == 404
    assert stranger.post(f"/registers/entries/{ref}/strike", {"reason": "x"}).status_code == 404
