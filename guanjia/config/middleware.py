"""Two small pieces every request passes: the address behind proxies, and the security policy of the page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

# No inline script anywhere. Style attributes (a bar's width) are allowed, style elements are not. The QR reader is
# WebAssembly; camera frames and signatures are blob: and data: pictures.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def real_address(answer: Answer) -> Answer:
    """Put the caller's address into ``REMOTE_ADDR`` when we stand behind proxies.

    Only as many entries of ``X-Forwarded-For`` are believed as ``GUANJIA_PROXIES`` says; the rest may be forged. With
    the default of 0 the header is ignored, so nobody can escape throttling, or pin it on another, by inventing one.
    """
    hops: int = settings.GUANJIA_PROXIES

    def middleware(request: HttpRequest) -> HttpResponse:
        if hops:
            chain = [
                part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
            ]
            if len(chain) >= hops:
                request.META["REMOTE_ADDR"] = chain[-hops]
        return answer(request)

    return middleware


def page_policy(answer: Answer) -> Answer:
    """Send the content security policy and switch off device features we never use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=()"
        )
        return response

    return middleware
