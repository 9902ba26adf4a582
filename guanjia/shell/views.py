"""The screens of the frame."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations import services
from guanjia.kernel.refusals import NotFound
from guanjia.shell import navigation
from guanjia.shell import today as board
from guanjia.shell.forms import CodeForm
from guanjia.shell.frame import THEME_COOKIE, THEMES
from guanjia.shell.middleware import SITE_KEY
from guanjia.ui import palette
from guanjia.ui.http import SIGNED_IN, Request, back_url, done, page, public_verb, safe_url, screen, verb

_HITS_IN_PALETTE = 5
_HITS_ON_PAGE = 20
_SITES_SHOWN = 40


@screen(can=SIGNED_IN)
def start(request: Request) -> HttpResponse:
    """The bare address leads to Today."""
    return redirect("shell:today")


@screen(can=SIGNED_IN)
def today(request: Request) -> HttpResponse:
    """My day: duties by time left, cases, notes, changes."""
    main, side = board.panels(request)
    return page(
        request,
        "shell/today.html#board",
        main=main,
        side=side,
        figures=board.figures(request),
        quiet=board.is_quiet(main, side),
    )


@screen(can=SIGNED_IN)
def search(request: Request) -> HttpResponse:
    """Everything found for ``?q=``, by kind."""
    text = request.GET.get("q", "").strip()[:80]
    groups = palette.search(request, text, _HITS_ON_PAGE)
    return page(request, "shell/search.html", text=text, groups=groups)


@screen(can=SIGNED_IN)
def find(request: Request) -> HttpResponse:
    """The hits inside the command palette."""
    text = request.GET.get("q", "").strip()[:80]
    groups = palette.search(request, text, _HITS_IN_PALETTE)
    verbs, places = palette.verbs(request, text), navigation.places(request, text)
    return page(request, "shell/palette_hits.html", text=text, groups=groups, verbs=verbs, places=places)


@screen(can=SIGNED_IN)
def new(request: Request) -> HttpResponse:
    """Everything that can be started: the middle tab of the phone."""
    return page(request, "shell/new.html", verbs=palette.verbs(request, ""))


@screen(can=SIGNED_IN)
def scan(request: Request) -> HttpResponse:
    """Read a QR code with the camera, or type what stands under it."""
    return page(request, "shell/scan.html", form=CodeForm())


@screen(can=SIGNED_IN)
def scanned(request: Request) -> HttpResponse:
    """Go where a code leads: a page of ours, or the search for it."""
    code = request.GET.get("code", "").strip()[:300]
    return HttpResponseRedirect(
        _page_of(request, code) or f"{reverse('shell:search')}?{urlencode({'q': code})}"
    )


def _page_of(request: Request, code: str) -> str:
    """The address a code holds when it is one of ours, else an empty string."""
    return safe_url(request, code, "") if code.startswith(("/", "http://", "https://")) else ""


@screen(can=SIGNED_IN)
def me(request: Request) -> HttpResponse:
    """My posts, stand-ins, shifts, language, theme, second factor."""
    actor, now = request.actor, request.now
    return page(
        request,
        "shell/me.html",
        posts=organisations.held_posts(actor.id, now) if actor.id else [],
        absences=organisations.absences(actor.id, now) if actor.id else [],
        shifts=organisations.coming_shifts(actor.id, now) if actor.id else [],
    )


@screen(can=SIGNED_IN)
def sites(request: Request) -> HttpResponse:
    """The sites I can switch to, those with ``?q=`` in name or code."""
    text = request.GET.get("q", "").strip()[:80]
    found = organisations.list_sites(request.actor, text)
    return page(
        request,
        "shell/sites.html#sites",
        text=text,
        sites=found[:_SITES_SHOWN],
        more=max(0, found.count() - _SITES_SHOWN),
        title=gettext_lazy("Choose a site"),
    )


@verb(can=SIGNED_IN, ask=gettext_lazy("Choose the site in the bar on top."))
def choose_site(request: Request) -> HttpResponse:
    """Work at another of my sites from now on."""
    wanted = request.POST.get("site", "")
    if not (wanted.isascii() and wanted.isdigit()) or int(wanted) not in request.actor.site_ids:
        raise NotFound
    request.session[SITE_KEY] = int(wanted)
    return done(request, "shell:today")


@public_verb(throttle="120/h")
def choose_language(request: Request) -> HttpResponse:
    """Speak another language from now on; kept with the account when signed in."""
    wanted = request.POST.get("language", "")
    if request.method != "POST" or wanted not in dict(settings.LANGUAGES):
        return redirect(safe_url(request, request.POST.get("next"), back_url(request)))
    answer = done(request, back_url(request))
    if request.actor is not None and request.user.is_authenticated:
        services.set_language(request.user, wanted)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return answer


@public_verb(throttle="120/h")
def choose_theme(request: Request) -> HttpResponse:
    """Light, dark, or as the device is; kept in a cookie, since it belongs to the screen one sits at."""
    wanted = request.POST.get("theme", "")
    answer = redirect(safe_url(request, request.POST.get("next"), back_url(request)))
    if request.method == "POST" and wanted in THEMES:
        answer.set_cookie(
            THEME_COOKIE, wanted, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.HTTPS
        )
    return answer
