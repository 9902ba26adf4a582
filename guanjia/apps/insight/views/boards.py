"""The boards: the company's, and the one of a site."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.insight import queries
from guanjia.apps.insight.rules import Tally, days_to
from guanjia.apps.insight.sheets import sheet
from guanjia.apps.insight.terms import Can
from guanjia.apps.insight.views.asked import address, day_of, number_asked, site_named, site_of, wants
from guanjia.ui.http import Request, page, screen
from guanjia.ui.lists import Column

SPANS = (1, 7, 30, 90)
"""Days the company's board can look back."""
SITES_ON_A_PAGE = 50


@dataclass(frozen=True)
class Cell:
    """One cell of a board: its tally, the address of what is behind it, and its words for those who do not see."""

    tally: Tally
    url: str
    words: str


@dataclass(frozen=True)
class Line:
    """One clause."""

    number: str
    heading: str
    pack: str
    url: str
    cells: list[Cell]
    share: int | None


@dataclass(frozen=True)
class Head:
    """The head of a column: short, whole, and where it leads."""

    short: str
    title: str
    url: str


@dataclass(frozen=True)
class SiteLine:
    """One site of the company's board."""

    site: Any
    url: str
    whole: Tally
    cells: list[Cell]


@screen(can=Can.SEE)
def show_board(request: Request) -> HttpResponse:
    """Clause by day: what was kept, late, broken; a cell opens what was due that day."""
    site_id, today = site_of(request), timezone.localtime(request.now).date()
    last, pack = day_of(request, "last"), request.GET.get("pack", "")
    found = queries.board(request.actor, site_id, last, request.now, pack=pack)
    lines = [_line(row, site_id, found.days) for row in found.rows]
    title = _("Board of clauses")
    if wants(request, "xlsx"):
        return sheet(request, title, _day_columns(found.days), lines)
    step = timedelta(days=queries.BOARD_DAYS)
    asked = partial(address, site=request.GET.get("site"), pack=pack)
    return page(
        request,
        "insight/board_paper.html" if wants(request, "paper") else "insight/board.html",
        title=title,
        board=found,
        lines=lines,
        site=site_named(site_id),
        today=today,
        earlier=asked(last=last - step),
        later=asked(last=last + step) if last < today else "",
    )


def _line(row: queries.ClauseRow, site_id: int, days: tuple[date, ...]) -> Line:
    pack = row.here.pack
    base = reverse("insight:clause", args=[site_id, pack.key, row.clause.number])
    cells = [
        cell(tally, f"{base}{address(from_=day, until=day)}", f"{day:%m-%d}")
        for day, tally in zip(days, row.days, strict=True)
    ]
    whole = f"{base}{address(from_=days[0], until=days[-1])}"
    heading = str(row.clause.heading or row.clause.text)
    return Line(row.clause.number, heading, str(pack.title), whole, cells, row.whole.share_kept)


def cell(tally: Tally, url: str, label: str) -> Cell:
    """A cell with its words; nothing was due: no address."""
    if not tally.total:
        return Cell(tally, "", "")
    words = _("kept %(kept)s, late %(late)s, broken %(broken)s, open %(open)s") % {
        "kept": tally.kept,
        "late": tally.late,
        "broken": tally.broken,
        "open": tally.open,
    }
    return Cell(tally, url, f"{label}: {words}")


def _day_columns(days: tuple[date, ...]) -> list[Column]:
    def words(place: int) -> Callable[[Line], str]:
        return lambda line: line.cells[place].words.partition(": ")[2]

    return [
        Column("pack", _("Rulebook")),
        Column("number", _("Clause")),
        Column("heading", _("What it says"), wide=True),
        *(Column(f"day{place}", f"{day:%Y-%m-%d}", value=words(place)) for place, day in enumerate(days)),
        Column("share", _("kept, %"), kind="number"),
    ]


# --- The company's ------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def show_company(request: Request) -> HttpResponse:
    """Site by rulebook, the worst site first; the head of a rulebook opens site by clause, a cell the board behind it."""
    days, last = number_asked(request, "days", SPANS, 7), day_of(request, "last")
    pack, text = request.GET.get("pack", ""), request.GET.get("q", "").strip()[:80]
    found = queries.company_board(request.actor, days_to(last, days), request.now, pack)
    rows = [row for row in found.rows if text.casefold() in f"{row.site.name} {row.site.name_en}".casefold()]
    heads = [_head(found, column, days, last) for column in found.columns]
    title = _("Company board")
    if wants(request, "xlsx"):
        return sheet(
            request, title, _company_columns(heads), [_site_line(found, row, last, heads) for row in rows]
        )
    on_paper = wants(request, "paper")
    shown = Paginator(rows, max(1, len(rows)) if on_paper else SITES_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    asked = partial(address, pack=pack, q=text)
    return page(
        request,
        "insight/company_paper.html" if on_paper else "insight/company.html",
        title=title,
        board=found,
        heads=heads,
        lines=[_site_line(found, row, last, heads) for row in shown],
        below=[cell(tally, "#", head.title) for tally, head in zip(found.below, heads, strict=True)],
        shown=shown,
        text=text,
        last=last,
        spans=[(one, asked(days=one, last=last), one == days) for one in SPANS],
        earlier=asked(days=days, last=last - timedelta(days=days)),
        later=asked(days=days, last=last + timedelta(days=days))
        if last < timezone.localtime(request.now).date()
        else "",
        whole=address(days=days, last=last, q=text),
    )


def _head(board: queries.CompanyBoard, column: str, days: int, last: date) -> Head:
    if board.pack is None:
        known = board.packs.get(column)
        title = str(known.title) if known else column
        return Head(title, title, address(days=days, last=last, pack=column))
    clause = board.pack.clauses.get(column)
    return Head(column, f"{column} {(clause.heading or clause.text) if clause else ''}", "")


def _site_line(board: queries.CompanyBoard, row: queries.SiteRow, last: date, heads: list[Head]) -> SiteLine:
    pack = board.pack.key if board.pack else ""
    base, cells = reverse("insight:board"), []
    for column, head, tally in zip(board.columns, heads, row.cells, strict=True):
        if pack:
            period = address(from_=board.days.start, until=last)
            url = f"{reverse('insight:clause', args=[row.site.pk, pack, column])}{period}"
        else:
            url = f"{base}{address(site=row.site.pk, last=last, pack=column)}"
        cells.append(cell(tally, url, f"{row.site.name}, {head.title}"))
    url = f"{base}{address(site=row.site.pk, last=last, pack=pack)}"
    return SiteLine(row.site, url, row.whole, cells)


def _company_columns(heads: list[Head]) -> list[Column]:
    def broken(place: int) -> Callable[[SiteLine], str]:
        return lambda line: line.cells[place].words.rpartition(": ")[2]

    return [
        Column("site", _("Site"), wide=True, value=lambda line: line.site.name),
        Column("kept", _("kept"), kind="number", value=lambda line: line.whole.kept),
        Column("late", _("done late"), kind="number", value=lambda line: line.whole.late),
        Column("broken", _("broken"), kind="number", value=lambda line: line.whole.broken),
        Column("open", _("still open"), kind="number", value=lambda line: line.whole.open),
        Column("share", _("kept, %"), kind="number", value=lambda line: line.whole.share_kept),
        *(Column(f"c{place}", head.title, value=broken(place)) for place, head in enumerate(heads)),
    ]
