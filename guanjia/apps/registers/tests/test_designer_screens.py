"""The designer's screens: nothing typed is lost, nothing is stored by looking; TOML out and in."""

import json
import tomllib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guanjia.apps.registers.designer import parts
from guanjia.apps.registers.designer.asking import Words
from guanjia.apps.registers.designer.sheet import FORM, Sheet
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.tests.conftest import BORROWED, HTMX, text
from guanjia.apps.registers.tests.test_designer import drafted
from guanjia.apps.rulebook.models import HouseForm
from guanjia.apps.rulebook.queries import forms
from guanjia.apps.rulebook.services import house_forms
from guanjia.kernel.refusals import Refused
from tests.cast import at

pytestmark = pytest.mark.django_db


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
    opened = parts.part(sheet, "field.0", Words([], []))
    assert opened.initial["label_en"] == "What"
    assert parts.place_of(("field", 2, "column", 1, "label", "en")) == ("field.2.column.1", "label_en")
