"""The few verbs of the components themselves."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.ui import saved_views
from guanjia.ui.http import SIGNED_IN, Request, back_url, done, verb


@verb(can=SIGNED_IN, ask=gettext_lazy("Keep a view from the list it belongs to."))
def keep_view(request: Request) -> HttpResponse:
    """Keep the present filters of a list under a name."""
    sent = request.POST
    view = saved_views.keep_view(
        by=request.actor,
        list_key=sent.get("list", "")[:60],
        name=sent.get("name", "")[:40],
        query=sent.get("query", "")[:1000],
    )
    return done(request, back_url(request), _("The view “%(name)s” is kept.") % {"name": view.name})


@verb(can=SIGNED_IN, ask=gettext_lazy("Remove this view?"))
def drop_view(request: Request, view_id: int) -> HttpResponse:
    """Keep a view no longer."""
    saved_views.drop_view(by=request.actor, view_id=view_id)
    return done(request, back_url(request), _("The view was removed."))
