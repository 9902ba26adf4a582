"""What the templates of the gate ask for."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse

from guanjia.ui.request import Request

register = template.Library()


@register.filter
def allowed(links: Iterable[tuple[str, Any, str, str]], request: Request) -> list[tuple[str, Any, str, bool]]:
    """The links whose capability the reader holds, with their addresses; the first is the primary one."""
    site_id = request.site.pk if request.site else None
    found = [
        (reverse(name), label, icon)
        for name, label, icon, can in links or ()
        if request.actor.can(can, site_id)
    ]
    return [(*one, place == 0) for place, one in enumerate(found)]
