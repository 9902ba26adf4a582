"""Measures: all of a site, and one with its trend and the records behind its numbers."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.insight import queries, services
from guanjia.apps.insight.charts import Chart, chart_of
from guanjia.apps.insight.lists import FactList, ProofList
from guanjia.apps.insight.rules import figure_of, is_share, period_of
from guanjia.apps.insight.sheets import sheet
from guanjia.apps.insight.terms import HEALTHS, PERS, Can, Health, period_words
from guanjia.apps.insight.views.asked import address, day_of, site_named, site_of, wants
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Measure, TargetKind
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request, page, screen
from guanjia.ui.lists import Column, List

TONES = {Health.HEALTHY: "calm", Health.NEAR: "soon", Health.OFF: "late", Health.OPEN: "neutral"}


@dataclass(frozen=True)
class Shown:
    """One measure as it is drawn."""

    reading: queries.Reading
    health: Text
    tone: str
    period: str
    value: str
    before: str
    target: str
    url: str


@screen(can=Can.SEE)
def show_measures(request: Request) -> HttpResponse:
    """The measures of the rulebooks: this period, the one before, and the healthy value; each opens what is behind it."""
    site_id, day = site_of(request), day_of(request, "day")
    found = [shown(one, site_id, day) for one in queries.measures(request.actor, site_id, day, request.now)]
    title = _("Measures")
    if wants(request, "xlsx"):
        return sheet(request, title, _columns(), found)
    return page(
        request,
        "insight/measures_paper.html" if wants(request, "paper") else "insight/measures.html",
        title=title,
        found=found,
        day=day,
        site=site_named(site_id),
    )


def shown(one: queries.Reading, site_id: int, day: date) -> Shown:
    """A reading with its words."""
    base = reverse("insight:measure", args=[site_id, one.here.pack.key, one.measure.key])
    return Shown(
        one,
        _("nothing to measure") if one.value is None else HEALTHS[one.health],
        TONES[one.health],
        period_words(one.measure.per, one.period),
        figure_of(one.measure, one.value),
        figure_of(one.measure, one.before),
        target_of(one.measure),
        f"{base}{address(day=day)}",
    )


def target_of(measure: Measure) -> str:
    """The healthy value with its tolerance: "≥ 95% ± 2"."""
    if measure.target is None:
        return "–"
    words = f"{'≤' if measure.at_most else '≥'} {figure_of(measure, measure.target)}"
    return f"{words} ± {measure.tolerance:g}" if measure.tolerance else words


def _columns() -> list[Column]:
    return [
        Column("title", _("Measure"), wide=True, value=lambda one: str(one.reading.measure.title)),
        Column("pack", _("Rulebook"), value=lambda one: str(one.reading.here.pack.title)),
        Column("clause", _("Clause"), value=lambda one: one.reading.measure.clause),
        Column("period", _("Period")),
        Column("value", _("Value"), kind="number", value=lambda one: one.reading.value),
        Column("count", _("Counted"), kind="number", value=lambda one: one.reading.count),
        Column("of", _("Out of"), kind="number", value=lambda one: one.reading.of),
        Column("before", _("Period before"), kind="number", value=lambda one: one.reading.before),
        Column("target", _("Healthy value")),
        Column("health", _("State")),
    ]


# --- One measure --------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def show_measure(request: Request, site_id: int, pack: str, key: str) -> HttpResponse:
    """A measure over its last twelve periods, and the records behind the period chosen: what is counted, and of what."""
    measure, here = queries.get_measure(request.actor, site_id, pack, key, request.now)
    day = day_of(request, "day")
    trend = queries.trend(measure, here, day, request.now)
    part = "of" if request.GET.get("part") == "of" and trend[-1].of is not None else "count"
    records = _records(request, measure, site_id, day, part)
    title = str(measure.title)
    if wants(request, "xlsx"):
        return records.answer(title=title)
    points = [shown(one, site_id, one.period.start) for one in trend]
    context = {
        "measure": measure,
        "here": here,
        "latest": points[-1],
        "points": points,
        "chart": _chart(points),
        "per": PERS[measure.per],
        "recipients": _recipients(request, measure, here),
        "site": site_named(site_id),
        "title": title,
    }
    if wants(request, "paper"):
        return page(request, "insight/measure_paper.html", **context)
    return records.answer(
        template="insight/measure.html",
        part=part,
        parts=_parts(measure, day, trend[-1], part),
        **context,
    )


def _records(request: Request, measure: Measure, site_id: int, day: date, part: str) -> List:
    period = period_of(measure.per, day)
    if measure.kept:
        since, until = queries.moments(site_id, period)
        rows = obligations.decided(site_id, since, until, measure.kept, request.now, kept=part == "count")
        return ProofList(request, rows)
    return FactList(request, queries.facts(measure, site_id, period, part))


def _parts(
    measure: Measure, day: date, reading: queries.Reading, part: str
) -> list[tuple[Text, int, str, bool]]:
    """What is counted and what it is a share of, apart: words, number, address, whether it is shown."""
    words = (_("kept in time"), _("decided")) if measure.kept else (_("counted"), _("out of"))
    found: list[tuple[Text, int, str, bool]] = [
        (words[0], reading.count, address(day=day, part="count"), part == "count")
    ]
    if reading.of is not None:
        found.append((words[1], reading.of, address(day=day, part="of"), part == "of"))
    return found


def _chart(points: list[Shown]) -> Chart:
    measure = points[0].reading.measure
    return chart_of(
        [(one.period, one.reading.value, one.tone) for one in points],
        target=measure.target,
        top=100 if is_share(measure) else None,
    )


def _recipients(request: Request, measure: Measure, here: InForce) -> list[str]:
    """The posts the figures are told to, and who that is now."""
    names = organisations.staff_names(services.recipients(here.site_id, measure, here, request.now))
    posts = [
        str(here.pack.posts[one.post].name)
        for one in measure.recipients
        if one.kind is TargetKind.POST and one.post in here.pack.posts
    ] or [_("Managers")]
    return [*posts, *names.values()]
