"""The tags of our components: ``{% load ui %}``. Each draws one small template of ``templates/ui``."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guanjia.kernel import clock as wall_clock
from guanjia.kernel.money import format_fen
from guanjia.ui import icons, words
from guanjia.ui.panels import Facts, Panel

register = template.Library()

TONES = {"good": "calm", "warn": "soon", "bad": "late", "info": "accent", "": "neutral"}
"""Other names for the tones calm, soon, late, paused, accent, neutral."""
TONE_ICONS = {
    "calm": "circle-check",
    "soon": "alert-triangle",
    "late": "alert-circle",
    "paused": "player-pause",
    "accent": "info-circle",
    "neutral": "point",
}
CLOCK_ICONS = {
    "calm": "clock",
    "soon": "hourglass-low",
    "late": "alarm",
    "paused": "player-pause",
    "met": "circle-check",
    "missed": "circle-x",
}
_SOON = timedelta(minutes=30)


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """An icon of Tabler's outline set: ``{% icon "bell" %}``."""
    return icons.icon(name, size)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None, empty: str = "—") -> SafeString | str:
    """A moment on the site's clock, short, with the exact time on hover."""
    if value is None:
        return empty
    exact = timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    # Paper is read on another day, so there a moment is never "today".
    text = exact[:-3] if context.get("on_paper") else words.moment_words(value, _now(context))
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact, text)


@register.simple_tag(takes_context=True)
def ago(context: Context, value: datetime | None, now: datetime | None = None) -> SafeString | str:
    """How long ago, or in how long; ticks in the browser."""
    if value is None:
        return "—"
    exact = timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    text = words.ago(value, now or _now(context))
    return format_html('<time datetime="{}" title="{}" data-ago>{}</time>', value.isoformat(), exact, text)


@register.inclusion_tag("ui/badge.html")
def badge(text: Any, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """A small label with a tone and an icon: ``{% badge case.state_label "soon" %}``."""
    tone = TONES.get(tone, tone)
    return {"text": text, "tone": tone, "icon": icon or TONE_ICONS.get(tone, "point")}


@register.inclusion_tag("ui/clock.html", takes_context=True)
def clock(
    context: Context,
    state: str,
    due_at: datetime | None,
    now: datetime | None = None,
    soon_at: datetime | None = None,
) -> dict[str, Any]:
    """Time left or overdue, with icon and word. ``state``: running (or calm, soon, late), paused, met, missed.

    A running clock finds its own tone from ``due_at``; it is soon from ``soon_at`` on, by default in the last 30 minutes.
    """
    at = now or _now(context)
    shown = clock_state(state, due_at, at, soon_at)
    return {
        "state": shown,
        "due_at": due_at,
        "soon_at": soon_at or (due_at - _SOON if due_at else None),
        "ticks": shown in {"calm", "soon", "late"} and due_at is not None,
        "icon": CLOCK_ICONS[shown],
        "text": words.clock_words(shown, due_at, at),
        "exact": timezone.localtime(due_at).strftime("%Y-%m-%d %H:%M") if due_at else "",
        "icons": [(name, CLOCK_ICONS[name]) for name in ("calm", "soon", "late")],
    }


def clock_state(state: str, due_at: datetime | None, now: datetime, soon_at: datetime | None = None) -> str:
    """The tone of a clock: calm, soon, late, paused, met or missed."""
    state = state.lower()
    if state in {"paused", "met", "missed"}:
        return state
    if due_at is None:
        return "calm"
    if now >= due_at:
        return "late"
    return "soon" if now >= (soon_at or due_at - _SOON) else "calm"


@register.inclusion_tag("ui/facts.html", takes_context=True)
def facts(context: Context, panel: Facts) -> dict[str, Any]:
    """Labels and values."""
    return {
        "panel": panel,
        "request": context.get("request"),
        "now": _now(context),
        "on_paper": context.get("on_paper"),
    }


@register.simple_tag(takes_context=True)
def panel_body(context: Context, panel: Panel) -> SafeString:
    """What a panel holds: its template, drawn with its own context."""
    request = context.get("request")
    return render_to_string(panel.template, {"now": _now(context), **panel.context}, request=request)


@register.inclusion_tag("ui/empty.html")
def empty(title: Any, hint: Any = "", url: str = "", label: Any = "", icon: str = "inbox") -> dict[str, Any]:
    """Nothing here yet, and what to do next."""
    return {"title": title, "hint": hint, "url": url, "label": label, "icon": icon}


@register.filter
@register.simple_tag
def money(fen: int | None) -> SafeString | str:
    """Fen as yuan: ``{% money bill.total %}``."""
    if fen is None:
        return "—"
    return format_html('<span class="money">¥{}</span>', format_fen(fen))


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, label: Any = "", wide: bool = False) -> dict[str, Any]:
    """One field of a form with its label, hint and errors: ``{% field form.phone %}``."""
    return {"field": bound, "label": label or bound.label, "wide": wide}


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The address's query with some values changed: ``href="{% query page=2 %}"``; an empty value drops the key."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.filter
def named(thing: Any) -> str:
    """The name of a site, post or person in the page's language: ``{{ post|named }}``."""
    english = getattr(thing, "name_en", "") if (get_language() or "").startswith("en") else ""
    return english or getattr(thing, "name", "") or ""


@register.filter
def tone_icon(tone: str) -> str:
    """The icon that goes with a tone."""
    return TONE_ICONS.get(TONES.get(tone, tone), "point")


def _now(context: Context) -> datetime:
    request = context.get("request")
    return context.get("now") or getattr(request, "now", None) or wall_clock.now()


@register.simple_tag
def ui_words() -> dict[str, str]:
    """The words scripts need, in the page's language."""
    return words.for_scripts()


@register.simple_tag
def form_key() -> SafeString:
    """A hidden key that makes a double click on a one-button form one record."""
    return format_html('<input type="hidden" name="form_key" value="{}">', secrets.token_urlsafe(18))
