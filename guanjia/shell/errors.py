"""The pages for what went wrong, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guanjia.ui.http import too_many, wants_fragment


def no_permission(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this post."""
    return render(request, "403.html", {"sentences": []}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: absent, or not yours; the answer is the same."""
    if wants_fragment(request):
        return HttpResponse(status=404, headers={"HX-Reswap": "none"})
    return render(request, "404.html", status=404)


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: for the sign-in machinery's own limits."""
    return too_many(request, 60)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Drawn without the frame, since the frame may be what is broken."""
    return render(request, "500.html", _plain(request), status=500)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the forgery protection: nearly always a page left open for a day."""
    sentence = _("This page was open for too long. Go back, reload it and try again; what you typed is kept.")
    return render(request, "403.html", {"sentences": [sentence]}, status=403)


def _plain(request: HttpRequest) -> dict[str, Any]:
    return {"path": request.path}
