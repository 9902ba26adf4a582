"""One thing: what is known of it, what happened to it, what can be done now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from guanjia.apps.documents import queries as documents
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.safekeeping import history, panels, queries
from guanjia.apps.safekeeping.models import KeptItem
from guanjia.apps.safekeeping.terms import Can
from guanjia.kernel.lifecycle import Step
from guanjia.ui.http import Request, page, screen

_ICONS = {
    "hand_out": "circle-check",
    "hand_on": "walk",
    "bring_back": "arrow-back-up",
    "tell": "phone-call",
    "prolong": "calendar-event",
    "move": "arrows-exchange",
    "keep_on": "calendar-event",
    "release": "gavel",
    "dispose": "trash",
    "send_back": "truck",
    "give_to_police": "shield",
}
_FIRST = 3
"""So many steps stand beside the title; the others under them."""


@dataclass(frozen=True)
class Button:
    """One step that would be accepted now."""

    verb: str
    label: Any
    url: str
    icon: str
    tone: str


def buttons(request: Request, item: KeptItem) -> list[Button]:
    """The steps of a thing, the likeliest first."""
    return [_button(item, step, place) for place, step in enumerate(queries.steps_of(item, request.actor))]


def _button(item: KeptItem, step: Step, place: int) -> Button:
    if step.verb == "hand_on":
        url = f"{reverse('safekeeping:hand_on')}?chosen={item.ref}"
    else:
        url = reverse(f"safekeeping:{step.verb}", args=[item.ref])
    return Button(step.verb, step.label, url, _ICONS[step.verb], "primary" if place == 0 else "")


@screen(can=Can.SEE)
def show_item(request: Request, ref: str) -> HttpResponse:
    """The page of a thing."""
    item = queries.get_item(request.actor, ref)
    steps = buttons(request, item)
    return page(
        request,
        "safekeeping/item.html",
        item=item,
        steps=steps[:_FIRST],
        more=steps[_FIRST:],
        facts=panels.item_facts(item, may_hand_out=request.actor.can(Can.HAND_OUT, item.site_id)),
        handings=queries.handings_of(item),
        attachments=documents.list_for(item.ref),
        signatures=documents.signatures_for(item.ref),
        proposals=queries.proposals_for_item(request.actor, item),
        history=history.tell(item.ref),
        obligations=obligations.for_thread(request.actor, item.ref),
    )
