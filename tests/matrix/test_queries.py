"""How many questions each screen asks the database: the same with few rows as with many, and as written in ``queries.json``.

When a number is meant to change: ``GUANJIA_ACCEPT_QUERIES=1 pytest tests/matrix/test_queries.py`` or
``python -m tests.matrix.accept``, and say why in the commit.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix.resolver import Address, addresses
from tests.matrix.stage import grow
from tests.matrix.visitors import Visitors

pytestmark = pytest.mark.django_db

PINNED = Path(__file__).with_name("queries.json")
ACCEPT = "python -m tests.matrix.accept"
_NOT_OURS = re.compile(r"SAVEPOINT|django_session|^BEGIN|^COMMIT|^SELECT 1|SET CONSTRAINTS", re.IGNORECASE)


def screens() -> list[Address]:
    """What is looked at: every list and every page of a thing."""
    return [one for one in addresses() if one.is_of_staff and one.is_screen]


def questions(visitors: Visitors, login: str, url: str) -> list[str]:
    """The statements a GET of ``url`` sends, after one to warm what the process keeps."""
    visitors.ask(login, url)
    with CaptureQueriesContext(connection) as asked:
        answer = visitors.ask(login, url)
    assert answer.status < 500, str(answer)
    return [one["sql"] for one in asked if not _NOT_OURS.search(one["sql"])]


def shape(sql: str) -> str:
    """A statement without its values, to see which is asked again and again."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)[:300]


def told(name: str, few: list[str], many: list[str]) -> str:
    """What was asked more often when there was more."""
    before, after = Counter(map(shape, few)), Counter(map(shape, many))
    more = [f"  {after[one] - before[one]} more × {one}" for one in after if after[one] > before[one]]
    return f"{name}: {len(few)} questions with few rows, {len(many)} with many:\n" + "\n".join(more)


def test_no_screen_asks_more_when_there_is_more_and_all_ask_what_is_written_down(
    visitors: Visitors, settings: Any
):
    settings.GUANJIA_CALENDAR_CHECK_SECONDS = (
        3600  # what is kept of calendars is not looked at again in between
    )
    chosen = []
    for address in screens():
        login = visitors.best_holder(address)
        if login and (found := visitors.own_urls(address, login, most=1)):
            chosen.append((address.name, login, found[0]))
    assert len(chosen) > 30
    few = {name: questions(visitors, login, url) for name, login, url in chosen}
    grow(visitors.stage.wanxing, 12)
    visitors.seen.clear()
    assert "万兴又一件11" in visitors.ask("zhou", "/cases/").body, "there is not more to see than before"
    many = {name: questions(visitors, login, url) for name, login, url in chosen}
    growing = [told(name, few[name], many[name]) for name in few if len(many[name]) != len(few[name])]
    counted = {name: len(asked) for name, asked in sorted(few.items())}
    if os.environ.get("GUANJIA_ACCEPT_QUERIES") and not growing:
        PINNED.write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8")
    pinned = json.loads(PINNED.read_text(encoding="utf-8")) if PINNED.exists() else {}
    assert not growing, (
        "fetch these with the list (select_related, prefetch_related, one query for all):\n"
        + "\n".join(growing)
    )
    changed = [
        f"{name}: {pinned.get(name, 'nothing')} written down, {count} asked:\n  "
        + "\n  ".join(map(shape, few[name]))
        for name, count in counted.items()
        if pinned.get(name) != count
    ]
    gone = sorted(set(pinned) - set(counted))
    assert not changed, f"if this is meant, run `{ACCEPT}`:\n" + "\n".join(changed)
    assert not gone, f"no such screens any more; run `{ACCEPT}`: {gone}"
