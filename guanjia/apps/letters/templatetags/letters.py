"""What our templates ask of a paper."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from guanjia.apps.letters.lists import due_of

register = template.Library()


@register.filter
def waits(paper: Any) -> bool:
    """Whether something is still to happen to a paper by a moment."""
    return due_of(paper) is not None


@register.filter
def due(paper: Any) -> datetime | None:
    """That moment."""
    return due_of(paper)


@register.filter
def in_braces(name: str) -> str:
    """A field of a text as it is written."""
    return "{" + name + "}"


@register.filter
def short_moment(text: str) -> str:
    """A moment kept as text, on the site's clock."""
    at = parse_datetime(text)
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


@register.filter
def as_data_url(content: bytes) -> str:
    """A small photograph inside the page."""
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{b64encode(content).decode()}"
