"""``{% load obligations %}``: the clocks of a matter, and the small parts our screens share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context

from guanjia.apps.obligations import looks, queries, steps
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.queries import Clock
from guanjia.kernel.refusals import Text
from guanjia.ui.pages import page_of

register = template.Library()


@dataclass(frozen=True)
class Row:
    """A clock with what this reader may do with it."""

    clock: Clock
    opens: bool
    acknowledges: bool


@dataclass(frozen=True)
class Clocks:
    """The clocks of a matter: those that run, by due time, and those that have ended, the latest first."""

    running: list[Row]
    ended: list[Row]

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(row.clock.is_overdue for row in self.running)


@register.simple_tag(takes_context=True)
def matter_clocks(context: Context, obligations: Iterable[Obligation] | None) -> Clocks:
    """``{% matter_clocks obligations as found %}``: the rows as clocks, in a fixed number of queries."""
    request = context["request"]
    rows = [
        Row(
            clock,
            looks.may_open(request.actor, clock.obligation),
            steps.can_acknowledge(request.actor, clock.obligation, request.now),
        )
        for clock in queries.clocks(obligations or (), request.now)
    ]
    running = sorted(
        (row for row in rows if row.clock.is_running), key=lambda row: row.clock.obligation.due_at
    )
    return Clocks(running, [row for row in rows if not row.clock.is_running])


@register.inclusion_tag("ui/badge.html")
def duty_state(row: Obligation) -> dict[str, Any]:
    """The state with icon and word."""
    return {"text": looks.state_label(row), "tone": looks.state_tone(row), "icon": looks.state_icon(row)}


@register.filter
def soon_at(row: Obligation) -> datetime:
    """When the clock of an obligation turns amber."""
    return looks.soon_at(row)


@register.filter
def matter_url(ref: str) -> str:
    """The page of the matter a reference names, or nothing."""
    return page_of(ref)


@register.filter
def state_word(row: Obligation) -> Text:
    """The state in a word."""
    return looks.state_label(row)
