"""Tags: time in words in both languages, tones never by colour alone, icons from our own files."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guanjia.ui import icons, words
from guanjia.ui.panels import Fact, Facts, Panel
from guanjia.ui.templatetags.ui import clock_state
from guanjia.ui.tests.conftest import NOW


def drawn(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context({"now": NOW, **context}))


@pytest.mark.parametrize(
    ("length", "english", "chinese"),
    [
        (timedelta(seconds=40), "under 1 min", "不到 1 分钟"),
        (timedelta(minutes=12, seconds=59), "12 min", "12 分钟"),
        (timedelta(hours=2, minutes=5), "2 h 5 min", "2 小时 5 分钟"),
        (timedelta(hours=3), "3 h", "3 小时"),
        (timedelta(days=3, hours=4, minutes=50), "3 d 4 h", "3 天 4 小时"),
        (timedelta(days=-2), "2 d", "2 天"),
    ],
)
def test_a_length_of_time_is_said_in_its_two_largest_units(
    length: timedelta, english: str, chinese: str
) -> None:
    assert words.span(length) == english
    with translation.override("zh-hans"):
        assert words.span(length) == chinese


@given(st.timedeltas(min_value=timedelta(days=-9999), max_value=timedelta(days=9999)))
def test_every_length_of_time_can_be_said(length: timedelta) -> None:
    assert words.span(length)


@pytest.mark.parametrize(
    ("away", "text"),
    [
        (timedelta(0), "today 09:30"),
        (timedelta(hours=-10), "yesterday 23:30"),
        (timedelta(days=1), "tomorrow 09:30"),
        (timedelta(days=-5), "02-25 09:30"),
        (timedelta(days=-90), "2025-12-02 09:30"),
    ],
)
def test_a_moment_is_as_short_as_it_can_be_said(away: timedelta, text: str) -> None:
    shown = drawn("{% moment value %}", value=NOW + away)
    assert f">{text}</time>" in shown
    assert 'title="2' in shown


def test_on_paper_a_moment_is_never_today() -> None:
    panel = Facts([Fact("Received", NOW, kind="moment")])
    assert ">2026-03-02 09:30<" in drawn("{% facts panel %}", panel=panel, on_paper=True)


@pytest.mark.parametrize(
    ("state", "minutes", "shown"),
    [
        ("running", 120, "calm"),
        ("running", 29, "soon"),
        ("running", 0, "late"),
        ("running", -5, "late"),
        ("PAUSED", -5, "paused"),
        ("met", -5, "met"),
        ("missed", 5, "missed"),
    ],
)
def test_a_clock_finds_its_tone(state: str, minutes: int, shown: str) -> None:
    assert clock_state(state, NOW + timedelta(minutes=minutes), NOW) == shown


def test_when_it_is_soon_may_be_said_from_outside() -> None:
    due = NOW + timedelta(minutes=20)
    assert clock_state("running", due, NOW, soon_at=NOW + timedelta(minutes=10)) == "calm"


def test_a_clock_always_has_an_icon_and_a_word() -> None:
    for state, minutes in (
        ("running", 90),
        ("running", 3),
        ("running", -3),
        ("paused", 3),
        ("met", 0),
        ("missed", 0),
    ):
        shown = drawn("{% clock state due %}", state=state, due=NOW + timedelta(minutes=minutes))
        assert "<svg" in shown
        assert shown.split('class="clock-text">')[1].split("<")[0].strip()


def test_only_a_running_clock_ticks() -> None:
    due = NOW + timedelta(minutes=3)
    assert "data-clock" in drawn("{% clock 'running' due %}", due=due)
    assert "data-clock" not in drawn("{% clock 'paused' due %}", due=due)
    assert "data-clock" not in drawn("{% clock 'running' due %}", due=None)


def test_badges_take_everyday_names_of_tones_and_escape_their_text() -> None:
    shown = drawn("{% badge text 'bad' %}", text="<b>late</b>")
    assert "tag-late" in shown
    assert "&lt;b&gt;" in shown
    assert "<svg" in shown


def test_facts_mask_what_is_hidden_and_offer_the_verb_that_shows_it() -> None:
    panel = Facts(
        [Fact("Phone", "138****8000", hidden=True, reveal_url="/people/7/reveal/"), Fact("Unit", "")]
    )
    shown = drawn("{% facts panel %}", panel=panel)
    assert 'class="masked">138****8000' in shown
    assert 'href="/people/7/reveal/"' in shown
    assert "—" in shown


def test_money_is_yuan() -> None:
    assert "¥1,234.50" in drawn("{% money value %}", value=123450)
    assert drawn("{% money value %}", value=None) == "—"


def test_an_icon_nobody_listed_is_an_error_and_no_path_leads_out() -> None:
    assert "<svg" in icons.icon("bell")
    for name in ("no-such-icon", "../../settings", "Bell"):
        with pytest.raises(icons.IconMissing):
            icons.icon(name)


def test_a_panel_without_rows_is_empty_and_one_without_a_list_is_not() -> None:
    assert Panel("Duties", "x.html", {"rows": []}).is_empty
    assert not Panel("Duties", "x.html", {"total": 3}).is_empty


def test_names_are_in_the_language_of_the_page() -> None:
    class Post:
        name, name_en = "客服前台", "Front desk"

    assert drawn("{{ post|named }}", post=Post()) == "Front desk"
    with translation.override("zh-hans"):
        assert drawn("{{ post|named }}", post=Post()) == "客服前台"


def test_scripts_are_told_the_words_of_the_server() -> None:
    with translation.override("zh-hans"):
        said = words.for_scripts()
    assert said["left"] == "还剩 %(span)s"
    assert said["minutes"] == "%s 分钟"


def test_an_ago_ticks_and_says_the_exact_time() -> None:
    shown = drawn("{% ago value %}", value=NOW - timedelta(minutes=5))
    assert "5 min ago" in shown
    assert "data-ago" in shown
    assert datetime.fromisoformat(shown.split('datetime="')[1].split('"')[0]) == NOW - timedelta(minutes=5)
