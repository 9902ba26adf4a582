"""One spelling for the many that people use."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.places import naming
from guanjia.apps.places.naming import (
    SEARCH_LENGTH,
    building_code,
    composed_code,
    entrance_code,
    from_numeral,
    plain,
    query_words,
    search_words,
    unit_code,
)

WIDE = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ－",
)
CODES = st.from_regex(r"[A-Z]?[1-9][0-9]?-[1-4]-[0-9]{4}", fullmatch=True)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(naming).failed == 0


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("A1栋", "A1"),
        (" a1 栋 ", "A1"),
        ("Ａ１号楼", "A1"),
        ("1#", "1"),
        ("1#楼", "1"),
        ("第3栋", "3"),
        ("十二栋", "12"),
        ("03幢", "3"),
        ("Building 7", "7"),
        ("Block C", "C"),
        ("会所", "会所"),
        ("楼", "楼"),
    ],
)
def test_a_building_has_one_code_whatever_people_call_it(typed, code):
    assert building_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "code"), [("1单元", "1"), ("一单元", "1"), ("１", "1"), ("东单元", "东"), ("", "")]
)
def test_an_entrance_has_one_code(typed, code):
    assert entrance_code(typed) == code


@pytest.mark.parametrize(
    ("text", "number"), [("二十", 20), ("十一", 11), ("两", 2), ("三十五", 35), ("一百二", None)]
)
def test_chinese_numerals_below_a_hundred_are_read(text, number):
    assert from_numeral(text) == number


@given(CODES)
def test_full_width_digits_and_long_dashes_do_not_make_another_unit(code):
    assert unit_code(code.translate(WIDE)) == unit_code(code.replace("-", " — ").lower()) == code


@given(st.text())
def test_plain_text_is_stable_and_holds_nothing_invisible(text):
    once = plain(text)
    assert plain(once) == once
    assert once.strip() == once
    assert once.isprintable()


@pytest.mark.parametrize(
    ("room", "building", "entrance", "group", "code"),
    [
        ("A1-1-0302", "A1栋", "1单元", "A", "A1-1-0302"),
        ("0302", "A1栋", "1单元", "A", "A1-1-0302"),
        ("302", "3栋", "2单元", "", "3-2-302"),
        ("302", "3栋", "", "B", "B-3-302"),
        ("A1-0302", "A1栋", "1单元", "A", "A1-0302"),
        ("A10302", "A1栋", "1单元", "A", "A10302"),
        ("商铺8", "A1栋", "", "A", "商铺8"),
        ("302", "", "", "A", "302"),
    ],
)
def test_a_bare_room_number_is_completed_and_a_full_one_left_alone(room, building, entrance, group, code):
    assert composed_code(room, building=building, entrance=entrance, group_code=group) == code


@given(CODES)
def test_every_unit_is_found_by_every_tail_of_its_code(code):
    words = search_words(code, f"{code.split('-')[0]}栋", code.split("-")[1])
    parts = code.split("-")
    tails = ["-".join(parts[start:]) for start in range(len(parts))]
    for typed in [*tails, "".join(parts), parts[-1].lstrip("0") or parts[-1], f"{parts[0]}栋"]:
        assert all(f"|{word}" in words for word in query_words(typed)), typed
    assert len(words) <= SEARCH_LENGTH


def test_search_words_of_an_endless_code_still_fit():
    assert len(search_words("-".join(["ABCDEFGH"] * 8), "栋" * 50, "1")) <= SEARCH_LENGTH
