"""Controlled copies: of one document, and those of old editions that are still out."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.manuals import queries, services
from guanjia.apps.manuals.forms import IssueForm
from guanjia.apps.manuals.lifecycle import COPY
from guanjia.apps.manuals.lists import COPY_TONES, CopyList
from guanjia.apps.manuals.models import ControlledCopy
from guanjia.apps.manuals.terms import STILL_OUT, Can, CopyState
from guanjia.apps.manuals.views.steps import ask, may, tabs
from guanjia.ui.http import Request, done, page, screen, verb


@screen(can=Can.HAND_OUT)
def list_outdated(request: Request) -> HttpResponse:
    """Who still holds an old edition."""
    return CopyList(request, queries.outdated_copies(request.actor)).answer(
        template="manuals/outdated.html", title=_("Old copies still out"), tabs=tabs(request, "outdated")
    )


@screen(can=Can.SEE)
def list_copies(request: Request, document_id: int) -> HttpResponse:
    """The copies of a document, by number."""
    document = queries.get_document(request.actor, document_id)
    may_hand_out = may(request, Can.HAND_OUT, queries.sites_of(document))
    rows = [_row(copy, may_hand_out) for copy in queries.list_copies(document)]
    return page(
        request,
        "manuals/copies.html",
        document=document,
        rows=rows,
        out=sum(row["is_out"] for row in rows),
        held=queries.in_force(document),
        may_hand_out=may_hand_out,
        title=_("Controlled copies"),
    )


def _row(copy: ControlledCopy, may_hand_out: bool) -> dict[str, object]:
    tone, icon = COPY_TONES[CopyState(copy.state)]
    return {
        "copy": copy,
        "tone": tone,
        "icon": icon,
        "is_out": copy.state in STILL_OUT,
        "can_take_back": may_hand_out and COPY.allows(copy.state, "give_back"),
        "can_destroy": may_hand_out and COPY.allows(copy.state, "destroy"),
    }


@verb(can=Can.HAND_OUT)
def issue(request: Request, document_id: int) -> HttpResponse:
    """Hand out the next copy."""
    document = queries.get_document(request.actor, document_id)
    form = IssueForm.of(request)
    address = reverse("manuals:copies", args=[document.pk])
    if form.ready():
        copy = services.issue(document, by=request.actor, at=request.now, **form.chosen)
        return done(request, address, _("Copy no. %(number)s is handed out.") % {"number": copy.number})
    return ask(request, form, _("Hand out a copy"), address)


@verb(can=Can.HAND_OUT, ask=gettext_lazy("Has this copy come back?"))
def take_back(request: Request, copy_id: int) -> HttpResponse:
    """A copy came back."""
    copy = queries.get_copy(request.actor, copy_id)
    services.take_back(copy, by=request.actor, at=request.now)
    return done(request, reverse("manuals:copies", args=[copy.document_id]), _("Taken back."))


@verb(can=Can.HAND_OUT, ask=gettext_lazy("Has this copy been destroyed?"))
def destroy(request: Request, copy_id: int) -> HttpResponse:
    """A copy was destroyed."""
    copy = queries.get_copy(request.actor, copy_id)
    services.destroy(copy, by=request.actor, at=request.now)
    return done(request, reverse("manuals:copies", args=[copy.document_id]), _("Noted as destroyed."))
