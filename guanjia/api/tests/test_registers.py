"""Registers through the API: listed, entered once, signed, struck, written anew, read in pages."""

from datetime import UTC, datetime, timedelta

import pytest

from guanjia.apps.registers import services
from guanjia.apps.registers.models import Entry
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack
from guanjia.kernel.models import JournalEntry
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
[[post]]
key = "cs_supervisor"
name = { zh = "主管", en = "Supervisor" }
[[register]]
key = "talk"
clause = "1"
title = { zh = "谈话", en = "Talk" }
signed_by = ["front_desk"]
[[register.field]]
key = "day"
label = { zh = "日期", en = "Day" }
required = true
[[register.field]]
key = "mood"
label = { zh = "状态", en = "Mood" }
seen_by = ["cs_supervisor"]
[[register.field]]
key = "who"
label = { zh = "员工", en = "Who" }
kind = "staff"
seen_by = ["cs_supervisor"]
[[register.field]]
key = "scores"
label = { zh = "评分", en = "Scores" }
kind = "rows"
seen_by = ["cs_supervisor"]
[[register.field.column]]
key = "points"
label = { zh = "得分", en = "Points" }
kind = "number"
[[register.field]]
key = "total"
label = { zh = "总分", en = "Total" }
kind = "computed"
formula = "sum(scores.points)"
seen_by = ["cs_supervisor"]
[[register.field]]
key = "card"
label = { zh = "证号", en = "Card" }
masked = true
[[register.field]]
key = "account"
label = { zh = "账号", en = "Account" }
masked = true
seen_by = ["cs_supervisor"]
[[register.field]]
key = "pay"
label = { zh = "工资", en = "Pay" }
kind = "money"
seen_by = ["cs_supervisor"]
at_action = "settle"
[[register.state]]
key = "open"
label = { zh = "未结", en = "Open" }
[[register.state]]
key = "settled"
label = { zh = "已结", en = "Settled" }
[[register.action]]
key = "settle"
label = { zh = "结清", en = "Settle" }
from = ["open"]
to = "settled"
unsigned = true
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
    found, _talk = sorted(api.get("/registers").json(), key=lambda one: one["register_key"])
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


# --- What few may see --------------------------------------------------------------------------------------------------

SECRETS = ("心情低落", "130000000000000019", "6222000011112222", "97531", "864200")
"""What is typed into the fields that are kept from the desk, and into the masked ones."""
KEPT = {"mood", "who", "scores", "total", "account", "pay"}


@pytest.fixture
def boss(api, house, token_for):
    """A program that acts as the supervisor, whose post the fields name."""
    return type(api)(api.client, token_for(house, "qian"))


@pytest.fixture
def talk(api, house):
    """An entry the system made, so that nobody sees a field there because they filled it in themselves."""
    values = {
        "day": "周一",
        "mood": SECRETS[0],
        "who": house.people["sun"].pk,
        "scores": [{"points": 97531}],
        "card": SECRETS[1],
        "account": SECRETS[2],
    }
    now = datetime.now(UTC)
    with company_scope(house.company.pk):
        where = {"site_id": house.site.pk, "pack": "ledgers", "register": "talk"}
        made = services.enter(by=house.system, at=now, values=values, **where)
        services.act(made, "settle", by=house.system, at=now, values={"pay": "8642"})
    return made.ref


def answers(program, ref):
    """Every answer of the API that speaks of an entry."""
    asked = ["", "?q=周一", "?register_key=talk", "?pack=ledgers&stage=settled"]
    lists = [program.get(f"/registers/entries{more}") for more in asked]
    assert all(ref in found.content.decode() for found in lists)
    return [program.get(f"/registers/entries/{ref}"), *lists]


def test_a_field_of_few_is_in_no_answer_to_anybody_else(api, talk, house):
    for found in answers(api, talk):
        text = found.content.decode()
        assert not [one for one in SECRETS if one in text]
        (one,) = found.json().get("items", [found.json()])
        assert set(one["hidden"]) == KEPT
        assert not set(one["values"]) & KEPT
        assert one["about"] == f"site:{house.site.pk}"
    signed = api.post(f"/registers/entries/{talk}/sign", {"note": "在场"})
    assert signed.status_code == 200
    assert not [one for one in SECRETS if one in signed.content.decode()]


def test_whoever_the_register_names_reads_it_and_masked_ones_with_their_middle_hidden(boss, talk, house):
    for found in answers(boss, talk):
        (one,) = found.json().get("items", [found.json()])
        assert one["hidden"] == []
        values = one["values"]
        assert (values["mood"], values["who"]) == (SECRETS[0], house.people["sun"].pk)
        assert (values["scores"], values["total"], values["pay"]) == ([{"points": 97531}], 97531, 864200)
        for key, whole in (("card", SECRETS[1]), ("account", SECRETS[2])):
            assert values[key] != whole
            assert "*" in values[key]
        assert SECRETS[1] not in found.content.decode()


def test_nobody_finds_an_entry_by_what_few_may_see(api, boss, talk):
    for words in (SECRETS[0], SECRETS[1], SECRETS[2], "97531"):
        for program in (api, boss):
            assert program.get(f"/registers/entries?q={words}").json()["items"] == []


def test_who_filled_a_field_in_sees_it_and_a_blind_correction_keeps_what_stood_there(api, boss, talk):
    made = api.post("/registers/ledgers/talk/entries", {"values": {"day": "周二", "mood": "平静"}}).json()
    assert made["values"]["mood"] == "平静"
    right = api.post(
        f"/registers/entries/{talk}/rewrite", {"reason": "写错", "values": {"day": "周三"}}
    ).json()
    assert (right["values"]["day"], "mood" in right["hidden"]) == ("周三", True)
    seen = boss.get(f"/registers/entries/{right['ref']}").json()["values"]
    assert (seen["day"], seen["mood"]) == ("周三", SECRETS[0])


def test_the_fields_of_a_register_say_who_sees_them(api):
    found = {one["register_key"]: one for one in api.get("/registers").json()}["talk"]
    fields = {one["key"]: one for one in found["fields"]}
    assert {key for key, one in fields.items() if one["seen_by"]} == KEPT
    assert {key for key, one in fields.items() if one["masked"]} == {"card", "account"}


def test_the_events_and_deliveries_of_an_entry_carry_none_of_its_values(talk, house):
    with company_scope(house.company.pk):
        told = [str(one.data) for one in JournalEntry.objects.filter(ref=talk)]
    assert told
    assert not [one for one in SECRETS if any(one in text for text in told)]
