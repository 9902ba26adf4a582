"""Plans of files in packs: what is understood, and what is refused with file and line."""

import pytest

from guanjia.apps.rulebook.loading import PackError, load_pack
from guanjia.apps.rulebook.loading.knowledge import Kind, Knowledge
from guanjia.apps.rulebook.terms import FileOf

HEAD = """
[pack]
key = "small"
version = "1"
title = { zh = "小", en = "Small" }

[[clause]]
number = "1.1"
text = { zh = "建档", en = "Keep files" }
sources = ["X-1", "X-2"]

[[department]]
key = "desk"
name = { zh = "前台", en = "Desk" }

[[post]]
key = "steward"
department = "desk"
name = { zh = "管家", en = "Steward" }

[[register]]
key = "contract"
clause = "1.1"
title = { zh = "合同", en = "Contract" }
field = [
  { key = "unit", label = { zh = "房号", en = "Unit" }, kind = "unit" },
  { key = "until", label = { zh = "到期", en = "Until" }, kind = "date" },
  { key = "what", label = { zh = "内容", en = "What" } },
]
"""
PLAN = """
[[file_plan]]
key = "tenant"
clause = "1.1"
title = { zh = "租户档案", en = "Tenant's file" }
of = "unit"
when = "let and not owned"
keep_years = 7
sources = ["X-1"]

[[file_plan.item]]
key = "lease"
title = { zh = "租约", en = "Lease" }
by = ["entry:contract", "custody.issued"]
expires_field = "until"
when = "delivered or business"
who = "steward"
sources = ["X-1"]
"""
KNOWN = Knowledge(
    {"registers.entered": {"ref": Kind.TEXT}},
    papers=frozenset({"custody.issued", "letters.in", "entry:", "sheet:"}),
)


def load(tmp_path, text):
    folder = tmp_path / "small"
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    return load_pack(folder, KNOWN)[0]


def test_a_plan_says_what_must_be_in_a_file(tmp_path):
    plan = load(tmp_path, HEAD + PLAN).file_plans["tenant"]
    assert (plan.of, plan.keep_years, plan.sources) == (FileOf.UNIT, 7, ("X-1",))
    assert plan.when.of({"let": True, "owned": False}) is True
    item = plan.items[0]
    assert (item.key, item.by, item.expires_field) == ("lease", ("entry:contract", "custody.issued"), "until")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('when = "let and not owned"', 'when = "rented"', "“rented”"),
        ('when = "let and not owned"', 'when = "let +"', "pack.toml"),
        ('of = "unit"', 'of = "house"', "“house” is not known here"),
        ('of = "unit"\n', "", "“of” is missing"),
        ('"entry:contract"', '"entry:contracts"', "Did you mean “contract”"),
        ('"custody.issued"', '"custody.isued"', "Did you mean “custody.issued”"),
        ('expires_field = "until"', 'expires_field = "what"', "“what” is not a day in contract"),
        ('who = "steward"', 'who = "stewart"', "Did you mean “steward”"),
        ('who = "steward"', 'whom = "steward"', "“whom” is not a key here"),
        (
            'clause = "1.1"\ntitle = { zh = "租户',
            'clause = "9.9"\ntitle = { zh = "租户',
            "“9.9” is not a clause",
        ),
        ('who = "steward"\nsources = ["X-1"]', 'who = "steward"\nsources = ["X-3"]', "“X-3” is not a source"),
        ('who = "steward"', "optional = true", "contradict each other"),
        ('who = "steward"', "sensitive = true", "opened there"),
        ("keep_years = 7", "keep_years = -1", "not negative"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path, old, new, said):
    text = HEAD + PLAN
    assert old in text
    with pytest.raises(PackError) as wrong:
        load(tmp_path, text.replace(old, new, 1) if "租户" not in old else text.replace(old, new))
    problem = next(one for one in wrong.value.problems if said in str(one))
    assert problem.place.file == "small/pack.toml"
    assert problem.place.line > 20


def test_an_item_is_given_once_and_a_plan_needs_one(tmp_path):
    twice = PLAN + PLAN[PLAN.index("[[file_plan.item]]") :]
    with pytest.raises(PackError, match="given twice"):
        load(tmp_path, HEAD + twice)
    with pytest.raises(PackError, match="There is no item"):
        load(tmp_path, HEAD + PLAN[: PLAN.index("[[file_plan.item]]")])


def test_a_pack_without_plans_keeps_the_digest_it_had(tmp_path):
    from guanjia.apps.rulebook.loading.source import Source

    load(tmp_path, HEAD)
    assert "file_plan" not in Source.of_folder(tmp_path / "small").content
