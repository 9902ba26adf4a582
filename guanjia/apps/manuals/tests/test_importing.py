"""Reading files: numbers and headings become levels, nothing gets lost, and what is no document is refused."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.manuals import arranging, numbering
from guanjia.apps.manuals.arranging import Raw, place, said, tree_of
from guanjia.apps.manuals.importing import opening, read_lines
from guanjia.apps.manuals.importing.word_numbers import chinese
from guanjia.kernel.refusals import Refused

RULES = """嘉和物业投诉处理规定
第一章　总则
第一条　为规范投诉处理，制定本规定。
第二条　本规定适用于下列人员：
（一）前台客服；
（二）楼栋管家。
第二章 受理
第一节 登记
第３条　接到投诉后登记。
1、姓名与房号
2、事由
a) 书面
b) 口头
1.5米以内不算。
"""


def text_of(lines):
    return "".join(" ".join(line.text for line in lines).split())


def levels(text, name="rules.txt"):
    return [(line.level, line.text) for line in place(read_lines(name, text.encode()))]


def docx(build):
    word, file = Document(), io.BytesIO()
    build(word)
    word.save(file)
    return file.getvalue()


def test_the_numbers_of_a_chinese_rulebook_make_its_tree():
    assert [level for level, _text in levels(RULES)] == [None, 1, 2, 2, 3, 3, 1, 2, 3, 4, 4, 5, 5, 0]


def test_decimal_numbers_nest_by_their_parts_and_quantities_are_text():
    found = levels("1 范围\n1.1适用\n1.1.1 部门\n1.2 引用\n2 术语\n2.5米宽的走道\n24 hours a day\n2.1 客户")
    assert [level for level, _text in found] == [1, 2, 3, 2, 1, 0, 0, 2]


def test_a_chapter_after_a_list_closes_the_list():
    assert [
        level for level, _text in levels("1. 目的\n2. 范围\n第一章 总则\n一、原则\n（一）公平\n二、分工")
    ] == [1, 1, 1, 2, 3, 2]


def test_the_tree_keeps_number_heading_and_text_apart():
    nodes = tree_of(place(read_lines("a.txt", RULES.encode())))
    assert [(node.level, node.number, node.heading) for node in nodes[:4]] == [
        (1, "", ""),
        (1, "第一章", "总则"),
        (2, "第一条", ""),
        (2, "第二条", ""),
    ]
    assert nodes[0].text == "嘉和物业投诉处理规定"
    assert nodes[2].text == "为规范投诉处理，制定本规定。"
    third = next(node for node in nodes if node.number == "第３条")
    assert third.text == "接到投诉后登记。"
    assert nodes[-1].text == "口头\n1.5米以内不算。"


def test_what_stands_before_the_first_heading_is_named_with_its_line():
    first = place(read_lines("a.txt", "\n\n封面\n第一章 总则".encode()))[0]
    assert (first.numbers, first.level, first.unplaced) == ((3,), None, "front")


def test_markdown_headings_lists_and_tables():
    text = "# 总则\n\n正文**粗**\n\n## 范围\n\n3. 甲\n4. 乙\n   - 丙\n\n| 时限 | 责任 |\n|---|---|\n| 15 分钟 | 管家 |\n"
    lines = place(read_lines("a.md", text.encode()))
    assert [(line.numbers, line.level, line.text) for line in lines] == [
        ((1,), 1, "总则"),
        ((3,), 0, "正文粗"),
        ((5,), 2, "范围"),
        ((7,), 3, "3. 甲"),
        ((8,), 3, "4. 乙"),
        ((9,), 0, "- 丙"),
        ((11,), 0, "时限 | 责任"),
        ((13,), 0, "15 分钟 | 管家"),
    ]


def test_word_headings_tables_and_plain_numbers():
    def build(word):
        word.add_heading("第一章 总则", 1)
        word.add_paragraph("第一条 目的。")
        table = word.add_table(1, 2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "时限", "15 分钟"
        word.add_heading("附则", 1)

    lines = place(read_lines("a.docx", docx(build)))
    assert [(line.level, line.text) for line in lines] == [
        (1, "第一章 总则"),
        (2, "第一条 目的。"),
        (0, "时限 | 15 分钟"),
        (1, "附则"),
    ]


def numbered(word, depth, text):
    """A paragraph of the automatic list 第%1章 / 第%2条."""
    numbering = word.part.numbering_part.element
    if not [one for one in numbering.iter(qn("w:abstractNum")) if one.get(qn("w:abstractNumId")) == "77"]:
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), "77")
        for level, pattern in enumerate(("第%1章", "第%2条")):
            one = OxmlElement("w:lvl")
            one.set(qn("w:ilvl"), str(level))
            for name, value in (("start", "1"), ("numFmt", "chineseCounting"), ("lvlText", pattern)):
                part = OxmlElement(f"w:{name}")
                part.set(qn("w:val"), value)
                one.append(part)
            abstract.append(one)
        numbering.insert(0, abstract)
        num = OxmlElement("w:num")
        num.set(qn("w:numId"), "77")
        link = OxmlElement("w:abstractNumId")
        link.set(qn("w:val"), "77")
        num.append(link)
        numbering.append(num)
    paragraph = word.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    wanted = OxmlElement("w:numPr")
    for name, value in (("ilvl", str(depth)), ("numId", "77")):
        part = OxmlElement(f"w:{name}")
        part.set(qn("w:val"), value)
        wanted.append(part)
    properties.append(wanted)


def test_word_prints_numbers_that_are_not_in_the_text():
    def build(word):
        for depth, text in ((0, "总则"), (1, "目的。"), (1, "范围。"), (0, "受理"), (1, "登记。")):
            numbered(word, depth, text)

    lines = place(read_lines("a.docx", docx(build)))
    assert [(line.level, line.text) for line in lines] == [
        (1, "第一章 总则"),
        (2, "第一条 目的。"),
        (2, "第二条 范围。"),
        (1, "第二章 受理"),
        (2, "第一条 登记。"),
    ]


def test_word_content_controls_and_insertions_are_read_and_deletions_are_not():
    def build(word):
        word.add_heading("总则", 1)
        for tag, text in (("w:ins", "新增。"), ("w:del", "删去。")):
            paragraph = word.add_paragraph()
            change = OxmlElement(tag)
            run = OxmlElement("w:r")
            said = OxmlElement("w:t" if tag == "w:ins" else "w:delText")
            said.text = text
            run.append(said)
            change.append(run)
            paragraph._p.append(change)
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        inside = word.add_paragraph("控件里的话。")._p
        control.append(content)
        inside.addprevious(control)
        content.append(inside)

    assert [line.text for line in place(read_lines("a.docx", docx(build)))] == [
        "总则",
        "新增。",
        "控件里的话。",
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1001, "一千零一"),
    ],
)
def test_chinese_counting(number, text):
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("line", "value"),
    [("第三条", 3), ("第１２条", 12), ("第2十1条", 21), ("第一百零五条", 105), ("第二〇条", 20)],
)
def test_articles_are_counted_in_figures_in_signs_and_in_both(line, value):
    assert numbering.read(line).value == (value,)


# --- Hostile files --------------------------------------------------------------------------------------------------------


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (opening.MOST_UNPACKED + 1) + b"</a>")
    return file.getvalue()


def entities():
    good, file = docx(lambda word: word.add_paragraph("好")), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
            new.writestr(name, content)
    return file.getvalue()


def macros():
    good, file = docx(lambda word: word.add_paragraph("好")), io.BytesIO(b"")
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/vbaProject.bin", b"x")
    return file.getvalue()


def other_zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("rules.docx", b"MZ\x90\x00" + b"\x00" * 100, "file_of_another_kind"),
        ("rules.txt", b"\x7fELF" + b"\x00" * 100, "file_of_another_kind"),
        ("rules.md", b"%PDF-1.7 x", "file_of_another_kind"),
        ("rules.txt", b"abc\x00def", "file_of_another_kind"),
        ("rules.docx", other_zip(), "file_of_another_kind"),
        ("rules.docx", macros(), "file_of_another_kind"),
        ("rules.docx", docx(lambda word: word.add_paragraph("好"))[:-200], "file_broken"),
        ("rules.docx", entities(), "file_broken"),
        ("rules.docx", bomb(), "file_too_much"),
        ("rules.docx", docx(lambda word: None), "file_without_text"),
        ("rules.txt", b"x" * (opening.MOST_BYTES + 1), "file_too_large"),
        ("rules.txt", "一\n".encode() * (opening.MOST_LINES + 1), "file_too_long"),
        ("rules.txt", b" \n ", "file_empty"),
    ],
)
def test_what_is_no_document_is_refused(name, content, code):
    with pytest.raises(Refused) as caught:
        read_lines(name, content)
    assert caught.value.code == code


def test_texts_in_the_encodings_of_the_trade_are_read():
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert read_lines("a.txt", "第一章 总则".encode(encoding))[0].text == "第一章 总则"


# --- Nothing gets lost ----------------------------------------------------------------------------------------------------

WORDS = st.text(alphabet="第一二十章节条、（）()1２3.．abA①|- \t总则，。投诉", max_size=24).filter(
    lambda text: "\n" not in text
)
LINES = st.lists(st.tuples(WORDS, st.none() | st.integers(1, 4)), max_size=14)


@given(LINES)
def test_placing_and_the_tree_never_lose_a_sign(rows):
    raws = [Raw(number, text, style) for number, (text, style) in enumerate(rows, 1)]
    lines = place(raws)
    source = "".join("".join(raw.text.split()) for raw in raws)
    assert said(lines) == source
    nodes = tree_of(lines)
    assert "".join("".join(node.whole.split()) for node in nodes) == source
    assert {number for line in lines for number in line.numbers} == {
        raw.number for raw in raws if raw.text.strip()
    }
    before = 0
    for node in nodes:
        assert 1 <= node.level <= before + 1
        before = node.level


@given(LINES, st.data())
def test_no_step_of_a_person_loses_a_sign(rows, data):
    lines = place([Raw(number, text, style) for number, (text, style) in enumerate(rows, 1)])
    source = said(lines)
    for _step in range(4):
        if not lines:
            return
        at = data.draw(st.integers(0, len(lines) - 1))
        step = data.draw(st.sampled_from(["move", "join", "split"]))
        if step == "move":
            lines = arranging.move(lines, at, data.draw(st.integers(-1, 9)))
        elif step == "join":
            lines = arranging.join(lines, at)
        else:
            text = lines[at].text
            cut = data.draw(st.integers(0, len(text)))
            lines = arranging.split(lines, at, [text[:cut], text[cut:]])
        assert said(lines) == source


def test_dividing_a_line_refuses_other_words():
    lines = place([Raw(1, "第一条 甲。第二条 乙。")])
    divided = arranging.split(lines, 0, ["第一条 甲。", "第二条 乙。"])
    assert [(line.level, line.text) for line in divided] == [(1, "第一条 甲。"), (1, "第二条 乙。")]
    with pytest.raises(ValueError):
        arranging.split(lines, 0, ["第一条 甲。", "第二条 丙。"])


def test_moving_a_line_takes_along_what_stands_below_it():
    lines = place(
        [Raw(n, text) for n, text in enumerate(["第一章 甲", "第一条 乙。", "（一）丙", "第二章 丁"])]
    )
    assert [line.level for line in arranging.move(lines, 1, 1)] == [1, 1, 2, 1]
    assert [line.level for line in arranging.move(lines, 0, 2)] == [2, 3, 4, 1]
