"""What the screens share: the page of a thing, the form of a step, the site in force."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.documents import queries as documents
from guanjia.apps.documents.terms import Can as DocumentCan
from guanjia.apps.gate import history, panels, steps
from guanjia.apps.gate.forms import ReasonForm
from guanjia.apps.gate.looks import ICONS, TONES
from guanjia.apps.gate.queries import Thing
from guanjia.apps.obligations import queries as obligations
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, page


def site_of(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


_TABS: tuple[tuple[tuple[str, Text], ...], ...] = (
    (
        ("slips", gettext_lazy("Release slips")),
        ("held_list", gettext_lazy("Held goods")),
        ("stops", gettext_lazy("Release stops")),
    ),
    (
        ("visits", gettext_lazy("Visitors")),
        ("passes", gettext_lazy("Temporary passes")),
        ("inside", gettext_lazy("Who is inside now")),
        ("barred", gettext_lazy("Black list")),
    ),
)
"""The lists that stand beside each other: of goods, and of people."""


def tabs(here: str) -> list[tuple[Text, str, bool]]:
    """The lists beside one: label, address, whether it is this page."""
    beside = next(row for row in _TABS if here in dict(row))
    return [(label, reverse(f"gate:{name}"), name == here) for name, label in beside]


def show(
    request: Request, thing: Thing, title: str, crumbs: list[tuple[Any, str]], **more: Any
) -> HttpResponse:
    """The page of a thing: facts, goods, photos, signatures, what happened, clocks, and the steps that may be taken."""
    return page(
        request,
        "gate/thing.html",
        thing=thing,
        title=title,
        crumbs=crumbs,
        tone=TONES.get(thing.state, "neutral"),
        state_icon=ICONS.get(thing.state, ""),
        choices=steps.choices(thing, request.actor, request.now),
        facts=panels.facts_of(thing, request.actor),
        history=history.tell(thing.ref),
        attachments=documents.list_for(thing.ref),
        signatures=documents.signatures_for(thing.ref),
        can_remove=request.actor.can(DocumentCan.REMOVE, thing.site_id),
        obligations=obligations.for_ref(request.actor, thing.ref),
        **more,
    )


def ask(
    request: Request, form: Form, title: str, *, submit: str = "", back: str = "", **more: Any
) -> HttpResponse:
    """The form of a step, as a page or in a dialog."""
    return page(
        request,
        "gate/form.html#form",
        form=form,
        title=title,
        submit=submit or title,
        back=back,
        **more,
    )


def reason(
    request: Request, thing: Any, title: str, back: str = ""
) -> tuple[ReasonForm, HttpResponse | None]:
    """The form that asks why; with the answer that draws it, or None when the verb is to run."""
    form = ReasonForm.of(request)
    if form.ready():
        return form, None
    back = back or thing.get_absolute_url()
    return form, ask(request, form, title, submit=_("Save"), back=back, danger=True)
