"""What is on the shelf, what was handed on, what was refused, and the site's rules."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.safekeeping import queries, services
from guanjia.apps.safekeeping.forms import RulesForm
from guanjia.apps.safekeeping.lists import BatchList, ShelfList, TurnedAwayList
from guanjia.apps.safekeeping.terms import Can
from guanjia.apps.safekeeping.views.common import site_of, tabs
from guanjia.ui.http import Request, done, page, screen, verb

_LIST = "safekeeping/list.html"


@screen(can=Can.SEE)
def show_shelf(request: Request) -> HttpResponse:
    """Everything that is here, and with the filter everything that ever was."""
    rows = queries.list_items(request.actor, site_id=site_of(request))
    return ShelfList(request, rows).answer(
        template=_LIST, title=_("Things in keeping"), tabs=tabs(request, "shelf")
    )


@screen(can=Can.SEE)
def list_batches(request: Request) -> HttpResponse:
    """What stewards took over."""
    rows = queries.list_batches(request.actor, site_id=site_of(request))
    return BatchList(request, rows).answer(
        template=_LIST, title=_("Handed on"), tabs=tabs(request, "batches")
    )


@screen(can=Can.SEE)
def show_batch(request: Request, ref: str) -> HttpResponse:
    """One batch: what is in it, how each stands, and the signature."""
    batch = queries.get_batch(request.actor, ref)
    return page(
        request,
        "safekeeping/batch.html",
        batch=batch,
        items=queries.items_of_batch(batch),
        signatures=documents.signatures_for(batch.ref),
        may_hand_out=request.actor.can(Can.HAND_OUT, batch.site_id),
    )


@screen(can=Can.SEE)
def list_turned_away(request: Request) -> HttpResponse:
    """What was not taken in."""
    rows = queries.list_turned_away(request.actor, site_id=site_of(request))
    return TurnedAwayList(request, rows).answer(
        template=_LIST, title=_("Not taken in"), tabs=tabs(request, "turned_away")
    )


@verb(can=Can.SETTINGS)
def set_rules(request: Request) -> HttpResponse:
    """What this site refuses to keep, and for how long it keeps."""
    site_id = site_of(request)
    form = RulesForm.of(request, initial=RulesForm.shown(queries.keep_rules(site_id)))
    if form.ready():
        services.set_rules(site_id, by=request.actor, at=request.now, **form.given)
        return done(request, "safekeeping:rules", _("Saved."))
    return page(
        request,
        "safekeeping/rules.html",
        form=form,
        title=_("Rules of keeping"),
        tabs=tabs(request, "rules"),
    )
