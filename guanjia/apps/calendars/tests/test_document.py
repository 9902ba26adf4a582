"""The tables of docs/algorithms/working-time.md, executed."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from guanjia.apps.calendars import queries
from guanjia.kernel.working_time import Duration, Pause

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "algorithms" / "working-time.md"
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"
ROWS = [
    [cell.strip() for cell in line.strip("|\n ").split("|")]
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
    if re.match(rf"\| [\w-]+ \| {MOMENT} \|", line)
]
PLAIN = [row for row in ROWS if re.fullmatch(MOMENT, row[3])]
PAUSED = [row for row in ROWS if " to " in row[3]]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def test_the_document_has_its_examples():
    assert len(PLAIN) >= 25
    assert len(PAUSED) >= 6
    assert len(PLAIN) + len(PAUSED) == len(ROWS)


@pytest.mark.parametrize("row", PLAIN, ids=lambda row: f"{row[1]} plus {row[2]}")
def test_an_example_is_due_when_the_document_says(row):
    hours, start, plus, due, because = row
    found = queries.national_calendar(hours).deadline(moment(start), Duration.parse(plus))
    assert found.due_at == moment(due)
    assert found.provisional == ("provisional" in because)


@pytest.mark.parametrize("row", PAUSED, ids=lambda row: f"{row[2]} paused {row[3]}")
def test_a_paused_example_is_due_when_the_document_says(row):
    hours, start, plus, paused, due = row
    pauses = [Pause(*(moment(text) for text in paused.split(" to ")))]
    found = queries.national_calendar(hours).deadline(moment(start), Duration.parse(plus), pauses)
    assert found.due_at == moment(due)


def test_what_the_document_says_in_chinese_is_read():
    sentence = next(
        line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("Chinese says")
    )
    for text in re.findall(r"`([^`]+)`", sentence):
        assert Duration.parse(text)
