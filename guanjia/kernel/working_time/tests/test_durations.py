"""Durations as rulebooks write them, in two languages."""

from __future__ import annotations

import pytest
from hypothesis import given

from guanjia.kernel.working_time import Duration, NotUnderstood, Unit
from guanjia.kernel.working_time.tests.worlds import durations

READ = [
    ("15 minutes", Unit.MINUTES, 15),
    ("15min", Unit.MINUTES, 15),
    ("within 30 minutes", Unit.MINUTES, 30),
    ("24 hours", Unit.HOURS, 24),
    ("1 hour", Unit.HOURS, 1),
    ("2 days", Unit.DAYS, 2),
    ("1.5 hours", Unit.MINUTES, 90),
    ("4 working hours", Unit.WORKING_HOURS, 4),
    ("90 working minutes", Unit.WORKING_MINUTES, 90),
    ("2.5 working hours", Unit.WORKING_MINUTES, 150),
    ("7 working days", Unit.WORKING_DAYS, 7),
    ("1 working day", Unit.WORKING_DAYS, 1),
    ("7 Business Days", Unit.WORKING_DAYS, 7),
    ("3 workdays", Unit.WORKING_DAYS, 3),
    ("by 17:50", Unit.CLOCK, 1070),
    ("17:50", Unit.CLOCK, 1070),
    ("by 24:00", Unit.CLOCK, 1440),
    ("by 17:50 next day", Unit.CLOCK_NEXT_DAY, 1070),
    ("by 9:00 on the next working day", Unit.CLOCK_NEXT_WORKING_DAY, 540),
    ("end of day", Unit.END_OF_DAY, 0),
    ("next day", Unit.END_OF_NEXT_DAY, 0),
    ("end of next day", Unit.END_OF_NEXT_DAY, 0),
    ("next working day", Unit.NEXT_WORKING_DAY, 0),
    ("7个工作日", Unit.WORKING_DAYS, 7),
    ("７个工作日内", Unit.WORKING_DAYS, 7),
    ("七个工作日", Unit.WORKING_DAYS, 7),
    ("十五个工作日", Unit.WORKING_DAYS, 15),
    ("30分钟", Unit.MINUTES, 30),
    ("30 分钟内", Unit.MINUTES, 30),
    ("24小时", Unit.HOURS, 24),
    ("两小时", Unit.HOURS, 2),
    ("半小时", Unit.MINUTES, 30),
    ("一个半小时", Unit.MINUTES, 90),
    ("3天", Unit.DAYS, 3),
    ("二十四小时内", Unit.HOURS, 24),
    ("一百二十分钟", Unit.MINUTES, 120),
    ("4个工作小时", Unit.WORKING_HOURS, 4),
    ("17:50前", Unit.CLOCK, 1070),
    ("17点50分前", Unit.CLOCK, 1070),
    ("17点半前", Unit.CLOCK, 1050),
    ("次日17：50前", Unit.CLOCK_NEXT_DAY, 1070),
    ("下一工作日9点前", Unit.CLOCK_NEXT_WORKING_DAY, 540),
    ("当日内", Unit.END_OF_DAY, 0),
    ("当日", Unit.END_OF_DAY, 0),
    ("次日", Unit.END_OF_NEXT_DAY, 0),
    ("第二天", Unit.END_OF_NEXT_DAY, 0),
    ("下一工作日", Unit.NEXT_WORKING_DAY, 0),
]


@pytest.mark.parametrize(("text", "unit", "amount"), READ, ids=[row[0] for row in READ])
def test_a_text_is_read(text, unit, amount):
    assert Duration.parse(text) == Duration(unit, amount)


NOT_READ = [
    "",
    "soon",
    "7",
    "-3 days",
    "3 fortnights",
    "1 month",
    "by noon",
    "25:00",
    "17:60",
    "24:01",
    "半天",
]
NOT_READ += [
    "0.5 working days",
    "半个工作日",
    "个工作日",
    "十十天",
    "9" * 30 + " minutes",
    "7 working days or so",
]


@pytest.mark.parametrize("text", NOT_READ)
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(NotUnderstood) as caught:
        Duration.parse(text)
    assert "%" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_negative_or_endless_amount_is_refused():
    for amount in (-1, 10**8):
        with pytest.raises(NotUnderstood):
            Duration(Unit.MINUTES, amount)
    with pytest.raises(NotUnderstood):
        Duration(Unit.CLOCK, 1441)


@given(durations())
def test_what_is_said_in_english_or_chinese_is_read_back(duration):
    assert Duration.parse(str(duration)) == duration
    assert Duration.parse(duration.wording("zh-hans")) == duration


def test_one_is_said_in_the_singular():
    assert str(Duration(Unit.WORKING_DAYS, 1)) == "1 working day"
    assert str(Duration(Unit.MINUTES, 1)) == "1 minute"
