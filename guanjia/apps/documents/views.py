"""The doors to files: look, look small, remove."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries, services
from guanjia.apps.documents.forms import RemoveForm
from guanjia.apps.documents.lists import AttachmentList
from guanjia.apps.documents.terms import Can
from guanjia.ui.http import Request, back_url, done, page, safe_url, screen, verb


@screen(can=Can.SEE)
def show_file(request: Request, key: UUID) -> HttpResponse:
    """One file, with headers that keep a browser from running it."""
    return _sent(queries.stored(request.actor, key))


@screen(can=Can.SEE)
def show_thumbnail(request: Request, key: UUID) -> HttpResponse:
    """One photo, small; anything else as it is."""
    return _sent(queries.stored(request.actor, key, small=True))


def _sent(stored: queries.Stored) -> HttpResponse:
    # A streaming answer is no HttpResponse in Django's eyes; the doors of the web treat both alike.
    return cast(HttpResponse, StreamingHttpResponse(stored.chunks(), headers=stored.headers))


@screen(can=Can.SEE)
def list_files(request: Request) -> HttpResponse:
    """Every file of the site that is in sight."""
    site_id = request.site.pk if request.site else None
    return AttachmentList(request, queries.list_attachments(request.actor, site_id)).answer(title=_("Files"))


@verb(can=Can.REMOVE)
def remove(request: Request, key: UUID) -> HttpResponse:
    """Take a file out of sight, with a reason."""
    attachment = queries.get_attachment(request.actor, key)
    back = safe_url(request, request.GET.get("next"), back_url(request))
    form = RemoveForm.of(request, initial={"next": back})
    if form.ready():
        services.remove(attachment, by=request.actor, at=request.now, reason=form.cleaned_data["reason"])
        return done(request, back, _("Removed."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Remove “%(name)s”") % {"name": attachment.name},
        hint=_("It disappears from the page; the file is kept for its retention time."),
        submit=_("Remove"),
        back=back,
        danger=True,
    )
