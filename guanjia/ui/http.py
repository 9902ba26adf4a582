"""The doors of the web: ``screen`` shows, ``verb`` changes; both declare the capability they need.

A screen answers GET and cannot write. A verb answers GET with its form and POST by doing it; a refusal comes back as
422 with the sentence beside its field and everything typed still there. The capability of a view is published as
``view.capability``, so that the permission matrix can be made from the URL resolver.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Final, TypeAlias

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from guanjia.kernel import guards
from guanjia.kernel.idempotency import KeyReused
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.ui.once import post_once
from guanjia.ui.read_only import WroteWhileReading, WroteWithoutSaying, noting_writes, reading_only
from guanjia.ui.request import Request, wants_fragment
from guanjia.ui.throttle import Rate, knock

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "Request",
    "back_url",
    "done",
    "page",
    "public_screen",
    "public_verb",
    "safe_url",
    "screen",
    "shown_once",
    "verb",
    "wants_fragment",
]

View: TypeAlias = Callable[..., HttpResponse]

SIGNED_IN: Final = "ui.signed_in"
"""Any signed-in member of staff."""
PUBLIC: Final = "ui.public"
"""Anybody: the view proves by its own secret (link, QR code) what may be seen."""

# Wrong secret links from one address; somebody trying them out is stopped long before finding one.
_MISSES = Rate(60, 3600)


def screen(*, can: str, writes: bool = False) -> Callable[[View], View]:
    """Declare a view that shows something (GET) and the capability it needs: an app's ``Can.X`` or ``SIGNED_IN``.

    ``writes`` lifts the guard against writing while reading; say why beside it (for example an export that must be
    journaled).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD"}:
                return HttpResponseNotAllowed(["GET", "HEAD"])
            return _admit(request, can) or _shown(request, view, args, kwargs, writes=writes)

        return _declared(door, can)

    return decorate


def verb(*, can: str, ask: Any = None) -> Callable[[View], View]:
    """Declare a view that does something: GET shows its form, POST does it.

    A verb without a form of its own gives ``ask``, a lazy question; GET then shows the question with one button and
    the view runs for POST only. A verb that has written ends with ``done`` or ``shown_once``; any other answer raises
    ``WroteWithoutSaying`` and, under the key of a form, undoes what was written.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD", "POST"}:
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            return _admit(request, can) or _verb(request, view, args, kwargs, ask)

        return _declared(door, can)

    return decorate


def public_screen(*, writes: bool = False) -> Callable[[View], View]:
    """Declare a screen for people without an account; the view itself checks its secret and opens a company scope.

    A ``NotFound`` is counted by address, so that secrets cannot be tried out.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD"}:
                return HttpResponseNotAllowed(["GET", "HEAD"])
            try:
                return _shown(request, view, args, kwargs, writes=writes)
            except Http404:
                if wait := _too_many(request, "missed", _MISSES):
                    return too_many(request, wait)
                raise

        return _declared(door, PUBLIC)

    return decorate


def public_verb(*, throttle: str) -> Callable[[View], View]:
    """Declare a verb for people without an account; ``throttle`` ("10/h") limits how often one address may send it."""
    rate = Rate.parse(throttle)

    def decorate(view: View) -> View:
        door_name = f"{view.__module__}.{view.__qualname__}"[-80:]

        @wraps(view)
        def door(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD", "POST"}:
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            if request.method == "POST" and (wait := _too_many(request, door_name, rate)):
                return too_many(request, wait)
            return _verb(request, view, args, kwargs, None)

        return _declared(door, PUBLIC)

    return decorate


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a whole page, or for HTMX only the fragment named after ``#``.

    The status is 422 when a form of the context holds errors, so that HTMX, tests and programs see what people see.
    """
    name, _hash, fragment = template.partition("#")
    chosen = _own_or_inherited(name, fragment) if fragment and wants_fragment(request) else name
    forms = [value for value in context.values() if getattr(value, "is_bound", False)]
    status = 422 if any(getattr(form, "errors", None) for form in forms) else 200
    response = render(request, chosen, context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers.setdefault("Vary", "HX-Request")
    return response


def done(request: HttpRequest, to: Any, message: Any = "", **context: Any) -> HttpResponse:
    """Answer after a verb has happened, with ``message`` as a toast.

    ``to`` is where to go: an address, a URL name, or something with ``get_absolute_url``; a safe ``next`` sent with the
    form wins over it. Or it is a fragment ("app/page.html#row") that replaces the piece of the page that asked, rendered
    with ``context``; a browser without HTMX is sent back to where it came from.
    """
    if isinstance(to, str) and ".html" in to:
        if wants_fragment(request):
            return _fragment(request, to, message, context)
        to = back_url(request)
    url = safe_url(request, request.POST.get("next"), resolve_url(to))
    if message:
        messages.success(request, str(message))
    if not wants_fragment(request):
        response: HttpResponse = HttpResponseRedirect(url)
    else:
        response = HttpResponse(status=204, headers={"HX-Redirect": url})
    return _finished(response)


def _fragment(request: HttpRequest, template: str, message: Any, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    if message:
        response.headers["HX-Trigger"] = json.dumps({"ui:toast": {"tone": "good", "text": str(message)}})
    return _finished(response)


def _finished(response: HttpResponse) -> HttpResponse:
    response.verb_done = True  # type: ignore[attr-defined]  # read by ``once``: only what was done is kept
    return response


def shown_once(response: HttpResponse) -> HttpResponse:
    """Answer after a verb with something that must be kept nowhere: a number looked at, a workbook of people.

    Unlike the answer of ``done`` it is not stored for a second click, which does the verb again.
    """
    response.kept_nowhere = True  # type: ignore[attr-defined]  # read by ``once``
    return _finished(response)


def revealed(request: Request, title: str, *values: str, back: str, is_phone: bool = True) -> HttpResponse:
    """Answer after a verb with what was hidden, shown once; empty values are left out. ``back`` is the page it stands on."""
    told = [one for one in values if one]
    return shown_once(
        page(request, "ui/revealed.html#value", title=title, values=told, is_phone=is_phone, back=back)
    )


def safe_url(request: HttpRequest, url: str | None, default: str = "/") -> str:
    """``url`` when it leads to a page of this installation, else ``default``: nobody is sent to a stranger's site."""
    here = {request.get_host()}
    if url and url_has_allowed_host_and_scheme(url, allowed_hosts=here, require_https=request.is_secure()):
        return url
    return default


def back_url(request: HttpRequest, default: str = "/") -> str:
    """The page the person came from, if it is one of ours."""
    return safe_url(request, request.headers.get("Referer"), default)


def _own_or_inherited(name: str, fragment: str) -> str:
    """``name#fragment``, or where ``name`` extends a template that defines the fragment, that one's."""
    try:
        get_template(f"{name}#{fragment}")
    except TemplateDoesNotExist:
        whole: Any = get_template(name)
        extends = whole.template.nodelist.get_nodes_by_type(ExtendsNode)
        if not extends or not isinstance(extends[0].parent_name.var, str):
            raise
        return _own_or_inherited(extends[0].parent_name.var, fragment)
    return f"{name}#{fragment}"


# --- How it works ------------------------------------------------------------------------------------------------------


def _declared(door: View, capability: str) -> View:
    door.capability = str(capability)  # type: ignore[attr-defined]
    return door


def _admit(request: Request, can: str) -> HttpResponse | None:
    """None for somebody who may come in; else the way to the sign-in page, or the 403 page."""
    actor = getattr(request, "actor", None)
    if actor is None:
        if wants_fragment(request):
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return redirect_to_login(request.get_full_path())
    if can != SIGNED_IN:
        try:
            permit_at(actor, can, None)
        except NotPermitted as refused:
            return refused_page(request, refused)
    return None


def _shown(request: Request, view: View, args: Any, kwargs: Any, *, writes: bool = False) -> HttpResponse:
    try:
        if writes:
            return view(request, *args, **kwargs)
        with reading_only():
            return view(request, *args, **kwargs)
    except NotFound as absent:
        raise Http404(str(absent)) from absent
    except Refused as refused:
        return refused_page(request, refused)


def _verb(request: Request, view: View, args: Any, kwargs: Any, ask: Any) -> HttpResponse:
    request.refused, request.form_shown = None, None
    if request.method != "POST":
        if ask is not None:
            return page(request, "ui/ask.html#ask", question=ask, back=back_url(request))
        return _shown(request, view, args, kwargs)
    try:
        return post_once(request, request.path, partial(_posted, request, view, args, kwargs))
    except NotFound as absent:
        raise Http404(str(absent)) from absent
    except NotPermitted as refused:
        return refused_page(request, refused)
    except Refused as refused:
        _notice(request, refused)
        return _form_again(request, refused, view, args, kwargs)


def _notice(request: Request, refused: Refused) -> None:
    """Guards that refused are counted, now that what was begun has been undone."""
    actor, place = getattr(request, "actor", None), request.resolver_match
    if actor is not None and place is not None:
        guards.notice(refused, app=place.app_name, by=actor, at=request.now)


def _posted(request: Request, view: View, args: Any, kwargs: Any) -> HttpResponse:
    with noting_writes() as written:
        response = view(request, *args, **kwargs)
    if written and not getattr(response, "verb_done", False):
        raise WroteWithoutSaying(f"{view.__module__}.{view.__qualname__} wrote: {written[0]}")
    return response


def _form_again(request: Request, refused: Refused, view: View, args: Any, kwargs: Any) -> HttpResponse:
    """Let the view draw its form once more; ``form.ready()`` now says no and carries the refusals as errors."""
    used_before = isinstance(refused, KeyReused)  # found out before the view ran, so it has made no form yet
    if request.form_shown is None and not used_before:
        return refused_page(request, refused)
    request.refused = refused
    try:
        response = _shown(request, view, args, kwargs)
    except WroteWhileReading:
        return refused_page(request, refused)
    return response if request.form_shown else refused_page(request, refused)


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Show why something was not done, with the way back; for HTMX a toast, leaving the page as it is."""
    sentences = [str(refusal) for refusal in refused.refusals]
    if wants_fragment(request):
        toast = {"ui:toast": {"tone": "bad", "text": " ".join(sentences)}}
        return HttpResponse(
            status=refused.status, headers={"HX-Reswap": "none", "HX-Trigger": json.dumps(toast)}
        )
    context = {"sentences": sentences, "back": back_url(request), "status": refused.status}
    template = "403.html" if refused.status == 403 else "ui/refused.html"
    return render(request, template, context, status=refused.status)


def _too_many(request: HttpRequest, door: str, rate: Rate) -> int:
    return knock(door, request.META.get("REMOTE_ADDR", ""), rate, request.now)  # type: ignore[attr-defined]


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """The 429 page: how long to wait."""
    minutes = max(1, -(-wait // 60))
    if wants_fragment(request):
        sentence = _("That was too often. Please try again in %(minutes)s min.") % {"minutes": minutes}
        toast = json.dumps({"ui:toast": {"tone": "bad", "text": sentence}})
        return HttpResponse(
            status=429, headers={"HX-Reswap": "none", "HX-Trigger": toast, "Retry-After": str(wait)}
        )
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
