"""Icons: Tabler's outline drawings, copied at set-up into ``static/vendor/icons`` and drawn inline in the text colour."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_FRAME = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


class IconMissing(LookupError):
    """The icon is not listed in ``assets.toml``, or set-up has not copied it yet."""


@lru_cache(maxsize=512)
def icon(name: str, size: int = 18) -> SafeString:
    """The drawing of an icon; hidden from screen readers, the word beside it speaks. Raises ``IconMissing``."""
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{1}</svg>',
        size,
        _drawing(name),
    )


@lru_cache(maxsize=512)
def _drawing(name: str) -> SafeString:
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise IconMissing(name)
    for folder in _folders():
        file = folder / f"{name}.svg"
        if file.is_file():
            found = _BODY.search(file.read_text(encoding="utf-8"))
            body = " ".join((found[1] if found else "").split())
            return mark_safe(_FRAME.sub("", body))  # noqa: S308  # our own vendored file, never a user's
    raise IconMissing(f"{name}: add it to assets.toml and run `python3 dev.py setup`")


def _folders() -> tuple[Path, Path]:
    # Before set-up has copied a newly listed icon, the package it comes from is good enough.
    return (
        settings.VENDOR / "icons",
        settings.BASE / "node_modules" / "@tabler" / "icons" / "icons" / "outline",
    )
