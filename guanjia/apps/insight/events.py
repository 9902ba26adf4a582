"""What the app records."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("insight.period_closed", label=_("Figures of a period told"))
@dataclass(frozen=True, kw_only=True)
class PeriodClosed(Event):
    """A period of a site is over. ``figures`` is what its measures said then: pack, measure, value and what it is made of
    (``count`` of ``of``), and how it stood against the healthy value; ``told`` are the people who got them."""

    per: str
    start: date
    end: date
    figures: tuple[dict[str, Any], ...]
    told: tuple[int, ...]
