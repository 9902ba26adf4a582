"""One paper filed by hand: its scans, its loans, taking it out, opening what is sensitive."""

from typing import cast
from uuid import UUID

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from guanjia.apps.archives import history, panels, queries, services
from guanjia.apps.archives.forms import ReasonForm
from guanjia.apps.archives.models import FiledPaper
from guanjia.apps.archives.terms import Can
from guanjia.apps.archives.views.common import rights
from guanjia.apps.documents import queries as documents
from guanjia.ui.http import Request, done, page, screen, verb

OPEN_FOR = 600
"""Seconds a sensitive paper stays open after the reason was given."""
_SALT = "archives.opened"


@screen(can=Can.SEE)
def show_paper(request: Request, ref: str) -> HttpResponse:
    """A paper filed by hand."""
    paper = queries.get_paper(request.actor, ref)
    scans = [] if paper.sensitive else documents.list_for(ref)
    loans = queries.open_loans_of(paper)
    return page(
        request,
        "archives/paper.html",
        paper=paper,
        file=paper.file,
        facts=panels.paper_facts(paper, queries.today_at(paper.site_id, request.now)),
        scans=scans,
        loans=loans,
        history=history.of_thing(ref),
        **rights(request, paper.site_id),
    )


@verb(can=Can.FILE)
def withdraw(request: Request, ref: str) -> HttpResponse:
    """Take a paper out of its file."""
    paper = queries.get_paper(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        services.withdraw_paper(paper, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, paper.file, _("Taken out of the file."))
    hint = _("It counts no longer; its scans are kept until the file is destroyed.")
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Take out of the file: %(title)s") % {"title": paper.title},
        submit=_("Take it out"),
        hint=hint,
        back=paper.get_absolute_url(),
        danger=True,
    )


@verb(can=Can.REVEAL)
def reveal(request: Request, ref: str) -> HttpResponse:
    """Open a sensitive paper, with a reason; its scans are then to be seen for a few minutes, by whoever gave the reason."""
    paper = queries.get_paper(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        services.reveal(paper, by=request.actor, at=request.now, **form.cleaned_data)
        leave = signing.dumps([ref, request.actor.account_id, request.actor.id], salt=_SALT)
        return done(request, f"{reverse('archives:opened', args=[ref])}?{urlencode({'leave': leave})}")
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Open: %(title)s") % {"title": paper.title},
        submit=_("Open it"),
        hint=_("The journal keeps who looked and why."),
        back=paper.get_absolute_url(),
    )


@screen(can=Can.REVEAL)
def show_opened(request: Request, ref: str) -> HttpResponse:
    """The scans of a sensitive paper, just opened; without a reason given a moment ago the way leads to where it is asked."""
    paper = queries.get_paper(request.actor, ref)
    if not _has_leave(request, paper):
        return HttpResponseRedirect(reverse("archives:reveal", args=[ref]))
    leave = urlencode({"leave": request.GET["leave"]})
    scans = [
        (one, f"{reverse('archives:scan', args=[ref, one.key])}?{leave}") for one in documents.list_kept(ref)
    ]
    return page(request, "archives/opened.html", paper=paper, scans=scans, minutes=OPEN_FOR // 60)


@screen(can=Can.REVEAL)
def show_scan(request: Request, ref: str, key: UUID) -> HttpResponse:
    """One scan of a sensitive paper that was just opened."""
    paper = queries.get_paper(request.actor, ref)
    if not _has_leave(request, paper):
        return HttpResponseRedirect(reverse("archives:reveal", args=[ref]))
    stored = documents.opened(paper.ref, key)
    headers = {**stored.headers, "Cache-Control": "private, no-store"}
    return cast(HttpResponse, StreamingHttpResponse(stored.chunks(), headers=headers))


def _has_leave(request: Request, paper: FiledPaper) -> bool:
    """Whether the reader gave a reason for this paper a moment ago; another's leave, or one that has run out, is none."""
    if not request.actor.can(Can.REVEAL, paper.site_id):
        return False
    try:
        given = signing.loads(request.GET.get("leave", ""), salt=_SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return False
    return bool(given == [paper.ref, request.actor.account_id, request.actor.id])
