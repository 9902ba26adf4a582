"""Fields of texts: known names only, one pass, nothing evaluated; the shipped texts are sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.letters import texts
from guanjia.apps.letters.ready import ready_texts
from guanjia.apps.letters.terms import Hazard, Kind, Topic

NAMES = [name for one in texts.PLACES for name in one.names]


@pytest.mark.parametrize(
    ("written", "read"), [("{范围}停水", "三栋停水"), ("{where}停水", "三栋停水"), ("{ 范围 }", "三栋")]
)
def test_a_field_is_filled_by_its_chinese_or_english_name(written, read):
    assert texts.filled(written, {"where": "三栋"}) == read


@pytest.mark.parametrize(
    "written", ["{0.__class__}", "{what.__init__}", "{% load x %}", "{unknown}", "{what!r}"]
)
def test_nothing_else_in_braces_is_ever_read(written):
    assert "VALUE" not in texts.filled(written, {"what": "VALUE"})


def test_what_is_filled_in_is_not_read_again():
    assert texts.filled("{what}", {"what": "{where}", "where": "secret"}) == "{where}"


@given(st.text(), st.dictionaries(st.sampled_from([one.key for one in texts.PLACES]), st.text()))
def test_no_text_and_no_value_breaks_it(text, values):
    texts.filled(text, values)
    texts.unknown(text)


@given(st.lists(st.sampled_from(NAMES)), st.text(alphabet="停水abc， "))
def test_every_known_field_has_a_sample(names, between):
    text = between.join("{" + name + "}" for name in names)
    assert texts.left_open(texts.preview(text)) == []


def test_a_text_without_a_value_stays_open_and_is_named():
    assert texts.left_open(texts.filled("{范围}{开始}", {"where": "三栋"})) == ["{开始}"]


def test_a_template_with_an_unknown_field_is_refused():
    found = texts.why_not_text("通知", "因{原因}停水")
    assert [one.code for one in found] == ["unknown_place"]
    assert "原因" in str(found[0])
    assert [one.code for one in texts.why_not_text("", "")] == ["title_missing", "text_missing"]


def test_the_shipped_texts_know_their_fields_and_cover_every_weather():
    for one in ready_texts():
        assert Kind(one.kind)
        for text in (one.title_zh, one.title_en, one.zh, one.en):
            assert texts.unknown(text) == [], one.key
        if one.topic:
            assert Topic(one.topic)
    assert {one.hazard for one in ready_texts() if one.hazard} == set(Hazard)
