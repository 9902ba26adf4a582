"""The daily review (日清日审) and the weekly list."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.forms.visits import AnalysisForm, ReviewForm
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.lists import WeekList
from guanjia.apps.cases.terms import Can
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, page, screen, verb

_REMARK = "remark-"


@screen(can=Can.REVIEW)
def list_reviews(request: Request) -> HttpResponse:
    """The reviews held and to be held, and the weekly lists."""
    site_id = _site_id(request)
    today = localdate(request.now)
    return page(
        request,
        "cases/reviews.html",
        reviews=queries.list_reviews(request.actor, site_id),
        weeks=queries.list_weekly_lists(request.actor, site_id),
        today=today,
        monday=today - timedelta(days=today.weekday()),
        unfinished=queries.list_to_review(request.actor, site_id).count(),
    )


@verb(can=Can.REVIEW)
def review_day(request: Request, day: date) -> HttpResponse:
    """Go through everything unfinished: who has it, is it late, did the customer hear a word today."""
    site_id = _site_id(request)
    form = ReviewForm.of(request)
    if form.ready():
        remarks = {
            key.removeprefix(_REMARK): str(text)
            for key, text in request.POST.items()
            if key.startswith(_REMARK)
        }
        services.review_day(
            site_id, by=request.actor, at=request.now, day=day, item_notes=remarks, **form.cleaned_data
        )
        return done(request, "cases:reviews", _("The day is reviewed."))
    held = next((one for one in queries.list_reviews(request.actor, site_id) if one.day == day), None)
    items = held.items if held and held.reviewed_at else queries.unfinished_items(site_id, request.now, day)
    return page(
        request,
        "cases/review.html",
        form=form,
        day=day,
        held=held if held and held.reviewed_at else None,
        items=[
            {
                **item,
                "state_label": CASE.label(item["state"]),
                "typed": request.POST.get(_REMARK + item["ref"], ""),
            }
            for item in items
        ],
        back=reverse("cases:reviews"),
    )


@verb(can=Can.REVIEW)
def weekly_list(request: Request, monday: date) -> HttpResponse:
    """The week's unfinished items with the analysis of why."""
    site_id = _site_id(request)
    form = AnalysisForm.of(request)
    if form.ready():
        services.make_weekly_list(
            site_id, by=request.actor, at=request.now, monday=monday, **form.cleaned_data
        )
        return done(request, "cases:reviews", _("The weekly list is complete."))
    made = next(
        (one for one in queries.list_weekly_lists(request.actor, site_id) if one.monday == monday), None
    )
    items = (
        made.items
        if made and made.made_at
        else queries.unfinished_items(site_id, request.now, localdate(request.now))
    )
    shown = [{**item, "state_label": CASE.label(item["state"])} for item in items]
    if request.GET.get("format") == "xlsx":
        analysis = made.analysis if made and made.made_at else ""
        rows = [{**item, "analysis": "" if place else analysis} for place, item in enumerate(shown)]
        return WeekList(request, rows).answer(title=f"{_('Weekly list')} {monday.isoformat()}")
    return page(
        request,
        "cases/week.html",
        form=form,
        monday=monday,
        made=made if made and made.made_at else None,
        items=shown,
        back=reverse("cases:reviews"),
    )


def _site_id(request: Request) -> int:
    if request.site is None or not request.actor.can(Can.REVIEW, request.site.pk):
        raise NotFound
    return int(request.site.pk)
