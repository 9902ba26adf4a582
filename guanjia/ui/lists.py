"""Lists, declared: columns, filters, search, order, totals, bulk verbs, workbook. What is shown lives in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, TypeAlias

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Text
from guanjia.ui import rows as row_tools
from guanjia.ui.filters import Chip, Filter, Flag, Period, States
from guanjia.ui.http import page
from guanjia.ui.models import SavedView
from guanjia.ui.request import Request
from guanjia.ui.saved_views import views_of, worth_keeping

__all__ = ["Bulk", "Chip", "Column", "Empty", "Filter", "Flag", "List", "Period", "States", "chosen"]

Rows: TypeAlias = "QuerySet[Any] | Sequence[Any]"
PAGE_SIZES = (25, 50, 100)
MOST_CHOSEN = 500


@dataclass(frozen=True)
class Column:
    """One column. ``value`` (a callable) wins over the attribute ``name``; ``excel`` over both in the workbook.

    ``sort`` is the field to order by ("" = cannot); ``tone`` and ``icon`` (text or callable) are for badges; ``template``
    draws the cell itself with ``row``, ``value``, ``now``. ``phone`` is False for columns a phone leaves out.
    """

    name: str
    label: Text
    kind: str = "text"
    sort: str = ""
    value: Callable[[Any], Any] | None = None
    excel: Callable[[Any], Any] | None = None
    template: str = ""
    link: bool = False
    wide: bool = False
    total: bool = False
    phone: bool = True
    tone: Any = "neutral"
    icon: Any = ""

    def of(self, row: Any) -> Any:
        """What the cell shows of ``row``."""
        return self.value(row) if self.value else row_tools.attribute(row, self.name)

    def for_excel(self, row: Any) -> Any:
        """What the workbook gets of ``row``."""
        return self.excel(row) if self.excel else self.of(row)


NOTHING = _("Nothing here yet")


@dataclass(frozen=True)
class Empty:
    """What an empty list says, and what to do next."""

    title: Text = NOTHING
    hint: Text = ""
    url_name: str = ""
    label: Text = ""
    icon: str = "inbox"

    @property
    def url(self) -> str:
        """Where to do it."""
        return reverse(self.url_name) if self.url_name else ""


@dataclass(frozen=True)
class Bulk:
    """A verb for all chosen rows; the view at ``url_name`` reads them with ``chosen(request)``."""

    url_name: str
    label: Text
    icon: str = ""
    can: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell as it is drawn."""

    column: Column
    value: Any
    tone: str = "neutral"
    icon: str = ""


@dataclass(frozen=True)
class Row:
    """One row as it is drawn."""

    key: str
    url: str
    cells: list[Cell]
    thing: Any
    css: str = ""


class List:
    """A list of one kind of thing. Subclasses declare; ``answer`` draws the page, the fragment, or the workbook."""

    key: ClassVar[str] = ""
    columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    search: ClassVar[Sequence[str]] = ()
    order: ClassVar[str] = ""
    size: ClassVar[int] = 50
    empty: ClassVar[Empty] = Empty()
    bulk: ClassVar[Sequence[Bulk]] = ()
    template: ClassVar[str] = "ui/list_page.html"

    def __init__(self, request: Request, rows: Rows) -> None:
        self.request = request
        self.all_rows = rows
        self.asked: Mapping[str, str] = request.GET

    # What subclasses may say differently

    def row_url(self, thing: Any) -> str:
        """Where a row leads; "" for nowhere."""
        return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""

    def row_key(self, thing: Any) -> str:
        """What a bulk verb is given for a row."""
        return str(getattr(thing, "pk", None) or getattr(thing, "ref", ""))

    def row_css(self, thing: Any) -> str:  # noqa: ARG002
        """A class for the whole row, such as "row-late"."""
        return ""

    def prepare(self, things: list[Any]) -> list[Any]:
        """Add to the rows of one page what their cells need, in a fixed number of queries."""
        return things

    def searched(self, rows: Rows) -> Rows:
        """The rows in which what was typed stands; a list with an index for it says so here."""
        found: Rows = row_tools.searched(rows, self.search, self.text)
        return found

    # What is asked in the address

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.asked.get("q", "").strip()[:80] if self.search else ""

    @property
    def sorting(self) -> str:
        """The field in order, with - for downwards; only declared ones are taken from the address."""
        wanted = self.asked.get("sort", "")
        known = {column.sort for column in self.columns if column.sort}
        return wanted if wanted.removeprefix("-") in known else self.order

    @property
    def page_size(self) -> int:
        """Rows on a page."""
        wanted = self.asked.get("size", "")
        return int(wanted) if wanted in {str(size) for size in PAGE_SIZES} else self.size

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters as they are drawn."""
        return [one.chip(self.request) for one in self.filters]

    @property
    def is_filtered(self) -> bool:
        """Whether less than everything is shown."""
        return bool(self.text) or any(chip.active for chip in self.chips)

    @cached_property
    def saved_views(self) -> list[SavedView]:
        """The views of this list the actor keeps."""
        return views_of(self.request.actor, self.key)

    @property
    def query(self) -> str:
        """What of the address makes the present view."""
        return worth_keeping(self.request.GET.urlencode())

    # What is found

    @cached_property
    def found(self) -> Rows:
        """All rows that match, in order, not yet cut into pages."""
        rows = self.all_rows
        for one in self.filters:
            rows = one.narrow(rows, self.request)
        rows = self.searched(rows)
        ordered: Rows = row_tools.ordered(rows, self.sorting)
        return ordered

    @cached_property
    def count(self) -> int:
        """How many match."""
        return self.found.count() if isinstance(self.found, QuerySet) else len(self.found)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // self.page_size))

    @property
    def number(self) -> int:
        """The page shown, from 1."""
        wanted = self.asked.get("page", "1")
        return (
            min(max(1, int(wanted)), self.pages)
            if wanted.isascii() and wanted.isdigit() and len(wanted) < 9
            else 1
        )

    @property
    def first(self) -> int:
        """The position of the first row shown, from 1."""
        return (self.number - 1) * self.page_size + 1 if self.count else 0

    @property
    def last(self) -> int:
        """The position of the last row shown."""
        return min(self.number * self.page_size, self.count)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the page shown."""
        start = (self.number - 1) * self.page_size
        things = self.prepare(list(self.found[start : start + self.page_size]))
        return [self._row(thing) for thing in things]

    @cached_property
    def totals(self) -> list[Any] | None:
        """Sums of the ``total`` columns over all rows found, in the places of the columns; None without such columns."""
        summed = [column for column in self.columns if column.total]
        if not summed or not self.count:
            return None
        sums = row_tools.sums(self.found, summed)
        return [Cell(column, sums.get(column.name)) for column in self.columns]

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The header cells: label, the order a click asks for, and the one in force."""
        up = self.sorting.removeprefix("-")
        heads = []
        for column in self.columns:
            now = (
                ("descending" if self.sorting.startswith("-") else "ascending")
                if column.sort and up == column.sort
                else ""
            )
            asks = f"-{column.sort}" if now == "ascending" else column.sort
            heads.append({"column": column, "asks": asks, "now": now})
        return heads

    @property
    def verbs(self) -> list[Bulk]:
        """The bulk verbs this actor may use."""
        return [one for one in self.bulk if not one.can or self.request.actor.can(one.can)]

    # Answers

    def answer(self, template: str = "", **context: Any) -> HttpResponse:
        """The page, its rows alone for HTMX, or the workbook for ``?format=xlsx``."""
        if self.asked.get("format") == "xlsx":
            from guanjia.ui.workbook import workbook_answer

            return workbook_answer(self, str(context.get("title") or self.key or "list"))
        return page(self.request, f"{template or self.template}#list", list=self, **context)

    def _row(self, thing: Any) -> Row:
        cells = [self._cell(column, thing) for column in self.columns]
        return Row(self.row_key(thing), self.row_url(thing), cells, thing, self.row_css(thing))

    def _cell(self, column: Column, thing: Any) -> Cell:
        tone = column.tone(thing) if callable(column.tone) else column.tone
        icon = column.icon(thing) if callable(column.icon) else column.icon
        return Cell(column, column.of(thing) if not column.template else None, tone, icon)


def chosen(request: Request) -> list[str]:
    """The keys of the rows a bulk verb is for, in the order shown, each once."""
    keys = request.POST.getlist("chosen") or request.GET.getlist("chosen")
    return list(dict.fromkeys(keys))[:MOST_CHOSEN]
