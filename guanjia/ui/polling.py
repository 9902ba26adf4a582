"""Pieces of pages that ask again every few seconds: nothing is sent when nothing has changed."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render

# Each rendering carries a fresh token of the same meaning, and the words of ticking clocks; neither is news.
_NOISE = re.compile(
    rb'name="(?:csrfmiddlewaretoken|form_key)" value="[^"]*"|<span class="clock-text">[^<]*</span>|data-ago>[^<]*<'
)


def polled(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a fragment with an ETag; 304 without a body when the browser has it already."""
    response = render(request, template, context)
    digest = sha256(_NOISE.sub(b"", response.content)).hexdigest()[:24]
    tag = f'W/"{digest}"'
    if request.headers.get("If-None-Match") == tag:
        same = HttpResponseNotModified()
        same.headers["ETag"] = tag
        return same
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache, private"
    return response
