"""Every sentence the engine can say has a place in the app's catalogue, word for word."""

import ast
from pathlib import Path

import pytest

from guanjia.apps.calendars import terms
from guanjia.kernel import working_time
from guanjia.kernel.working_time import DayKind, Duration, Why, WorkingTimeError

ENGINE = Path(working_time.__file__).parent
ERRORS = {"WorkingTimeError", "NotUnderstood", "BeyondCalendar", "NaiveMoment", "BadHours"}


def said() -> dict[str, set[str]]:
    """Code and sentences of every error the engine raises."""
    found: dict[str, set[str]] = {}
    for file in ENGINE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS and len(node.args) == 2:
                code, sentence = (ast.literal_eval(argument) for argument in node.args)
                found.setdefault(code, set()).add(sentence)
    return found


def test_the_engine_says_something():
    assert len(said()) > 12


@pytest.mark.parametrize(("code", "sentences"), sorted(said().items()))
def test_every_sentence_of_the_engine_can_be_translated(code, sentences, settings):
    from django.utils.translation import override

    with override("en"):
        assert {str(terms.SENTENCES[code])} == sentences


def test_a_refusal_made_of_an_error_fills_its_gaps():
    with pytest.raises(WorkingTimeError) as caught:
        Duration.parse("soon")
    refusal = terms.refusal_of(caught.value, field="deadline")
    assert (refusal.code, refusal.field) == ("duration_not_understood", "deadline")
    assert "soon" in str(refusal)


def test_every_kind_of_day_and_every_reason_has_a_word_and_an_icon():
    assert set(terms.DAY_KINDS) == set(DayKind)
    assert set(terms.WHY) == set(Why)
    for look in [*terms.DAY_KINDS.values(), *terms.WHY.values()]:
        assert str(look.label)
        assert look.icon
        assert look.tone


def test_a_festival_is_called_by_its_name():
    from django.utils.translation import override

    with override("en"):
        assert terms.festival("国庆节、中秋节") == "National Day · Mid-Autumn Festival"
        assert terms.festival("校庆") == "校庆"
