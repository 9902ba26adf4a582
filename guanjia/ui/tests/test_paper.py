"""Papers as PDF: each begins a page, and nothing that was typed can become markup."""

import json
from base64 import b64decode
from dataclasses import replace

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanjia.kernel.refusals import Refused
from guanjia.ui import paper
from guanjia.ui.paper import Paper, Pictures, Rows, Signed, Told

HOSTILE = (
    '#panic("out")',
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0": *',
    "#set page(width: 1mm)",
    "$ x^2 $ `raw` *bold* _it_ <label> @ref // comment /* open",
    '"); panic("',
    ']}) #eval("1")',
    "= Heading\n- list\n+ enum\n/ term: x",
    "\\u{41} \\# \\",
    'sys.inputs #sys.inputs #json("sheets.json")',
    "\u202e\u200b\ufeff\x07 \U0001f511 \ud800",
    "'/><image href='file:///etc/passwd'/>",
)
SIGNS = st.one_of(
    st.sampled_from(HOSTILE), st.text(alphabet="#$*_`<>@[](){}\"'\\/=-+~\n\t ab1锁", max_size=60)
)
PLAIN = Paper(
    title="登记", company="万兴", site="一期", number="RG-2026-000001", address="https://desk.example/x"
)


PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def told(one):
    """What the paper says, value by value: the pieces of text that values became, after layout."""
    sheets = [paper.as_data(one)]
    sources = paper.sources(paper._TEMPLATE, {"sheets": sheets, "lang": "zh"})
    return json.loads(typst.query(sources, "<value>", font_paths=paper.fonts()))


def pages(papers):
    sheets = [paper.as_data(one) for one in papers]
    sources = paper.sources(paper._TEMPLATE, {"sheets": sheets, "lang": "zh"})
    drawn = typst.compile(sources, font_paths=paper.fonts(), format="svg")
    return len(drawn) if isinstance(drawn, list) else 1


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(value=SIGNS, other=SIGNS)
def test_whatever_is_typed_stands_on_the_paper_as_it_was_typed_and_never_as_markup(value, other):
    one = replace(
        PLAIN,
        title=value,
        notice=value,
        pairs=[(value, other)],
        texts=[("原因", value)],
        tables=[Rows(other, [value, other], [False, True], [[value, other]])],
        told=[Told(label=value, at=other, by=value, text=other)],
        signed=[Signed(label=value, name=other, note=value)],
        blanks=[other],
    )
    pieces = told(one)
    assert {piece["func"] for piece in pieces} == {"text"}
    shown = [piece["text"] for piece in pieces]
    kept = value.encode("utf-8", "replace").decode()
    assert "RG-2026-000001" in shown
    if kept:
        assert shown.count(kept) >= 5


@pytest.mark.parametrize("value", HOSTILE)
def test_no_hostile_value_breaks_the_pdf(value):
    one = replace(PLAIN, pairs=[(value, value)], texts=[(value, value)], printed=value, site=value)
    assert paper.as_pdf([one]).startswith(b"%PDF-")


def test_each_paper_begins_a_page_of_its_own_and_a_long_one_goes_on(db):
    long = replace(PLAIN, texts=[("经过", "很长的一段。\n" * 120)])
    assert pages([PLAIN, PLAIN, PLAIN]) == 3
    assert pages([PLAIN, long, PLAIN]) > 4


def laid_out(one):
    """Where each value of a paper came to stand: text, page and the left edge in points."""
    sources = paper.sources(paper._TEMPLATE, {"sheets": [paper.as_data(one)], "lang": "en"})
    sources["main"] += (
        b"\n#context [#metadata(query(<value>).map(one => (one.text, one.location().page(),"
        b" one.location().position().x.pt())))<laid>]"
    )
    (found,) = json.loads(typst.query(sources, "<laid>", font_paths=paper.fonts()))
    return found["value"]


FOOT = [("Entered by", "Lin"), ("Rulebook", "Routine 3.4"), ("Kept until", "2029-01-01")]


@pytest.mark.parametrize("lines", range(24, 34))
def test_signatures_never_stand_on_a_page_without_what_they_are_under(lines):
    table = Rows("Goods", ["Name", "Pieces"], [False, True], [[f"thing {one}", "1"] for one in range(lines)])
    one = replace(PLAIN, tables=[table], facts=FOOT, blanks=["Customer service supervisor", "Guard"])
    where = {text: page for text, page, _left in laid_out(one)}
    assert where["Guard"] == where["Customer service supervisor"] == where["Entered by"]
    assert where["Guard"] == where["Kept until"]


def test_every_page_after_the_first_says_which_paper_it_is_and_repeats_the_heads():
    table = Rows("Goods", ["Name", "Pieces"], [False, True], [[f"thing {one}", "1"] for one in range(60)])
    found = laid_out(replace(PLAIN, title="Slip", tables=[table]))
    assert [page for text, page, _left in found if text == "Slip"] == [1, 2]
    assert {page for text, page, _left in found if text == "RG-2026-000001"} == {1, 2}


def test_a_column_is_as_wide_as_what_stands_in_it():
    heads = ["Name", "Due", "Late", "Where it was found and by whom"]
    lines = [["Alexander Montgomery", "1", "2", "Customer service centre on floor two"]] * 3
    right = [False, True, True, False]
    found = laid_out(replace(PLAIN, tables=[Rows("Days", heads, right, lines)]))
    left = {text: at for text, _page, at in found}
    assert left["Late"] - left["Due"] < left["Due"] - left["Alexander Montgomery"]


def test_no_column_is_narrower_than_its_longest_word():
    sentence = "Two people were let out by the technician after a quarter of an hour"
    heads = ["Where", *(f"Column {one}" for one in range(8))]
    found = laid_out(replace(PLAIN, tables=[Rows("Log", heads, [False] * 9, [["B1", *[sentence] * 8]] * 3)]))
    left = {text: at for text, _page, at in found}
    assert left["Column 0"] - left["Where"] > len("Where") * 0.55 * 8 + 8, (
        "its letters, of 8 points, and the margins"
    )


def test_photographs_stand_on_the_paper():
    with_photos = replace(PLAIN, photos=[Pictures("照片", [PICTURE, PICTURE])])
    assert b"/Subtype/Image" in paper.as_pdf([with_photos])
    assert b"/Subtype/Image" not in paper.as_pdf([PLAIN])


def test_none_and_too_many_papers_are_refused():
    with pytest.raises(Refused, match="Choose"):
        paper.as_pdf([])
    with pytest.raises(Refused, match="200"):
        paper.as_pdf([PLAIN] * 201)


def test_without_its_font_no_blank_paper_is_made(settings, tmp_path):
    settings.VENDOR = tmp_path
    with pytest.raises(Refused, match="font"):
        paper.as_pdf([PLAIN])
