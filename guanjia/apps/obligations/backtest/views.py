"""The back-test on the screen: which duty, which days; progress while it runs; what it found.

What is found streams to the page that asked, piece by piece, and is kept nowhere: no task, no row. Whoever closes the page
or presses Cancel has stopped it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from guanjia.apps.obligations import queries
from guanjia.apps.obligations.backtest import telling
from guanjia.apps.obligations.backtest.forms import PeriodForm
from guanjia.apps.obligations.backtest.rehearsing import Rehearsal, Stretch
from guanjia.apps.obligations.terms import Can
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.terms import Duty, Pack
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, Refusal, Refused, Text
from guanjia.kernel.scope import company_scope
from guanjia.ui.http import Request, page, screen
from guanjia.ui.read_only import reading_only

LONGEST = timedelta(days=400)
PAUSE = 0.15
"""Seconds between two signs of life; a page that is told more often only flickers."""


@dataclass(frozen=True)
class Case:
    """A duty to try: what it is called in the table, its pack, itself, and how its time limit reads."""

    title: Text
    pack: Pack
    duty: Duty
    limit: str


@screen(can=Can.SEE)
def ask(request: Request) -> HttpResponse:
    """Which days to try a duty on: last month is offered. ``?rule=`` names a house rule, ``?duty=pack.key`` one in force."""
    cases = _cases(request)
    last = timezone.localtime(request.now).replace(day=1) - timedelta(days=1)
    initial = {"from_on": last.replace(day=1).date(), "until_on": last.date()}
    form = PeriodForm(request.GET if "from_on" in request.GET else None, request=request, initial=initial)
    return page(
        request,
        "obligations/backtest.html",
        form=form,
        cases=cases,
        asked=[(name, request.GET[name]) for name in ("rule", "duty") if request.GET.get(name)],
        title=_("Try on the past"),
        back=_back(request),
    )


@screen(can=Can.SEE)
def run(request: Request) -> HttpResponse:
    """Go through the days and send progress, then the findings, as pieces of the page, one a line."""
    permit_at(request.actor, Can.SEE, _site_id(request))
    form = PeriodForm(request.GET, request=request)
    if not form.is_valid():
        return page(request, "obligations/backtest.html#asked", form=form)
    stretch = _stretch(request, **form.cleaned_data)
    cases = _cases(request)
    if not cases:
        raise NotFound
    answer = StreamingHttpResponse(
        _pieces(
            request, cases, stretch, translation.get_language() or "zh-hans", timezone.get_current_timezone()
        ),
        content_type="text/plain; charset=utf-8",
    )
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["X-Accel-Buffering"] = "no"
    return cast(HttpResponse, answer)


def _pieces(
    request: Request, cases: list[Case], stretch: Stretch, language: str, zone: tzinfo
) -> Iterator[str]:
    """Lines of HTML. The scope, the language and the site's clock are those of the request, which is over by then."""
    steps = _steps(request, cases, stretch)
    while True:
        with (
            company_scope(request.actor.company_id),
            translation.override(language),
            timezone.override(zone),
            reading_only(),
        ):
            try:
                html = next(steps, None)
            except Refused as refused:
                html = render_to_string("obligations/backtest_refused.html", {"refused": str(refused)})
                steps = iter(())
        if html is None:
            return
        yield " ".join(html.split("\n")) + "\n"


def _steps(request: Request, cases: list[Case], stretch: Stretch) -> Iterator[str]:
    done: list[tuple[Text, str, Any]] = []
    for number, case in enumerate(cases):
        rehearsal: Rehearsal = queries.backtest(
            request.actor, _site_id(request), case.pack, case.duty, stretch
        )
        said_at = 0.0
        for percent in rehearsal.run():
            if time.monotonic() - said_at >= PAUSE:
                said_at = time.monotonic()
                whole = (100 * number + percent) // len(cases)
                context = {"percent": whole, "read": rehearsal.trial.read, "case": case}
                yield render_to_string("obligations/backtest_progress.html", context)
        done.append((case.title, case.limit, rehearsal.trial))
    last = cases[-1]
    found = telling.findings(done, last.pack, is_reported=last.duty.is_reported)
    context = {"found": found, "stretch": stretch, "request": request, "duty": last.duty}
    yield render_to_string("obligations/backtest_findings.html", context, request=request)


def _cases(request: Request) -> list[Case]:
    """What is tried: a house rule, beside what it replaces; or a duty that is in force."""
    site_id = _site_id(request)
    rule, key = request.GET.get("rule", ""), request.GET.get("duty", "")
    if rule.isdecimal():
        found = rulebook.house_cases(request.actor, site_id, int(rule), request.now)
        titles = [_("Now"), _("Proposed")] if len(found) > 1 else [_("This rule")]
        return [
            Case(title, pack, duty, rulebook.limit_of(duty))
            for title, (pack, duty) in zip(titles, found, strict=True)
        ]
    if not key:
        return []
    pack_key, _dot, name = key.partition(".")
    here = rulebook.adoption_at(site_id, pack_key, request.now)
    if name not in here.duties:
        raise NotFound
    duty = here.duties[name]
    return [Case(_("Now"), here.pack, duty, rulebook.limit_of(duty))]


def _stretch(request: Request, from_on: Any, until_on: Any) -> Stretch:
    zone = timezone.get_current_timezone()
    from_at = datetime.combine(from_on, datetime.min.time(), zone)
    until_at = datetime.combine(until_on, datetime.min.time(), zone) + timedelta(days=1)
    if from_at >= request.now or from_at >= until_at:
        raise Refused(Refusal("no_past", _("Choose days that have been, the first one before the last.")))
    if until_at - from_at > LONGEST:
        raise Refused(Refusal("too_long", _("Choose a year at the most.")))
    return queries.stretch_of(from_at, until_at, request.now)


def _site_id(request: Request) -> int:
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def _back(request: Request) -> str:
    rule = request.GET.get("rule", "")
    return (
        reverse("rulebook:house_rule", args=[int(rule)]) if rule.isdecimal() else reverse("rulebook:clauses")
    )
