"""The pages of numbered things: "CS-2026-000012" leads to its case, on whatever page it is spoken of.

An app says when it starts (``apps.py``, ``ready``) where the numbers of its series lead; a page that names a number need not
know whose it is.
"""

import re

from django.urls import NoReverseMatch, reverse

_PAGES: dict[str, str] = {}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def leads_to(series: str, url_name: str) -> None:
    """Numbers of ``series`` lead to the page at ``url_name``, which takes the number; for what is held once a day
    ("DR-2026-03-02", of a second site "GD-DR-2026-03-02") it takes the day."""
    _PAGES[series] = url_name


def is_numbered(ref: str) -> bool:
    """Whether a reference is a number with a page."""
    return bool(_series_in(ref))


def page_of(ref: str) -> str:
    """The address of what a reference names, "" when it has no page."""
    series = _series_in(ref)
    if not series:
        return ""
    day = _DAY.search(ref)
    try:
        return reverse(_PAGES[series], args=[day[0] if day else ref])
    except NoReverseMatch:
        return ""  # a day where there should be a number, or the other way round


def _series_in(ref: str) -> str:
    """The part of a number that is a series; in front of it a site may have its prefix, behind it a register its own."""
    return next((part for part in reversed(ref.split("-")) if part in _PAGES), "")
