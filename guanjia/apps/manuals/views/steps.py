"""What several screens share: who may do what to a document, and the form of one step."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.manuals import queries
from guanjia.apps.manuals.lifecycle import VERSION
from guanjia.apps.manuals.models import Version
from guanjia.apps.manuals.terms import Can, SigningStep, VersionState
from guanjia.kernel.permissions import Capability
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, page
from guanjia.ui.steps import Offered

_LOOKS = {
    "prepare": (Can.EDIT, "signature", "primary"),
    "review": (Can.REVIEW, "signature", "primary"),
    "approve": (Can.APPROVE, "signature", "primary"),
    "send_back": (Can.REVIEW, "arrow-back-up", ""),
    "withdraw": (Can.EDIT, "ban", "quiet"),
}
_DECIDED = (VersionState.APPROVED, VersionState.IN_FORCE)


def may(request: Request, capability: Capability, sites: list[int]) -> bool:
    """Whether the actor holds a capability wherever a document holds."""
    if not sites:
        return request.actor.can(capability)
    return all(request.actor.can(capability, site_id) for site_id in sites)


def offered(request: Request, version: Version, sites: list[int]) -> list[Offered]:
    """The steps of a version open to the actor, the likeliest last, where the primary button stands."""
    signed = {one.step: one.staff_id for one in version.signatures.all()}
    found = []
    for step in reversed(VERSION.next_steps(version.state)):
        if step.verb not in _LOOKS:
            continue
        capability, icon, tone = _LOOKS[step.verb]
        if step.verb == "withdraw" and version.state in _DECIDED:
            capability = Can.APPROVE
        mine = step.verb in set(SigningStep) and request.actor.id in {
            who for name, who in signed.items() if name != step.verb
        }
        if may(request, capability, sites) and not mine:
            url = reverse(f"manuals:{step.verb}", args=[version.pk])
            found.append(Offered(step.verb, step.label, icon, url, tone=tone))
    return found


def ask(request: Request, form: Form, title: str, back: str, **more: Any) -> HttpResponse:
    """The form of a step, as a page or in a dialog."""
    more.setdefault("submit", title)
    return page(request, "ui/verb.html#form", form=form, title=title, back=back, **more)


def site_id_of(request: Request, sites: list[int]) -> int | None:
    """The site whose packs are asked what runs: the one in the top bar if the document holds there, else its first."""
    here = int(request.site.pk) if request.site else None
    if sites and here not in sites:
        return next((one for one in sites if one in request.actor.site_ids), None)
    return here


def tabs(request: Request, here: str) -> list[tuple[Text, str, bool]]:
    """The ways through the library that are open to the actor: label, address, whether it is this page."""
    names: list[tuple[str, Text, str]] = [
        ("list", _("Documents"), Can.SEE),
        ("search", _("Search"), Can.SEE),
        ("mine", _("My reading"), ""),
        ("outdated", _("Old copies"), Can.HAND_OUT),
    ]
    return [
        (label, reverse(f"manuals:{name}"), name == here)
        for name, label, can in names
        if not can or request.actor.can(can)
    ]


def site_of(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def editable(request: Request, version: Version) -> bool:
    """Whether the actor may write in a version now."""
    return version.is_draft and may(request, Can.EDIT, queries.sites_of(version.document))


def again(request: Request, address: str) -> str:
    """An address with a place on its page, told so that a browser already there loads it anew."""
    path, _hash, place = address.partition("#")
    return f"{path}?at={int(request.now.timestamp() * 1000)}#{place}"
