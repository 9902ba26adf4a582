"""The counter: find what somebody comes for, take in what somebody brings, refuse what we do not keep."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.safekeeping import queries, services
from guanjia.apps.safekeeping.forms import RECEIVE_FORMS, TurnAwayForm
from guanjia.apps.safekeeping.terms import KINDS, Can, Kind
from guanjia.apps.safekeeping.views.common import site_of, tabs
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, page, screen, verb

_LATELY = 8
_REPEATED = ("sort", "shelf", "carrier", "delivery")
"""What is repeated from the last thing taken in; ``?again=1`` repeats the unit and the addressee too."""


@screen(can=Can.HAND_OUT)
def show_counter(request: Request) -> HttpResponse:
    """One field: a tag, a tracking number, a code, a room number or a name; what is here under it stands below."""
    site_id = site_of(request)
    text = request.GET.get("q", "").strip()[:120]
    found = queries.at_the_counter(request.actor, site_id, text)
    return page(
        request,
        "safekeeping/counter.html#found",
        title=_("Counter"),
        text=text,
        found=found,
        kinds=[(kind.value, label) for kind, label in KINDS.items()],
        may_receive=request.actor.can(Can.RECEIVE, site_id),
        waits=queries.count_waiting(request.actor, site_id, request.now),
        lately=list(queries.list_items(request.actor, site_id=site_id)[:_LATELY]),
        tabs=tabs(request, "counter"),
    )


@verb(can=Can.RECEIVE)
def receive(request: Request, kind: str) -> HttpResponse:
    """Take something in; mail goes on with the next piece, other things to their page, to be printed."""
    site_id = site_of(request)
    if kind not in set(Kind):
        raise NotFound
    wanted = Kind(kind)
    people = queries.colleagues(site_id, request.now, but=request.actor.id)
    form = RECEIVE_FORMS[wanted].of(request, people=people, initial=_initial(request, site_id, wanted))
    if form.ready():
        item = services.receive(site_id, by=request.actor, at=request.now, arrival=form.arrival)
        said = _("%(ref)s is on shelf %(shelf)s.") % {"ref": item.ref, "shelf": item.shelf}
        next_url = reverse("safekeeping:receive", args=[kind]) if wanted is Kind.MAIL else item
        return done(request, next_url, said)
    return page(
        request,
        "safekeeping/receive.html",
        form=form,
        kind=kind,
        title={
            Kind.MAIL: _("Mail has arrived"),
            Kind.STORAGE: _("Take into keeping"),
            Kind.FOUND: _("Something was found"),
        }[wanted],
        classes=queries.refused_classes(site_id) if wanted is Kind.STORAGE else [],
        lately=list(queries.list_items(request.actor, site_id=site_id).filter(kind=kind)[:_LATELY]),
        back=reverse("safekeeping:counter"),
    )


def _initial(request: Request, site_id: int, kind: Kind) -> dict[str, Any]:
    last = queries.latest_by(request.actor, site_id, kind)
    now = {"found_at": request.now} if kind is Kind.FOUND else {}
    if last is None:
        return now
    names = _REPEATED if kind is Kind.MAIL else ("shelf",)
    again = ("unit_id", "for_name") if request.GET.get("again") else ()
    return now | {name: getattr(last, name) for name in (*names, *again)}


@verb(can=Can.RECEIVE)
def turn_away(request: Request) -> HttpResponse:
    """Refuse to keep something: that is on record too."""
    site_id = site_of(request)
    form = TurnAwayForm.of(request, classes=queries.refused_classes(site_id))
    if form.ready():
        row = services.turn_away(site_id, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "safekeeping:turned_away", _("%(ref)s: not taken in.") % {"ref": row.ref})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Refuse to keep"),
        submit=_("Refuse to keep"),
        back=reverse("safekeeping:counter"),
    )
