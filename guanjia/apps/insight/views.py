"""The board of clauses, and the measures."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from guanjia.apps.insight import queries
from guanjia.apps.insight.rules import Tally
from guanjia.apps.insight.terms import HEALTHS, Can, Health
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request, page, screen

_TONES = {Health.HEALTHY: "calm", Health.NEAR: "soon", Health.OFF: "late", Health.OPEN: "neutral"}


@dataclass(frozen=True)
class Cell:
    """One day of one clause: its tally, the address of the duties behind it, and its words for those who do not see."""

    tally: Tally
    url: str
    words: str


@dataclass(frozen=True)
class Line:
    """One clause."""

    number: str
    heading: str
    pack: str
    cells: list[Cell]
    share: int | None


@screen(can=Can.SEE)
def show_board(request: Request) -> HttpResponse:
    """Clause by day: what was kept, late, broken; a cell opens the duties behind it."""
    today = timezone.localtime(request.now).date()
    last = min(parse_date(request.GET.get("last", "")) or today, today)
    found = queries.board(request.actor, _site(request), last, request.now)
    return page(
        request,
        "insight/board.html",
        board=found,
        lines=[_line(row, found.days) for row in found.rows],
        today=today,
        earlier=f"?last={last - timedelta(days=queries.BOARD_DAYS)}",
        later=f"?last={last + timedelta(days=queries.BOARD_DAYS)}" if last < today else "",
    )


def _line(row: queries.ClauseRow, days: tuple[date, ...]) -> Line:
    cells = [_cell(row, day, tally) for day, tally in zip(days, row.days, strict=True)]
    heading = row.clause.heading or row.clause.text
    return Line(row.clause.number, str(heading), str(row.here.pack.title), cells, row.whole.share_kept)


def _cell(row: queries.ClauseRow, day: date, tally: Tally) -> Cell:
    if not tally.total:
        return Cell(tally, "", "")
    asked = {"state": "ALL", "clause": f"{row.here.pack.key}:{row.clause.number}", "due_on": day}
    words = _("kept %(kept)s, late %(late)s, broken %(broken)s, open %(open)s") % {
        "kept": tally.kept,
        "late": tally.late,
        "broken": tally.broken,
        "open": tally.open,
    }
    return Cell(tally, f"{reverse('obligations:list')}?{urlencode(asked)}", f"{day:%m-%d}: {words}")


@dataclass(frozen=True)
class Shown:
    """One measure as it is drawn."""

    reading: queries.Reading
    health: Text
    tone: str
    is_share: bool


@screen(can=Can.SEE)
def show_measures(request: Request) -> HttpResponse:
    """The measures of the rulebooks: this period, the one before, and the healthy value."""
    today = timezone.localtime(request.now).date()
    day = min(parse_date(request.GET.get("day", "")) or today, today)
    found = [
        Shown(
            one,
            HEALTHS[one.health],
            _TONES[one.health],
            is_share=bool(one.measure.among or one.measure.kept or one.measure.score),
        )
        for one in queries.measures(request.actor, _site(request), day, request.now)
    ]
    return page(request, "insight/measures.html", found=found, day=day)


def _site(request: Request) -> int:
    """Boards are a site's: the one chosen, else the only one."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)
