"""The designer: from blank to an entry; editions, versions, permissions; what is typed stays; hostile sheets."""

import pytest
from django.urls import reverse

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.services.planning import plan_ahead
from guanjia.apps.registers import queries, services
from guanjia.apps.registers.designer.sheet import Sheet
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.paper import of_entries as paper_of_entries
from guanjia.apps.registers.tests.conftest import BORROWED, LABEL, text
from guanjia.apps.rulebook.models import HouseForm, PackVersion
from guanjia.apps.rulebook.queries import forms
from guanjia.apps.rulebook.services import house as house_rules
from guanjia.apps.rulebook.services import house_forms
from guanjia.apps.rulebook.terms.house import HOUSE
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import at

pytestmark = pytest.mark.django_db


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


DAILY = {
    "title_zh": "每日登记借用情况",
    "text_zh": "每日登记物品借用情况。",
    "trigger": "calendar",
    "often": "day",
    "each": "site",
    "owner_post": "cs_supervisor",
    "proof": "entry",
    "register": "form_1",
}


def test_a_rule_of_the_company_is_proved_by_an_entry_in_its_own_form(estate):
    form = approved(estate)
    rule = house_rules.draft(by=estate.who.zhou, at=at("08:02"), answers=DAILY)
    house_rules.propose(rule, by=estate.who.zhou, at=at("08:02"))
    house_rules.approve(rule, by=estate.who.han, at=at("08:03"))
    adopted(estate, "08:04")
    plan_ahead(at=at("08:05"))
    turn = Obligation.objects.get(pack=HOUSE, occurrence="2026-03-02")
    put_in(estate, "form_1", {"what": "电钻"}, by=estate.who.qian)
    turn.refresh_from_db()
    assert turn.state == "KEPT"
    with pytest.raises(Refused) as refused:
        house_forms.retire(form, by=estate.who.han, at=at("09:10"), reason="不再使用")
    assert refused.value.code == "proves_rules"
    assert "每日登记借用情况" in str(refused.value.refusals[0])
    house_rules.retire(rule, by=estate.who.han, at=at("09:11"), reason="不再使用")
    assert house_forms.retire(form, by=estate.who.han, at=at("09:12"), reason="不再使用").state == "RETIRED"


def test_the_companys_edition_of_a_shipped_form_is_retired_though_a_rule_is_proved_by_it(estate):
    declared = forms.shipped(estate.who.zhou, "ledgers.diary", at("08:00"))
    form = approved(estate, declared, replaces="ledgers.diary")
    rule = house_rules.draft(by=estate.who.zhou, at=at("08:03"), answers={**DAILY, "register": "diary"})
    house_rules.propose(rule, by=estate.who.zhou, at=at("08:03"))
    house_rules.approve(rule, by=estate.who.han, at=at("08:04"))
    retired = house_forms.retire(form, by=estate.who.han, at=at("08:05"), reason="改回原样")
    assert retired.state == "RETIRED", "the shipped one is there again"


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
