"""A piece of a page that asks again gets nothing when nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from guanjia.ui.polling import polled
from guanjia.ui.tests.conftest import NOW

Make = Callable[..., Any]
TEMPLATE = "ui/gallery/duty_rows.html"


class Row:
    title, ref = "Leak", "WO-1"
    due_at = NOW + timedelta(hours=2)


def test_the_same_piece_is_304_without_a_body(make_request: Make) -> None:
    first = polled(make_request(), TEMPLATE, rows=[Row()], now=NOW)
    again = polled(make_request(headers={"If-None-Match": first["ETag"]}), TEMPLATE, rows=[Row()], now=NOW)
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_clock_that_only_ticked_on_is_no_news(make_request: Make) -> None:
    first = polled(make_request(), TEMPLATE, rows=[Row()], now=NOW)
    later = polled(make_request(), TEMPLATE, rows=[Row()], now=NOW + timedelta(minutes=1))
    assert first["ETag"] == later["ETag"]


def test_a_new_row_is_news(make_request: Make) -> None:
    first = polled(make_request(), TEMPLATE, rows=[Row()], now=NOW)
    answer = polled(
        make_request(headers={"If-None-Match": first["ETag"]}), TEMPLATE, rows=[Row(), Row()], now=NOW
    )
    assert answer.status_code == 200
