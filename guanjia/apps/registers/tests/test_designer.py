"""The designer: from blank to an entry; editions, versions, permissions; what is typed stays; hostile sheets."""

import json
import tomllib
from types import SimpleNamespace

import pytest
from django.urls import reverse

from guanjia.apps.registers import queries, services
from guanjia.apps.registers.designer import parts
from guanjia.apps.registers.designer.sheet import FORM, Sheet
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.paper import of_entries as paper_of_entries
from guanjia.apps.registers.tests.conftest import DIARY, DUTY, HTMX, KEYS, text
from guanjia.apps.rulebook.models import HouseForm, PackVersion
from guanjia.apps.rulebook.queries import forms
from guanjia.apps.rulebook.services import house as house_rules
from guanjia.apps.rulebook.services import house_forms
from guanjia.apps.rulebook.terms.house import HOUSE
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import at

pytestmark = pytest.mark.django_db

LABEL = {"zh": "事由", "en": "What"}
BORROWED = {
    "title": {"zh": "工具借用登记", "en": "Tools lent"},
    "keep_years": 5,
    "signed_by": ["cs_supervisor"],
    "field": [
        {"key": "what", "label": LABEL, "required": True},
        {"key": "count", "label": {"zh": "数量", "en": "Count"}, "kind": "number", "unit": "把"},
        {
            "key": "lines",
            "label": {"zh": "明细", "en": "Lines"},
            "kind": "rows",
            "column": [
                {"key": "name", "label": {"zh": "名称", "en": "Name"}},
                {"key": "price", "label": {"zh": "单价", "en": "Price"}, "kind": "money"},
            ],
        },
        {
            "key": "total",
            "label": {"zh": "合计", "en": "Total"},
            "kind": "computed",
            "formula": "sum(lines.price)",
            "in_yuan": True,
        },
    ],
}


@pytest.fixture
def estate(house, adopt):
    """The estate with its ledgers; Zhou designs, Han approves, Qian designs too but cannot approve."""
    for login, more in {
        "zhou": ["rulebook.design_forms", "rulebook.approve_house", "rulebook.adopt", "rulebook.see"],
        "han": ["rulebook.approve_house", "rulebook.adopt", "rulebook.see"],
        "qian": ["rulebook.design_forms", "rulebook.see"],
    }.items():
        post = house.posts[{"zhou": "cs_manager", "han": "office_director", "qian": "cs_supervisor"}[login]]
        post.capabilities = sorted({*post.capabilities, *more})
        post.save(update_fields=["capabilities"])
    adopt(DUTY + KEYS + DIARY)
    house.who = SimpleNamespace(**{login: house.actor(login) for login in house.people})
    return house


def drafted(estate, declared=BORROWED, **more):
    return house_forms.draft(by=estate.who.zhou, at=at("08:00"), declared=declared, **more)


def approved(estate, declared=BORROWED, form=None, **more):
    form = form or drafted(estate, declared, **more)
    house_forms.propose(form, by=estate.who.zhou, at=at("08:01"))
    return house_forms.approve(form, by=estate.who.han, at=at("08:02"))


def adopted(estate, moment="08:03"):
    return house_rules.adopt_house(
        estate.site.pk, by=estate.who.zhou, at=at(moment), from_at=None, reason="本公司表单"
    )


def put_in(estate, key, values, pack=HOUSE, moment="09:00", by=None):
    return services.enter(
        by=by or estate.who.lin, at=at(moment), site_id=estate.site.pk, pack=pack, register=key, values=values
    )


def book(estate, key, pack=HOUSE, moment="10:00"):
    return queries.get_register(estate.who.lin, estate.site.pk, pack, key, at(moment))


def mistakes(estate, **changes):
    declared = {name: value for name, value in {**BORROWED, **changes}.items() if value is not None}
    found = forms.tried(estate.who.zhou, declared, at("09:00"))
    return {".".join(map(str, one.path)): str(one.sentence) for one in found.mistakes}


# --- From blank to an entry --------------------------------------------------------------------------------------------


def test_a_form_goes_from_draft_to_an_entry(estate):
    form = approved(estate)
    key = form.declared["key"]
    with pytest.raises(NotFound):
        book(estate, key)
    adopted(estate)
    entry = put_in(
        estate,
        key,
        {"what": "电钻", "lines": [{"name": "钻头", "price": "12.50"}, {"name": "钻", "price": "100"}]},
    )
    assert (entry.pack, entry.register, entry.values["total"]) == (HOUSE, "form_1", 11250)
    assert entry.signer_due == "cs_supervisor"
    names = JournalEntry.objects.filter(ref="form:1").order_by("id").values_list("event", flat=True)
    assert [one.rpartition("_")[2] for one in names] == ["drafted", "proposed", "approved"]


def test_whoever_designed_it_does_not_approve_it(estate):
    form = house_forms.propose(drafted(estate), by=estate.who.zhou, at=at("08:01"))
    with pytest.raises(Refused) as own:
        house_forms.approve(form, by=estate.who.zhou, at=at("08:02"))
    assert own.value.code == "own_form"
    for login in ("qian", "lin"):
        with pytest.raises(NotPermitted):
            house_forms.approve(form, by=getattr(estate.who, login), at=at("08:02"))
    with pytest.raises(NotPermitted):
        house_forms.draft(by=estate.who.lin, at=at("08:00"), declared=BORROWED)
    assert not PackVersion.objects.filter(key=HOUSE).exists()


def test_an_entry_keeps_the_version_it_was_written_with(estate, come_in):
    key = approved(estate).declared["key"]
    adopted(estate)
    old = put_in(estate, key, {"what": "电钻", "count": 3})
    fields = [
        {**BORROWED["field"][0]},
        {"key": "count", "label": {"zh": "数量", "en": "Count"}, "required": True},
    ]
    second = drafted(estate, {**BORROWED, "field": fields, "signed_by": []}, number=1)
    approved(estate, form=second)
    assert [one.key for one in book(estate, key).term.fields] == ["what", "count", "lines", "total"], (
        "not before a site adopts it"
    )
    adopted(estate, "09:30")
    new = put_in(estate, key, {"what": "梯子", "count": "三架"}, moment="10:00")
    assert queries.register_of(old).field("lines").kind == "rows"
    assert [one.key for one in queries.register_of(new).term.fields] == ["what", "count"]
    assert (old.values["count"], new.values["count"]) == (3, "三架")
    client = come_in("qian")
    listed = text(client.get(reverse("registers:register", args=[HOUSE, key])))
    assert "三架" in listed
    assert old.ref in listed
    shown = text(client.get(reverse("registers:entry", args=[old.ref])))
    assert "合计" in shown, "a field that was removed still shows on what was written with it"
    assert client.get(reverse("registers:register", args=[HOUSE, key]), {"format": "xlsx"}).status_code == 200


def test_a_retired_form_takes_no_entries_and_stays_readable(estate):
    form = approved(estate)
    key = form.declared["key"]
    adopted(estate)
    entry = put_in(estate, key, {"what": "电钻"})
    house_forms.retire(form, by=estate.who.han, at=at("09:10"), reason="不再使用")
    adopted(estate, "09:20")
    with pytest.raises(Refused) as closed:
        put_in(estate, key, {"what": "梯子"}, moment="10:00")
    assert closed.value.code == "register_closed"
    assert queries.register_of(Entry.objects.get(pk=entry.pk)).field("what").label.zh == "事由"


def test_the_companys_own_edition_goes_on_in_the_book_of_the_shipped_one(estate):
    before = put_in(estate, "diary", {"what": "交班"}, pack="ledgers", moment="07:00")
    declared = forms.shipped(estate.who.zhou, "ledgers.diary", at("08:00"))
    declared["field"].append({"key": "weather", "label": {"zh": "天气", "en": "Weather"}, "required": True})
    approved(estate, declared, replaces="ledgers.diary")
    adopted(estate)
    assert book(estate, "diary", "ledgers").field("weather").required
    kept = [
        one
        for one in queries.list_registers(estate.who.lin, estate.site.pk, at("10:00"))
        if one.key == "diary"
    ]
    assert [(one.pack, one.entries) for one in kept] == [("ledgers", 1)]
    after = put_in(estate, "diary", {"what": "交班", "weather": "晴"}, pack="ledgers")
    assert (after.pack, after.register) == (before.pack, before.register)
    assert len(queries.register_of(before).term.fields) == 1
    with pytest.raises(Refused) as twice:
        drafted(estate, declared, replaces="ledgers.diary")
    assert twice.value.code == "replaced"
    with pytest.raises(NotFound):
        drafted(estate, declared, replaces="ledgers.nothing")


def test_only_the_posts_named_make_entries(estate, come_in):
    key = approved(estate, {**BORROWED, "enter_by": ["cs_supervisor"]}).declared["key"]
    adopted(estate)
    with pytest.raises(Refused) as other:
        put_in(estate, key, {"what": "电钻"})
    assert other.value.code == "not_your_register"
    assert put_in(estate, key, {"what": "电钻"}, by=estate.who.qian).pk
    address = reverse("registers:register", args=[HOUSE, key])
    assert 'data-test="enter"' in text(come_in("qian").get(address))
    assert 'data-test="enter"' not in text(come_in("lin").get(address))


def test_numbers_of_its_own_and_its_paper(estate, come_in):
    paper = {"columns": 1, "left_out": ["count"], "line": [{"label": {"zh": "借用人", "en": "Borrower"}}]}
    key = approved(estate, {**BORROWED, "series": "TL", "paper": paper}).declared["key"]
    adopted(estate)
    entry = put_in(estate, key, {"what": "电钻", "count": 7})
    assert entry.ref.endswith("RG-TL-2026-000001")
    client = come_in("qian")
    printed = text(client.get(reverse("registers:print", args=[entry.ref])))
    assert "借用人" in printed
    assert "数量" not in printed
    assert "paper-facts-1" in printed
    sheet = paper_of_entries([entry], root="http://x/", actor=estate.who.qian, at=at("10:00"))[0]
    assert (sheet.wide, sheet.blanks[-1], [label for label, _value in sheet.pairs]) == (
        True,
        "借用人",
        ["事由", "合计"],
    )
    pdf = client.get(reverse("registers:pdf", args=[entry.ref]))
    assert pdf.content.startswith(b"%PDF")


# --- Mistakes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": None}, "title"),
        ({"field": None}, ""),
        ({"field": [{"key": "a", "label": None}]}, "field.0.label"),
        ({"field": [{"key": "a", "label": LABEL}, {"key": "a", "label": LABEL}]}, "field.1.key"),
        ({"field": [{"key": "A b", "label": LABEL}]}, "field.0.key"),
        ({"field": [{"key": "a", "label": LABEL, "kind": "magic"}]}, "field.0.kind"),
        ({"field": [{"key": "a", "label": LABEL, "kind": "choice"}]}, "field.0.kind"),
        (
            {"field": [{"key": "a", "label": LABEL, "kind": "computed", "formula": "__import__('os')"}]},
            "field.0.formula",
        ),
        (
            {"field": [{"key": "a", "label": LABEL, "kind": "computed", "formula": "a.__class__"}]},
            "field.0.formula",
        ),
        (
            {"field": [{"key": "a", "label": LABEL, "kind": "computed", "formula": "9**9**9"}]},
            "field.0.formula",
        ),
        (
            {"field": [{"key": "a", "label": LABEL, "kind": "computed", "formula": "(" * 200 + "1"}]},
            "field.0.formula",
        ),
        ({"field": [{"key": "a", "label": LABEL, "required_when": "open('x')"}]}, "field.0.required_when"),
        ({"field": [{"key": "a", "label": LABEL, "seen_by": ["nobody"]}]}, "field.0.seen_by.0"),
        (
            {
                "field": [
                    {
                        "key": "a",
                        "label": LABEL,
                        "kind": "rows",
                        "column": [{"key": "b", "label": LABEL, "kind": "photo"}],
                    }
                ]
            },
            "field.0.column.0.kind",
        ),
        ({"field": [{"key": f"f{n}", "label": LABEL} for n in range(500)]}, "field"),
        ({"signed_by": ["nobody_at_all"]}, "signed_by.0"),
        ({"enter_by": ["nobody_at_all"]}, "enter_by.0"),
        ({"keep_years": "ever"}, "keep_years"),
        ({"keep_years": 500}, "keep_years"),
        ({"series": "x1"}, "series"),
        ({"check": [{"holds": "count", "message": LABEL}]}, "check.0.holds"),
        ({"check": [{"holds": "count > 1"}]}, "check.0.message"),
        ({"state": [{"key": "out", "label": LABEL}, {"key": "lost", "label": LABEL}]}, "state.1.key"),
        (
            {"action": [{"key": "go", "label": LABEL, "from": ["out"], "to": "back", "capability": "x.y"}]},
            "action.0.from",
        ),
        ({"paper": {"left_out": ["nothing"]}}, "paper.left_out.0"),
        ({"key": "diary"}, "key"),
    ],
)
def test_every_mistake_is_named_at_its_place(estate, changes, place):
    found = mistakes(estate, **changes)
    assert place in found, found
    assert len(found[place]) > 5


def test_a_draft_may_be_anything_and_a_proposal_may_not(estate):
    form = drafted(estate, {"field": [{"kind": "rows"}]})
    with pytest.raises(Refused) as wrong:
        house_forms.propose(form, by=estate.who.zhou, at=at("08:01"))
    assert {one.field for one in wrong.value.refusals} >= {"title", "field.0.label", "field.0.kind"}
    assert HouseForm.objects.get().state == "DRAFT"


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "[]",
        "null",
        "{" * 5000,
        '{"table": 7}',
        '{"table": {"field": {"a": 1}, "title": [], "paper": "x"}}',
        '{"table": {"field": [7, null, {"label": "x", "column": [1], "choice": {"a": 2}}]}, "removed": [[1], ["field.0"], "x"]}',
    ],
)
def test_a_sheet_that_is_none_is_a_blank_one(estate, come_in, sent):
    for opened in ("form", "field.0", "field.9.column.7", "paper", "nothing.1", "field.x", "approvals"):
        for step in (
            "look",
            "add:field.0.column",
            "remove:field.99",
            "up:field.0",
            "undo",
            "add:nonsense",
            "open:" * 50,
        ):
            assert Sheet.of(sent, opened).do(step) is None
    client = come_in("zhou")
    answer = client.post(
        reverse("registers:design_new"), {"sheet": sent, "open": "field.0", "step": "propose"}
    )
    assert answer.status_code == 422
    assert not HouseForm.objects.exists()


# --- The screens -------------------------------------------------------------------------------------------------------


def board(client, answer):
    """What the page would send back: the sheet and the open part."""
    sheet, opened = answer.context["sheet"], answer.context["opened"]
    sent = {"sheet": sheet.text, "open": sheet.opened}
    for bound in opened.questions if opened else ():
        value = bound.value()
        sent[bound.html_name] = value if isinstance(value, list) else value or ""
    return {name: value for name, value in sent.items() if value not in (None, False)}


def test_a_form_is_designed_part_by_part_and_nothing_typed_is_lost(estate, come_in):
    client, address = come_in("zhou"), reverse("registers:design_new")
    answer = client.get(address)

    def send(step, **typed):
        nonlocal answer
        answer = client.post(address, {**board(client, answer), **typed, "step": step}, **HTMX)
        return answer

    send("add:field", **{"p-title_zh": "工具借用", "p-series": "tl", "p-keep_years": "abc"})
    assert answer.context["sheet"].table["series"] == "TL"
    send("look", **{"p-label_zh": "种类", "p-label_en": "Sort", "p-kind": "choice"})
    assert "p-choice" in text(answer)
    send("add:field", **{"p-choice": "电动 | Powered\nhand: 手动 | By hand\n\n"})
    choices = answer.context["sheet"].table["field"][0]["choice"]
    assert [one["key"] for one in choices] == ["powered", "hand"]
    send("look", **{"p-label_zh": "明细", "p-kind": "rows"})
    send("add:field.1.column")
    send("open:approvals", **{"p-label_zh": "名称", "p-label_en": "Name"})
    send("look", **{"p-level_0": ["cs_supervisor", "cs_manager"]})
    table = answer.context["sheet"].table
    assert table["signed_by"] == ["cs_manager|cs_supervisor"] or table["signed_by"] == [
        "cs_supervisor|cs_manager"
    ]
    assert table["field"][1]["column"][0]["key"] == "name"
    send("remove:field.0")
    assert len(answer.context["sheet"].table["field"]) == 1
    send("undo")
    assert [one["kind"] for one in answer.context["sheet"].table["field"]] == ["choice", "rows"]
    send("down:field.0")
    assert [one["kind"] for one in answer.context["sheet"].table["field"]] == ["rows", "choice"]
    send("propose")
    assert answer.status_code == 422
    assert answer.context["opened"].errors["keep_years"]
    assert answer.context["opened"]["keep_years"].value() == "abc"
    assert not HouseForm.objects.exists(), "looking and previewing stores nothing"
    assert not Entry.objects.exists()
    send("propose", **{"p-keep_years": "５"})
    assert answer.status_code == 204
    form = HouseForm.objects.get()
    assert (form.state, form.declared["keep_years"]) == ("PROPOSED", 5)


def test_the_preview_shows_form_and_paper_with_sample_values(estate, come_in):
    client = come_in("zhou")
    sheet = Sheet({**BORROWED, "paper": {"line": [{"label": {"zh": "借用人", "en": "Borrower"}}]}})
    sent = {"sheet": sheet.text, "open": FORM, "step": "look", "p-title_zh": "工具借用登记"}
    seen = text(client.post(reverse("registers:design_new") + "?part=preview", sent, **HTMX))
    assert "借用人" in seen
    assert "f_lines-price" in seen
    assert "¥384.00" in seen, "128 and 256 yuan, added up"
    assert 'data-test="designer"' not in seen
    assert not Entry.objects.exists()
    assert not HouseForm.objects.exists()


def test_a_form_half_done_is_still_shown(estate, come_in):
    client = come_in("zhou")
    wrong = {
        "field": [
            {"kind": "magic"},
            {"key": "x", "kind": "computed", "formula": "nothing + 1"},
            {"kind": "choice"},
        ]
    }
    sent = {"sheet": Sheet(wrong).text, "open": "field.0", "step": "look"}
    assert client.post(reverse("registers:design_new"), sent, **HTMX).status_code == 200
    form = drafted(estate, wrong)
    assert client.get(reverse("registers:design_form", args=[form.number])).status_code == 200


def test_screens_of_a_form_and_who_comes_in(estate, come_in):
    form = drafted(estate)
    number = form.number
    assert "工具借用登记" in text(come_in("zhou").get(reverse("registers:design")))
    assert "工具借用登记" in text(come_in("han").get(reverse("registers:design_form", args=[number])))
    assert come_in("lin").get(reverse("registers:design_new")).status_code == 403
    assert come_in("bao").get(reverse("registers:design_edit", args=[number])).status_code == 403
    client = come_in("zhou")
    client.post(reverse("registers:design_propose", args=[number]))
    assert 'data-test="approve"' not in text(client.get(reverse("registers:design_form", args=[number])))
    boss = come_in("han")
    assert (
        boss.post(reverse("registers:design_send_back", args=[number]), {"reason": "缺押金"}).status_code
        == 302
    )
    assert "缺押金" in text(client.get(reverse("registers:design_form", args=[number])))
    client.post(reverse("registers:design_propose", args=[number]))
    boss.post(reverse("registers:design_approve", args=[number]))
    assert HouseForm.objects.get().state == "APPROVED"
    assert client.get(reverse("registers:design_edit", args=[number])).status_code == 200
    boss.post(reverse("registers:design_retire", args=[number]), {"reason": "合并"})
    assert HouseForm.objects.get().state == "RETIRED"


def test_a_shipped_register_is_copied_or_changed(estate, come_in):
    client = come_in("zhou")
    answer = client.get(reverse("registers:design_new"), {"copy": "ledgers.keys"})
    assert "key" not in answer.context["sheet"].table
    assert answer.context["sheet"].table["signed_by"] == ["cs_supervisor", "customer"]
    answer = client.get(reverse("registers:design_new"), {"own": "ledgers.keys"})
    assert answer.context["replaces"] == "ledgers.keys"
    sent = {**board(client, answer), "step": "save"}
    client.post(reverse("registers:design_new") + "?own=ledgers.keys", sent)
    assert HouseForm.objects.get().declared["key"] == "keys"
    again = client.post(reverse("registers:design_new") + "?own=ledgers.keys", sent)
    assert again.status_code == 422
    assert again.context["sheet"].table["title"]["zh"] == "钥匙托管登记"
    assert client.get(reverse("registers:design_new"), {"copy": "ledgers.nothing"}).status_code == 404


# --- TOML --------------------------------------------------------------------------------------------------------------


def test_out_as_toml_and_in_again(estate, come_in):
    form = drafted(estate)
    client = come_in("zhou")
    found = text(client.get(reverse("registers:design_export", args=[form.number])))
    assert tomllib.loads(found)["register"][0]["title"] == BORROWED["title"]
    other = house_forms.bring_in(found.replace("form_1", "tools"), by=estate.who.zhou, at=at("09:00"))[0]
    assert other.declared == {**form.declared, "key": "tools"}


@pytest.mark.parametrize(
    ("text_in", "line"),
    [
        ("[[register]]\nkey = ", 2),
        (
            '[[register]]\nkey = "a"\ntitle = { zh = "甲", en = "A" }\nsigned_by = ["nobody"]\n[[register.field]]\nkey = "x"\nlabel = { zh = "甲", en = "A" }\n',
            4,
        ),
        (
            '[[register]]\nkey = "a"\ntitle = { zh = "甲", en = "A" }\n[[register.field]]\nkey = "x"\nkindd = "text"\nlabel = { zh = "甲", en = "A" }\n',
            6,
        ),
        (
            '[[register]]\nkey = "a"\ntitle = { zh = "甲", en = "A" }\n[[register.field]]\nkey = "x"\nkind = "computed"\nformula = "eval(x)"\nlabel = { zh = "甲", en = "A" }\n',
            7,
        ),
        ("a = 1", 0),
        ("register = 7", 0),
        ("register = [7]", 0),
    ],
)
def test_mistakes_of_a_file_are_named_by_line(estate, text_in, line):
    found = forms.from_toml(estate.who.zhou, text_in, at("09:00"))
    assert line in [number for number, _message in found.problems], found
    with pytest.raises(Refused):
        house_forms.bring_in(text_in, by=estate.who.zhou, at=at("09:00"))
    assert not HouseForm.objects.exists()


def test_a_file_comes_in_by_the_screen(estate, come_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    good = '[[register]]\nkey = "a"\ntitle = { zh = "甲表", en = "A" }\n[[register.field]]\nkey = "x"\nlabel = { zh = "甲", en = "A" }\n'
    client, address = come_in("zhou"), reverse("registers:design_bring_in")
    wrong = client.post(
        address, {"file": SimpleUploadedFile("a.toml", good.replace("label", "lable").encode())}
    )
    assert wrong.status_code == 422
    assert "lable" in text(wrong)
    assert client.post(address, {"file": SimpleUploadedFile("a.toml", good.encode())}).status_code == 302
    assert HouseForm.objects.get().declared["key"] == "a"


def test_choices_and_labels_stay_as_they_are(estate):
    sheet = Sheet(json.loads(json.dumps(BORROWED)))
    opened = parts.part(sheet, "field.0", parts.Words([], []))
    assert opened.initial["label_en"] == "What"
    assert parts.place_of(("field", 2, "column", 1, "label", "en")) == ("field.2.column.1", "label_en")
