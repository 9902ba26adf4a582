"""What a register may declare, and that a mistake in it is named with its file and line."""

import pytest

from guanjia.apps.rulebook.loading import PackError, load_pack
from guanjia.apps.rulebook.terms import FieldKind

HEAD = """
[pack]
key = "small"
version = "1"
title = { zh = "小", en = "Small" }
[[clause]]
number = "1"
text = { zh = "条款", en = "Clause" }
sources = ["C-RULE-001"]
[[post]]
key = "boss"
name = { zh = "头", en = "Boss" }
[[post]]
key = "clerk"
name = { zh = "员", en = "Clerk" }
"""

LOAN = """
[[register]]
key = "loan"
clause = "1"
title = { zh = "借用", en = "Loan" }
signed_by = ["clerk", "boss|clerk", "customer"]
[[register.field]]
key = "sort"
label = { zh = "种类", en = "Sort" }
kind = "choice"
choice = [{ key = "tool", label = { zh = "工具", en = "Tool" } }, { key = "cart", label = { zh = "推车", en = "Cart" } }]
[[register.field]]
key = "deposit"
label = { zh = "押金", en = "Deposit" }
kind = "money"
required_when = { sort = "cart" }
[[register.field]]
key = "customer"
label = { zh = "借用人", en = "Borrower" }
kind = "customer"
[[register.field]]
key = "lines"
label = { zh = "明细", en = "Items" }
kind = "rows"
[[register.field.column]]
key = "price"
label = { zh = "单价", en = "Price" }
kind = "money"
[[register.field.column]]
key = "count"
label = { zh = "数量", en = "Count" }
kind = "number"
[[register.field.column]]
key = "amount"
label = { zh = "金额", en = "Amount" }
kind = "computed"
formula = "price * count"
in_yuan = true
[[register.field]]
key = "total"
label = { zh = "合计", en = "Total" }
kind = "computed"
formula = "sum(lines.amount)"
in_yuan = true
[[register.field]]
key = "back_at"
label = { zh = "归还时间", en = "Back at" }
kind = "moment"
at_action = "give_back"
[[register.check]]
holds = "total <= 10000"
message = { zh = "合计太大", en = "The total is too large" }
field = "lines"
[[register.state]]
key = "out"
label = { zh = "借出", en = "Out" }
[[register.state]]
key = "back"
label = { zh = "已还", en = "Back" }
end = true
[[register.action]]
key = "give_back"
label = { zh = "归还", en = "Give back" }
from = ["out"]
to = "back"
by = ["clerk"]
capability = "organisations.see"
"""


def load(tmp_path, text):
    folder = tmp_path / "small"
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text(HEAD + text, encoding="utf-8")
    return load_pack(folder)[0]


def test_a_register_declares_conditions_tables_formulas_checks_states_and_actions(tmp_path):
    found = load(tmp_path, LOAN.replace('capability = "organisations.see"\n', "")).registers["loan"]
    kinds = {one.key: one.kind for one in found.fields}
    assert kinds["customer"] is FieldKind.PERSON
    assert (kinds["lines"], kinds["total"]) == (FieldKind.ROWS, FieldKind.COMPUTED)
    assert [one.key for one in found.stages] == ["out", "back"]
    assert found.actions[0].by == ("clerk",)
    assert found.checks[0].field == "lines"


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('formula = "price * count"', 'formula = "prise * count"', "Did you mean “price”"),
        ('formula = "price * count"', 'formula = "price.__class__"', "not understood"),
        ('formula = "sum(lines.amount)"', 'formula = "total + 1"', "not a field"),
        ('holds = "total <= 10000"', "holds = \"__import__('os')\"", "not understood"),
        ('holds = "total <= 10000"', 'holds = "total + 1"', "true or false"),
        ('required_when = { sort = "cart" }', 'required_when = { sort = "carts" }', "Did you mean “cart”"),
        ('required_when = { sort = "cart" }', 'required_when = { sord = "cart" }', "Did you mean “sort”"),
        ('required_when = { sort = "cart" }', 'required_when = "sort"', "true or false"),
        ('"boss|clerk"', '"boss|clark"', "Did you mean “clerk”"),
        ('by = ["clerk"]', 'by = ["clark"]', "Did you mean “clerk”"),
        ('capability = "organisations.see"', 'capability = "registers.entre"', "not a capability"),
        ('from = ["out"]', 'from = ["outt"]', "Did you mean “out”"),
        ('to = "back"', 'to = "out"', "No action leads to “back”"),
        ('from = ["out"]', 'from = ["back"]', "it is an end"),
        ('at_action = "give_back"', 'at_action = "giveback"', "Did you mean “give_back”"),
        ('kind = "rows"', 'kind = "table"', "not known here"),
        ("end = true", "ends = true", "“ends” is not a key here"),
        ('field = "lines"', 'field = "line"', "Did you mean “lines”"),
        ('key = "count"\n', 'key = "price"\n', "given twice"),
        ('kind = "number"', 'kind = "unit"', "A column cannot be"),
        (
            'kind = "money"\nrequired_when',
            'kind = "money"\nin_yuan = true\nrequired_when',
            "belongs to a computed",
        ),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path, right, wrong, words):
    text = LOAN if "organisations" in right else LOAN.replace('capability = "organisations.see"\n', "")
    assert right in text
    with pytest.raises(PackError) as refused:
        load(tmp_path, text.replace(right, wrong))
    assert words in str(refused.value)
    assert all(
        problem.place.file == "small/pack.toml" and problem.place.line for problem in refused.value.problems
    )


PRIVATE = """
[[register]]
key = "wages"
clause = "1"
title = { zh = "工资", en = "Wages" }
[[register.field]]
key = "wage"
label = { zh = "工资", en = "Wage" }
kind = "money"
seen_by = ["boss"]
[[register.field]]
key = "card"
label = { zh = "证件", en = "Card" }
masked = true
[[register.field]]
key = "double"
label = { zh = "双倍", en = "Double" }
kind = "computed"
formula = "wage * 2"
in_yuan = true
seen_by = ["boss"]
"""


def private(tmp_path, old="", new=""):
    folder = tmp_path / "small"
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text(HEAD + PRIVATE.replace(old, new, 1), encoding="utf-8")
    return load_pack(folder)[0]


def test_a_field_says_who_sees_it_and_whether_it_is_masked(tmp_path):
    wage, card, double = private(tmp_path).registers["wages"].fields
    assert (wage.seen_by, wage.masked, wage.is_private) == (("boss",), False, True)
    assert (card.seen_by, card.masked, card.is_private) == ((), True, True)
    assert double.seen_by == ("boss",)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            'seen_by = ["boss"]',
            'seen_by = ["bos"]',
            25,
            "“bos” is not a post of this pack. Did you mean “boss”?",
        ),
        (
            "masked = true",
            'kind = "date"\nmasked = true',
            30,
            "Only a field of these kinds is masked: text, scan.",
        ),
        ('in_yuan = true\nseen_by = ["boss"]', "in_yuan = true", 34, "It is worked out from “wage”"),
        (
            'in_yuan = true\nseen_by = ["boss"]',
            'in_yuan = true\nseen_by = ["clerk"]',
            36,
            "worked out from “wage”",
        ),
    ],
)
def test_a_mistake_about_who_sees_a_field_is_named_with_its_line(tmp_path, old, new, line, said):
    with pytest.raises(PackError) as wrong:
        private(tmp_path, old, new)
    assert said in str(wrong.value)
    assert f"pack.toml:{line}" in str(wrong.value)


FORM = """
[[register]]
key = "loan"
clause = "1"
title = { zh = "借用", en = "Loan" }
enter_by = ["clerk"]
series = "LN"
keep_years = 10
[register.paper]
columns = 1
left_out = ["what"]
line = [{ label = { zh = "见证人", en = "Witness" } }]
[[register.field]]
key = "what"
label = { zh = "物品", en = "What" }
"""


def test_a_register_says_who_enters_how_it_is_numbered_and_printed(tmp_path):
    term = load(tmp_path, FORM).registers["loan"]
    assert (term.enter_by, term.series, term.replaces) == (("clerk",), "LN", "")
    assert (term.paper.columns, term.paper.left_out, term.paper.lines[0].en) == (1, ("what",), "Witness")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('enter_by = ["clerk"]', 'enter_by = ["clork"]', "“clork” is not a post of this pack."),
        ('"LN"', '"ln"', "two to four capital letters"),
        ("keep_years = 10", "keep_years = 1000", "more than 100 years"),
        ("columns = 1", "columns = 3", "1 or 2 columns"),
        ('left_out = ["what"]', 'left_out = ["whit"]', "“whit” is not a field of this register."),
        ("line = [{ label", "line = [{ lable", "“lable” is not a key here."),
        ('key = "what"', 'key = "What now"', "is no key"),
        ('key = "what"', 'key = "' + "w" * 60 + '"', "is no key"),
        ('key = "loan"', 'key = "../loan"', "is no key"),
        ('series = "LN"', 'replaces = "other.loan"', "Only a company's own pack replaces"),
        ('series = "LN"', 'replaces = "other.lent"', "keep that key"),
    ],
)
def test_a_mistake_in_how_a_register_is_kept_is_named(tmp_path, old, new, said):
    with pytest.raises(PackError) as wrong:
        load(tmp_path, FORM.replace(old, new, 1))
    assert said in str(wrong.value)
