"""Lists: what is shown lives in the address, and the workbook opens clean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db.models import QuerySet

from guanjia.ui.lists import Bulk, Column, Empty, Filter, Flag, List, Period, chosen
from guanjia.ui.models import Attempt
from guanjia.ui.tests.conftest import NOW

Make = Callable[..., Any]


@dataclass
class Job:
    ref: str
    title: str
    state: str
    at: datetime
    fee: int | None = None

    def get_absolute_url(self) -> str:
        return f"/jobs/{self.ref}/"


class Jobs(List):
    key = "jobs"
    columns = (
        Column("ref", "Number", link=True, sort="ref"),
        Column("title", "Matter", wide=True),
        Column("state", "State", kind="badge", tone=lambda job: "late" if job.state == "late" else "calm"),
        Column("at", "When", kind="moment", sort="at"),
        Column("fee", "Price", kind="money", sort="fee", total=True),
    )
    filters = (
        Filter("state", "State", options=[("open", "Open"), ("late", "Late")]),
        Period("at", "When"),
        Flag("paid", "Has a price", apply=lambda rows, request: [row for row in rows if row.fee]),
    )
    search = ("ref", "title")
    order = "ref"
    size = 25
    empty = Empty("No jobs yet", "Make the first one.")
    bulk = (Bulk("shell:gallery_try", "Assign", can="jobs.assign"),)


def jobs(count: int = 60) -> list[Job]:
    return [
        Job(
            f"J-{place:03d}",
            f"Matter {place}",
            "late" if place % 4 == 0 else "open",
            NOW - timedelta(hours=place),
            place * 100 or None,
        )
        for place in range(count)
    ]


def refs(shown: List) -> list[str]:
    return [row.cells[0].value for row in shown.rows]


def test_pages_follow_each_other_without_gap_or_overlap(make_request: Make) -> None:
    found = [ref for page in ("1", "2", "3") for ref in refs(Jobs(make_request(f"/?page={page}"), jobs()))]
    assert found == [job.ref for job in jobs()]


@pytest.mark.parametrize(
    ("page", "first"),
    [("0", "J-000"), ("-1", "J-000"), ("99", "J-050"), ("x", "J-000"), ("９", "J-000"), ("9" * 30, "J-000")],
)
def test_a_page_that_does_not_exist_is_the_nearest_one(make_request: Make, page: str, first: str) -> None:
    assert refs(Jobs(make_request(f"/?page={page}"), jobs()))[0] == first


def test_a_filter_in_the_address_narrows_and_is_drawn_as_an_active_chip(make_request: Make) -> None:
    shown = Jobs(make_request("/?state=late&page=3"), jobs())
    assert shown.count == 15
    chip = shown.chips[0]
    assert (chip.active, chip.shown, chip.clear_url) == (True, "Late", "?")
    assert [option.url for option in chip.options] == ["?state=open", "?state=late"]


def test_filters_add_up_and_keep_each_other(make_request: Make) -> None:
    shown = Jobs(make_request("/?state=late&paid=1&q=matter"), jobs())
    assert shown.count == 14
    assert shown.chips[2].toggle_url == "?state=late&q=matter"
    assert shown.is_filtered


def test_a_value_nobody_declared_is_ignored(make_request: Make) -> None:
    shown = Jobs(make_request("/?state=company_id&sort=password&size=1000000&paid=yes"), jobs())
    assert (shown.count, shown.sorting, shown.page_size, shown.is_filtered) == (60, "ref", 25, False)


def test_today_is_the_sites_day(make_request: Make) -> None:
    # It is 09:30 in Shanghai: ten whole hours and the one before midnight lie 9.5 hours back.
    assert Jobs(make_request("/?at=today"), jobs()).count == 10
    assert Jobs(make_request("/?at=yesterday"), jobs()).count == 24


def test_every_word_typed_must_stand_somewhere(make_request: Make) -> None:
    assert refs(Jobs(make_request("/?q=matter+17"), jobs())) == ["J-017"]
    assert Jobs(make_request("/?q=J-01"), jobs()).count == 10


def test_a_click_on_a_header_sorts_and_a_second_one_turns_round(make_request: Make) -> None:
    shown = Jobs(make_request("/?sort=at"), jobs())
    assert refs(shown)[0] == "J-059"
    head = shown.heads[3]
    assert (head["now"], head["asks"]) == ("ascending", "-at")
    assert refs(Jobs(make_request("/?sort=-fee"), jobs()))[0] == "J-059"
    assert refs(Jobs(make_request("/?sort=fee&page=3"), jobs()))[-1] == "J-000"


def test_totals_are_of_all_rows_found_not_of_the_page(make_request: Make) -> None:
    shown = Jobs(make_request("/?state=late"), jobs())
    assert shown.totals is not None
    assert shown.totals[-1].value == sum(place * 100 for place in range(0, 60, 4))


def test_the_page_shows_rows_with_links_tones_and_the_way_to_the_workbook(make_request: Make) -> None:
    text = Jobs(make_request("/?state=late"), jobs()).answer(title="Jobs").content.decode()
    assert 'href="/jobs/J-000/"' in text
    assert "tag-late" in text
    assert "?state=late&amp;format=xlsx" in text
    assert text.count('data-test="row"') == 15


def test_htmx_gets_the_rows_alone(make_request: Make) -> None:
    text = Jobs(make_request(htmx=True), jobs()).answer(title="Jobs").content.decode()
    assert "<html" not in text
    assert 'data-test="row"' in text


def test_an_empty_list_says_what_to_do_and_a_filtered_one_how_to_see_more(make_request: Make) -> None:
    assert "Make the first one." in Jobs(make_request(), []).answer(title="Jobs").content.decode()
    filtered = Jobs(make_request("/?q=nothing"), jobs()).answer(title="Jobs").content.decode()
    assert "Nothing matches these filters." in filtered
    assert "Make the first one." not in filtered


def test_a_bulk_verb_shows_to_those_who_may(make_request: Make) -> None:
    assert Jobs(make_request(), jobs()).verbs == []
    may = make_request(grants={"jobs.assign": {1}})
    assert 'name="chosen" value="J-000"' in Jobs(may, jobs()).answer(title="Jobs").content.decode()


def test_the_chosen_rows_come_once_each_in_order(make_request: Make) -> None:
    assert chosen(make_request("/?chosen=7&chosen=3&chosen=7")) == ["7", "3"]


def workbook(request: Any, rows: Any) -> Any:
    answer = Jobs(request, rows).answer(title="Jobs")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    return openpyxl.load_workbook(BytesIO(answer.content)).active


def test_the_workbook_has_all_pages_with_real_dates_and_numbers(make_request: Make) -> None:
    sheet = workbook(make_request("/?format=xlsx"), jobs())
    assert [cell.value for cell in sheet[1]] == ["Number", "Matter", "State", "When", "Price"]
    assert sheet.max_row == 61
    assert sheet["D2"].value == datetime(2026, 3, 2, 9, 30)  # a cell has no zone: the site's clock
    assert sheet["E3"].value == 1
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "http://evil.example", '=HYPERLINK("x")']
)
def test_no_text_in_the_workbook_is_a_formula_or_a_link(make_request: Make, text: str) -> None:
    sheet = workbook(make_request("/?format=xlsx"), [Job("J-1", text, "open", NOW)])
    cell = sheet["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


class Attempts(List):
    key = "attempts"
    columns = (Column("door", "Door", sort="door"), Column("count", "Count", kind="number", total=True))
    filters = (Filter("address", "Address", options=[("a", "A"), ("b", "B")]),)
    search = ("door",)
    order = "-count"


@pytest.mark.django_db
def test_rows_of_the_database_are_narrowed_ordered_and_summed_there(
    make_request: Make, django_assert_num_queries: Any
) -> None:
    Attempt.objects.bulk_create(
        Attempt(door=f"door {place}", address="ab"[place % 2], window=1, count=place % 7)
        for place in range(80)
    )
    shown = Attempts(make_request("/?address=a&q=door"), Attempt.objects.all())
    assert isinstance(shown.found, QuerySet)
    with django_assert_num_queries(3):  # how many, the page, the sums
        assert shown.count == 40
        assert len(shown.rows) == 40
        assert shown.totals is not None
        assert shown.totals[1].value == sum(place % 7 for place in range(0, 80, 2))
    counts = [row.cells[1].value for row in shown.rows]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.django_db
def test_a_tie_is_broken_by_age_so_that_pages_do_not_overlap(make_request: Make) -> None:
    Attempt.objects.bulk_create(
        Attempt(door=f"door {n:02d}", address="a", window=1, count=1) for n in range(60)
    )
    pages = [refs(Attempts(make_request(f"/?page={n}"), Attempt.objects.all())) for n in (1, 2)]
    assert len({ref for page in pages for ref in page}) == 60


def test_the_period_of_a_month_ends_after_today(make_request: Make) -> None:
    from guanjia.ui.filters import bounds

    start, end = bounds("month", NOW)
    assert (start, end) == (datetime(2026, 2, 28, 16, tzinfo=UTC), datetime(2026, 3, 2, 16, tzinfo=UTC))
