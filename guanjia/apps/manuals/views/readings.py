"""Reading: what I am asked to read, reading and acknowledging it, and who has read an edition."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.manuals import queries, services
from guanjia.apps.manuals.lists import ReaderList
from guanjia.apps.manuals.terms import Can
from guanjia.apps.manuals.views.steps import may, tabs
from guanjia.kernel.permissions import permit_at
from guanjia.ui.http import SIGNED_IN, Request, done, page, screen, verb


@screen(can=SIGNED_IN)
def list_mine(request: Request) -> HttpResponse:
    """What I am asked to read."""
    rows = list(queries.my_readings(request.actor))
    return page(request, "manuals/mine.html", rows=rows, title=_("My reading"), tabs=tabs(request, "mine"))


@screen(can=SIGNED_IN)
def show_reading(request: Request, ref: str) -> HttpResponse:
    """An edition I am asked to read, with what changed, and what concerns my posts marked."""
    reading = queries.get_reading(request.actor, ref)
    version = reading.version
    clauses = queries.clauses_of(version)
    return page(
        request,
        "manuals/reading.html",
        reading=reading,
        version=version,
        document=version.document,
        clauses=[(one, not request.actor.posts.isdisjoint(one.posts)) for one in clauses],
        before=queries.version_before(version) if request.actor.can(Can.SEE) else None,
    )


@verb(can=SIGNED_IN, ask=gettext_lazy("Have you read this edition?"))
def acknowledge(request: Request, ref: str) -> HttpResponse:
    """Say that I have read it."""
    reading = queries.get_reading(request.actor, ref)
    services.acknowledge(reading, by=request.actor, at=request.now)
    return done(request, reading, _("Thank you. It is noted that you have read it."))


@screen(can=Can.SEE_READERS)
def list_readers(request: Request, version_id: int) -> HttpResponse:
    """Who has read an edition, and who has not."""
    version = queries.get_version(request.actor, version_id)
    sites = queries.sites_of(version.document)
    here = request.site.pk if request.site else None
    if not may(request, Can.SEE_READERS, sites):
        permit_at(request.actor, Can.SEE_READERS, here)
    rows = queries.list_readers(version)
    if not request.actor.is_system:
        rows = rows.filter(site_id__in=request.actor.sites_with(Can.SEE_READERS))
    total, read = rows.count(), rows.exclude(read_at=None).count()
    return ReaderList(request, rows).answer(
        template="manuals/readers.html",
        title=_("Who has read it"),
        version=version,
        document=version.document,
        total=total,
        read=read,
        percent=100 * read // total if total else 0,
        back=reverse("manuals:version", args=[version.pk]),
    )
