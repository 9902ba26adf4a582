"""Registering a case, and the card beside it that knows the caller, the unit and likely duplicates."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.forms.intake import ReceiveForm, fault_name
from guanjia.apps.cases.terms import Can, Channel, Kind
from guanjia.apps.people import queries as people
from guanjia.apps.people.terms import RELATIONS
from guanjia.apps.places import queries as places
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, page, screen, verb, wants_fragment

_MOST_UNITS = 6


@verb(can=Can.RECEIVE)
def receive(request: Request) -> HttpResponse:
    """Register a case of any kind and channel."""
    if request.site is None:
        raise NotFound
    start = {
        "channel": Channel.PHONE.value,
        "kind": Kind.REPAIR.value,
        "dispatch_now": True,
        **_known(request),
    }
    form = ReceiveForm.of(request, initial=start)
    if form.ready():
        case = services.receive(
            by=request.actor, at=request.now, site_id=request.site.pk, **form.cleaned_data
        )
        return done(
            request, reverse("cases:case", args=[case.ref]), _("%(ref)s is registered.") % {"ref": case.ref}
        )
    return page(request, "cases/receive.html", form=form, **_card(request, request.POST or start))


@screen(can=Can.RECEIVE)
def card(request: Request) -> HttpResponse:
    """The card for what has been typed so far; asked for as a page of its own, the form it belongs to."""
    if not wants_fragment(request):
        return HttpResponseRedirect(f"{reverse('cases:receive')}?{request.GET.urlencode()}")
    return page(request, "cases/receive.html#card", **_card(request, request.GET))


def _known(request: Request) -> dict[str, str]:
    """What the address brings along: a ringing number, a unit, a caller."""
    fields = ("caller_phone", "unit_code", "caller_name", "person_id", "kind", "title")
    return {name: request.GET[name][:120] for name in fields if request.GET.get(name)}


def _card(request: Request, typed: Any) -> dict[str, Any]:
    """Who calls, the unit and its people, what is open, what was before, what may be the same matter, likely faults."""
    actor, site_id = request.actor, request.site.pk
    phone, code, title = (
        str(typed.get(name, ""))[:120].strip() for name in ("caller_phone", "unit_code", "title")
    )
    caller = queries.caller_card(actor, site_id, phone, request.now)
    units = places.find_units(actor, code, site_id=site_id, limit=_MOST_UNITS) if code else []
    unit = _one(units, code)
    if unit is None and not code and len(caller.units) == 1:
        unit = places.get_unit(actor, caller.units[0].unit_id)
    cases = queries.unit_cases(actor, unit.pk) if unit else []
    known = {case.ref: case for case in [*caller.open_cases, *cases] if case.is_open}
    past = {case.ref: case for case in [*caller.last_cases, *cases] if not case.is_open}
    chosen = str(typed.get("classification_id", ""))
    duplicates = queries.likely_duplicates(
        actor,
        site_id,
        at=request.now,
        title=title,
        unit_id=unit.pk if unit else None,
        phone=phone,
        classification_id=int(chosen) if chosen.isdigit() else None,
    )
    return {
        "caller": caller,
        "relations": RELATIONS,
        "unit": unit,
        "other_units": [] if unit else units,
        "unknown_unit": bool(code) and not units,
        "residents": people.people_of_unit(actor, unit) if unit else [],
        "open_cases": list(known.values()),
        "last_cases": list(past.values())[:5],
        "duplicates": duplicates,
        "faults": [(one.pk, fault_name(one)) for one in queries.classification_for_text(title)]
        if title
        else [],
    }


def _one(units: list[Any], code: str) -> Any:
    """The unit meant: the only one found, or the one whose code is exactly what was typed."""
    if len(units) == 1:
        return units[0]
    return next((unit for unit in units if unit.code.lower() == code.lower()), None)
