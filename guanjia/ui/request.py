"""A request as our views see it: who acts, when, and where are already known."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refused

if TYPE_CHECKING:
    from guanjia.ui.forms import Form


class Request(HttpRequest):
    """What the frame's middleware adds to a request; views take this as the type of their first argument.

    ``actor`` is never None inside a view of ``@screen`` or ``@verb``; a public view has none until it opens one from
    its secret link. ``now`` is read once per request, so that everything on a page is of the same moment. ``site`` is
    the site chosen in the top bar, None when the actor has no site.
    """

    actor: Actor
    now: datetime
    site: Any
    htmx: HtmxDetails
    refused: Refused | None
    form_shown: Form | None


def wants_fragment(request: HttpRequest) -> bool:
    """Whether the browser asks for a piece of a page (HTMX) and not for a whole one."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
