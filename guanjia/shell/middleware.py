"""What every request is given: the moment, who acts, where, in which language, and the company it may see."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from guanjia.apps.organisations import queries as organisations
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope

Answer = Callable[[HttpRequest], HttpResponse]
SITE_KEY = "site"


def frame(answer: Answer) -> Answer:
    """Set ``now``, ``actor`` and ``site``; open the scope of the actor's company and nobody else's.

    Somebody who is not signed in gets no scope: a query on a company's rows raises then, whatever a view does.
    """

    def middleware(request: Any) -> HttpResponse:
        request.now = clock.now()
        request.actor = _actor(request)
        request.site = None
        with ExitStack() as stack:
            stack.enter_context(timezone.override(ZoneInfo(settings.TIME_ZONE)))
            if request.actor is not None:
                stack.enter_context(company_scope(request.actor.company_id))
                request.site = _site(request)
                _speak(request, stack)
            if request.site is not None:
                timezone.activate(ZoneInfo(request.site.timezone))
            return answer(request)

    return middleware


def _actor(request: Any) -> Any:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return organisations.actor_for(user, request.now)


def _site(request: Any) -> Any:
    """The site chosen in this session while the actor still has it, else the first one."""
    own = request.actor.site_ids
    chosen = request.session.get(SITE_KEY)
    if chosen in own:
        return organisations.site(chosen)
    return organisations.site(min(own)) if own else None


def _speak(request: Any, stack: ExitStack) -> None:
    """Answer in the language of the account, whatever the browser prefers."""
    language = getattr(request.user, "language", "")
    if language in dict(settings.LANGUAGES):
        stack.enter_context(translation.override(language))
        request.LANGUAGE_CODE = language
