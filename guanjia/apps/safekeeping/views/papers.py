"""Newspapers: today's against the list, and who gets which."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.safekeeping import queries, rules, services
from guanjia.apps.safekeeping.forms import CountForm, EndForm, NoteForm, SubscribeForm
from guanjia.apps.safekeeping.lists import SubscriptionList
from guanjia.apps.safekeeping.terms import Can
from guanjia.apps.safekeeping.views.common import site_of, tabs
from guanjia.kernel.refusals import refuse
from guanjia.ui.http import Request, done, page, screen, verb

_LATELY = 14


@screen(can=Can.SEE)
def show_papers(request: Request) -> HttpResponse:
    """What is to come today, what came lately, and who gets which newspaper."""
    site_id = site_of(request)
    today = timezone.localtime(request.now).date()
    days = list(queries.list_paper_days(request.actor, site_id=site_id)[:_LATELY])
    counted = {one.paper for one in days if one.day == today}
    rows = queries.list_subscriptions(request.actor, site_id=site_id)
    return SubscriptionList(request, rows).answer(
        template="safekeeping/papers.html",
        title=_("Newspapers"),
        coming=[
            (paper, copies) for paper, copies in queries.papers_of(site_id, today) if paper not in counted
        ],
        days=days,
        may_receive=request.actor.can(Can.RECEIVE, site_id),
        tabs=tabs(request, "papers"),
    )


@verb(can=Can.RECEIVE)
def subscribe(request: Request) -> HttpResponse:
    """A unit gets a newspaper."""
    form = SubscribeForm.of(request, initial={"from_on": timezone.localtime(request.now).date()})
    if form.ready():
        services.subscribe(site_of(request), by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "safekeeping:papers", _("Saved."))
    title = _("Subscribe")
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        submit=title,
        back=reverse("safekeeping:papers"),
    )


@verb(can=Can.RECEIVE)
def end_subscription(request: Request, subscription_id: int) -> HttpResponse:
    """A unit gets a newspaper no longer."""
    row = queries.get_subscription(request.actor, subscription_id)
    form = EndForm.of(request, initial={"until_on": timezone.localtime(request.now).date()})
    if form.ready():
        services.end_subscription(row, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "safekeeping:papers", _("Saved."))
    title = _("End %(paper)s for %(unit)s") % {"paper": row.paper, "unit": row.unit.code}
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        submit=_("End"),
        back=reverse("safekeeping:papers"),
    )


@verb(can=Can.RECEIVE)
def count_papers(request: Request) -> HttpResponse:
    """Count today's copies of the newspaper named in the address."""
    site_id = site_of(request)
    paper = request.GET.get("paper", "")[:60]
    today = timezone.localtime(request.now).date()
    listed = queries.subscriptions_on(site_id, paper, today)
    refuse(rules.why_not_papers(expected=len(listed), missing=0, again=False))
    words = [(one.pk, f"{one.unit.code} × {one.copies}") for one in listed]
    form = CountForm.of(request, listed=words)
    if form.ready():
        row = services.count_papers(
            site_id,
            by=request.actor,
            at=request.now,
            paper=paper,
            shelf=form.cleaned_data["shelf"],
            missing=form.missing,
        )
        said = _("%(paper)s: %(arrived)s of %(expected)s copies.")
        counted = {"paper": paper, "arrived": row.arrived, "expected": row.expected}
        return done(request, "safekeeping:papers", said % counted)
    copies = sum(one.copies for one in listed)
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Count %(paper)s") % {"paper": paper},
        hint=_("%(copies)s copies should come today. What came is bundled by group.") % {"copies": copies},
        submit=_("Count"),
        action=request.get_full_path(),
        back=reverse("safekeeping:papers"),
    )


@verb(can=Can.RECEIVE)
def make_good(request: Request, paper_day_id: int) -> HttpResponse:
    """The missing copies came."""
    row = queries.get_paper_day(request.actor, paper_day_id)
    form = NoteForm.of(request)
    if form.ready():
        services.make_papers_good(row, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "safekeeping:papers", _("Saved."))
    title = _("Missing copies came")
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        submit=title,
        back=reverse("safekeeping:papers"),
    )
