"""Telephone and identity numbers, in the many ways people write them."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.people import numbers
from guanjia.apps.people.numbers import (
    TAIL,
    is_telephone,
    mask_identity,
    mask_phone,
    normal_identity,
    normal_phone,
    same_line,
    tail,
)

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"0(10|2[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7}", fullmatch=True)
LOCALS = st.from_regex(r"[2-9][0-9]{6,7}", fullmatch=True)
MARKS = st.sampled_from(["", " ", "-", " - ", "—", "－", "\u3000", "\t"])
WIDE = str.maketrans("0123456789+-()", "０１２３４５６７８９＋－（）")


@st.composite
def decorated(draw, digits):
    """A number as somebody might write it: marks between the digits, perhaps full width."""
    number = draw(digits)
    written = "".join(sign + draw(MARKS) for sign in number)
    return number, written.translate(WIDE) if draw(st.booleans()) else written


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(numbers).failed == 0


@given(decorated(MOBILES), st.sampled_from(["", "+86", "+86 ", "0086", "86", "0", "＋８６-"]))
def test_a_mobile_number_is_the_same_however_it_is_written(number_and_written, prefix):
    number, written = number_and_written
    assert normal_phone(prefix + written) == number
    assert is_telephone(number)


@given(LANDLINES, st.sampled_from(["", " ", "-"]), st.booleans())
def test_a_landline_keeps_its_area_code_and_loses_the_countrys(number, mark, from_abroad):
    written = f"+86 {number[1:4]}{mark}{number[4:]}" if from_abroad else f"({number[:4]}){mark}{number[4:]}"
    normal = normal_phone(written)
    assert normal == number or (from_abroad and normal == f"0{number[1:]}")


@given(
    LANDLINES,
    st.from_regex(r"[0-9]{1,5}", fullmatch=True),
    st.sampled_from(["-", "转", " 转 ", " ext. ", "#"]),
)
def test_an_extension_is_not_part_of_the_number(number, extension, mark):
    area = 3 if number[1] in "12" else 4
    assert normal_phone(f"{number[:area]}-{number[area:]}{mark}{extension}") == number


@given(st.text(max_size=40))
def test_normalising_is_stable_and_gives_digits_or_nothing(text):
    once = normal_phone(text)
    assert normal_phone(once) == once
    assert once == "" or once.removeprefix("+").isdigit()


@pytest.mark.parametrize(
    ("number", "real"),
    [
        ("19900003544", True),
        ("12345", False),
        ("1990000354", False),
        ("199000035441", False),
        ("12900003544", False),
        ("02887654321", True),
        ("87654321", True),
        ("7654321", True),
        ("4008123123", True),
        ("95588", True),
        ("+85221234567", True),
        ("+8619900003544", False),
        ("", False),
        ("00000000", False),
    ],
)
def test_what_can_be_a_telephone(number, real):
    assert is_telephone(number) is real


@given(LOCALS, st.sampled_from(["010", "021", "028"]), st.sampled_from(["0816", "0755"]))
def test_a_local_number_is_the_same_line_as_with_its_area_code(local, large_city, city):
    area = large_city if len(local) == 8 else city
    assert same_line(local, area + local)
    assert same_line(area + local, local)
    assert tail(local) == tail(area + local)


@given(MOBILES, LOCALS)
def test_a_local_number_never_means_the_mobile_that_ends_like_it(mobile, local):
    assert not same_line(mobile[: -len(local)] + local, local)


@given(MOBILES, MOBILES)
def test_two_mobiles_are_one_line_only_when_equal(one, other):
    assert same_line(one, other) is (one == other)
    assert len(tail(one)) == TAIL


def test_no_number_is_no_line():
    assert not same_line("", "")


@given(st.from_regex(r"\+?[0-9]{1,15}", fullmatch=True))
def test_a_masked_number_has_its_length_and_never_its_middle(number):
    masked = mask_phone(number)
    assert len(masked) == len(number)
    hidden = [place for place, sign in enumerate(masked) if sign == "*"]
    assert len(hidden) >= min(3, len(number))
    assert all(masked[place] == number[place] for place in range(len(number)) if place not in hidden)


@given(st.from_regex(r"[0-9]{17}[0-9X]|[A-Z][0-9]{7,8}|[0-9A-Z]{1,15}", fullmatch=True))
def test_a_masked_identity_shows_at_most_four_signs_at_each_end(number):
    masked = mask_identity(number)
    assert len(masked) == len(number)
    assert masked.count("*") >= len(number) - 8
    assert masked.count("*") * 2 >= len(number)


def test_identity_numbers_have_one_spelling():
    assert (
        normal_identity(" 51150019641202077ｘ ")
        == normal_identity("511500 19641202 077X")
        == "51150019641202077X"
    )
