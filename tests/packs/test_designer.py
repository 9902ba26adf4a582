"""Every register we ship goes through the designer and comes out the same: as answers on the board, and as TOML."""

import tomllib
from dataclasses import replace

import pytest
from django.http import QueryDict

from guanjia.apps.registers.designer import parts
from guanjia.apps.registers.designer.asking import Words
from guanjia.apps.registers.designer.sheet import Sheet
from guanjia.apps.rulebook.house import checking, forming, toml
from guanjia.apps.rulebook.house.vocabulary import Vocabulary
from guanjia.apps.rulebook.loading import Knowledge, Source, load_pack, pack_folders, pack_from_content
from guanjia.apps.rulebook.loading.folder import load_source
from guanjia.apps.rulebook.terms import RegisterTerm
from guanjia.apps.rulebook.terms.declared import cleaned, of_register, same_condition

FOLDERS = [folder for folder in pack_folders() if load_pack(folder)[0].registers]


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def shipped(request):
    return load_pack(request.param)


def bare(term: RegisterTerm) -> RegisterTerm:
    """A register without the clause and the sources of the pack it stands in."""
    return replace(term, clause="", sources=())


def words_of(pack) -> Vocabulary:
    return Vocabulary(pack.posts, {}, {})


def loaded(declared, pack) -> RegisterTerm:
    """A declaration as the loader of all packs takes it out of TOML that the designer wrote."""
    content = checking.content_of((), words_of(pack), "1", [forming.Form(1, declared)])
    text = toml.as_toml({key: value for key, value in content.items() if value})
    found, _source = load_source(
        Source("house", files={"house.toml": (tomllib.loads(text), {})}), Knowledge.of_product()
    )
    return bare(next(iter(found.registers.values())))


def through_the_board(declared, pack):
    """The declaration after each of its parts was opened, shown and sent back as it stands."""
    sheet = Sheet(declared)
    words = Words([(key, str(post.name)) for key, post in pack.posts.items()], [])
    names = [parts.FORM, parts.APPROVALS, parts.PAPER]
    for kind in ("field", "state", "action", "check"):
        for place, row in enumerate(declared.get(kind, [])):
            names.append(f"{kind}.{place}")
            names += [f"{kind}.{place}.column.{at}" for at, _column in enumerate(row.get("column", []))]
    for name in names:
        form = parts.part(sheet, name, words)
        sent = QueryDict(mutable=True)
        for bound in form.questions:
            value = bound.value()
            sent.setlist(
                bound.html_name, [str(one) for one in value] if isinstance(value, list) else [_sent(value)]
            )
        form.keep(sent)
    return Sheet.of(sheet.text, "").table


def _sent(value) -> str:
    return "on" if value is True else "" if value is None or value is False else str(value)


def test_every_register_comes_back_the_same_from_toml(shipped):
    pack, source = shipped
    for row in source.content["register"]:
        declared = of_register(row)
        assert cleaned(declared) == declared, row["key"]
        assert loaded(declared, pack) == bare(pack.registers[row["key"]]), row["key"]


def test_every_register_comes_back_the_same_from_the_board(shipped):
    pack, source = shipped
    for row in source.content["register"]:
        declared = of_register(row)
        assert loaded(through_the_board(declared, pack), pack) == bare(pack.registers[row["key"]]), row["key"]


def test_every_pack_comes_back_the_same_from_toml(shipped):
    pack, source = shipped
    again = pack_from_content(pack.key, tomllib.loads(toml.as_toml(source.content)))
    assert again.registers == pack.registers
    assert again.duties == pack.duties


EVERYTHING = """
[[register]]
key = "everything"
clause = "1"
title = { zh = "全部", en = "Everything \\"quoted\\" \\\\ and | more" }
signed_by = ["b|a", "customer"]
enter_by = ["b", "a"]
keep_years = 0
series = "VR"
[register.paper]
columns = 1
left_out = ["note"]
line = [{ label = { zh = "见证人", en = "Witness" } }]
[[register.field]]
key = "sort"
label = { zh = "种类", en = "Sort" }
kind = "choice"
choice = [{ key = "A", label = { zh = "甲", en = "First" } }, { key = "b-2", label = { zh = "乙", en = "乙" } }]
[[register.field]]
key = "note"
label = { zh = "说明", en = "Note" }
required_when = { sort = ["A", "b-2"] }
seen_by = ["b", "a"]
masked = true
[[register.field]]
key = "lines"
label = { zh = "明细", en = "Lines" }
kind = "rows"
required = true
[[register.field.column]]
key = "price"
label = { zh = "单价", en = "Price" }
kind = "money"
required = true
[[register.field.column]]
key = "count"
label = { zh = "数量", en = "Count" }
kind = "number"
unit = "把"
[[register.field.column]]
key = "sum"
label = { zh = "小计", en = "Sum" }
kind = "computed"
formula = "price * count"
in_yuan = true
[[register.field]]
key = "who"
label = { zh = "客户", en = "Who" }
kind = "customer"
[[register.field]]
key = "back_at"
label = { zh = "归还", en = "Back at" }
kind = "moment"
at_action = "take_back"
[[register.check]]
holds = 'sum(lines.sum) <= 1000 or sort = "A"'
message = { zh = "超额", en = "Too much" }
field = "lines"
[[register.state]]
key = "out"
label = { zh = "借出", en = "Out" }
[[register.state]]
key = "back"
label = { zh = "归还", en = "Back" }
end = true
[[register.action]]
key = "take_back"
label = { zh = "收回", en = "Take back" }
from = ["out"]
to = "back"
by = ["b", "a"]
capability = "registers.strike"
unsigned = true
"""


def test_whatever_a_register_can_say_survives():
    frame = """
[pack]
key = "frame"
version = "1"
title = { zh = "制度", en = "Frame" }
[[clause]]
number = "1"
text = { zh = "条款", en = "Clause" }
sources = ["x"]
[[post]]
key = "a"
name = { zh = "甲岗", en = "A" }
[[post]]
key = "b"
name = { zh = "乙岗", en = "B" }
"""
    tables = tomllib.loads(frame + EVERYTHING)
    pack, _source = load_source(Source("frame", files={"frame.toml": (tables, {})}), Knowledge.of_product())
    term = bare(pack.registers["everything"])
    declared = of_register(tables["register"][0])
    for found in (loaded(declared, pack), loaded(through_the_board(declared, pack), pack)):
        assert found.fields[1].required_when is not None
        assert same_condition(found.fields[1].required_when, term.fields[1].required_when)
        fields = tuple(replace(one, required_when=None) for one in found.fields)
        wanted = tuple(replace(one, required_when=None) for one in term.fields)
        assert fields == wanted
        assert replace(found, fields=()) == replace(term, fields=())
