"""`guanjia messages`: sentences are found where they are, gaps are told, books are compiled."""

import gettext
from pathlib import Path

import polib
import pytest

from guanjia import cli
from guanjia.commands import messages

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
a = _("Plain sentence.")
b = ngettext("one case", "%(n)s cases", 2)
c = pgettext("verb", "Close")
d = other("Not a sentence.")
"""
TEMPLATE = """{% translate "In a tag" %} {% trans 'Old tag' context "menu" %}
{% blocktranslate trimmed with name=thing.name %}
  Hello {{ name }},
  welcome.
{% endblocktranslate %}{% include "x.html" with title=_("As an argument") %}"""


@pytest.fixture
def part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    code = tmp_path / "guanjia"
    app = code / "apps" / "demo"
    (app / "templates" / "demo").mkdir(parents=True)
    (app / "tests").mkdir()
    (app / "apps.py").touch()
    (app / "terms.py").write_text(PYTHON, encoding="utf-8")
    (app / "templates" / "demo" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (app / "tests" / "test_x.py").write_text('_("Of a test")', encoding="utf-8")
    monkeypatch.setattr(messages, "_CODE", code)
    return app


FOUND = {
    ("", "Plain sentence.", ""),
    ("", "one case", "%(n)s cases"),
    ("verb", "Close", ""),
    ("", "In a tag", ""),
    ("menu", "Old tag", ""),
    ("", "Hello %(name)s, welcome.", ""),
    ("", "As an argument", ""),
}


def fill(book: polib.POFile) -> None:
    """Give every sentence a text, counted ones their one plural form."""
    for entry in book:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "译文"}
        else:
            entry.msgstr = "译文"


def test_sentences_are_found_in_code_and_templates_but_not_in_tests(part: Path) -> None:
    assert {key for key, _where in messages._sentences(part)} == FOUND


def test_the_check_names_every_gap_and_passes_when_all_are_filled(
    part: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["messages", "--check"]) == 1
    out = capsys.readouterr().out
    assert out.count("no zh_Hans text") == len(FOUND)
    assert "'Close' (context verb)" in out

    assert cli.main(["messages", "--extract"]) == 0
    book = messages._book(messages._po(part))
    fill(book)
    book.save(str(messages._po(part)))
    capsys.readouterr()
    assert cli.main(["messages", "--check"]) == 0
    assert capsys.readouterr().out == ""


def test_extracting_twice_adds_nothing_and_keeps_texts(part: Path) -> None:
    cli.main(["messages", "--extract"])
    book = messages._book(messages._po(part))
    book[0].msgstr = "留着"
    book.save(str(messages._po(part)))
    cli.main(["messages", "--extract"])
    again = messages._book(messages._po(part))
    assert len(again) == len(FOUND)
    assert again[0].msgstr == "留着"


def test_a_half_done_or_fuzzy_text_is_a_gap(part: Path) -> None:
    cli.main(["messages", "--extract"])
    book = messages._book(messages._po(part))
    fill(book)
    book[0].flags.append("fuzzy")
    book.save(str(messages._po(part)))
    assert cli.main(["messages", "--check"]) == 1


def test_books_are_compiled_and_the_texts_come_out_again(part: Path) -> None:
    cli.main(["messages", "--extract"])
    file = messages._po(part)
    book = messages._book(file)
    next(entry for entry in book if entry.msgid == "Plain sentence.").msgstr = "一句话。"
    book.save(str(messages._po(part)))
    assert cli.main(["messages", "--quiet"]) == 0
    with file.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Plain sentence.") == "一句话。"


def test_an_unknown_app_is_refused(part: Path) -> None:
    assert cli.main(["messages", "--app", "nothing"]) == 2


def test_a_counted_sentence_needs_its_plural_form_and_extracting_moves_the_text_there(part: Path) -> None:
    cli.main(["messages", "--extract"])
    file = messages._po(part)
    book = messages._book(file)
    fill(book)
    counted = next(entry for entry in book if entry.msgid == "one case")
    counted.msgid_plural, counted.msgstr_plural, counted.msgstr = "", {}, "%(n)s 件"
    book.save(str(file))
    assert cli.main(["messages", "--check"]) == 1
    cli.main(["messages", "--extract"])
    assert cli.main(["messages", "--check"]) == 0
    cli.main(["messages", "--quiet"])
    with file.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).ngettext("one case", "%(n)s cases", 3) == "%(n)s 件"
