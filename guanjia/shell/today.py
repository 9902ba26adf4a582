"""Today: what I am to do now. The frame holds the places; the apps fill them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guanjia.shell.slots import filler
from guanjia.ui.panels import Panel
from guanjia.ui.request import Request


@dataclass(frozen=True)
class Slot:
    """A place on Today. ``path`` names ``f(request) -> Panel | None``; ``side`` puts it beside the main column."""

    key: str
    path: str
    side: bool = False


PANELS: list[Slot] = [
    Slot("duties", "guanjia.apps.obligations.panels:today_duties"),
    Slot("breaches", "guanjia.apps.obligations.panels:today_breaches"),
    Slot("proposals", "guanjia.apps.obligations.panels:today_proposals"),
    Slot("entries", "guanjia.apps.registers.panels:today_entries"),
    Slot("letter_reviews", "guanjia.apps.letters.panels:today_reviews"),
    Slot("letter_answers", "guanjia.apps.letters.panels:today_answers"),
    Slot("letter_notices", "guanjia.apps.letters.panels:today_notices"),
    Slot("decisions", "guanjia.apps.meetings.panels:today_decisions"),
    Slot("duty_logs", "guanjia.apps.meetings.panels:today_duty"),
    Slot("meetings", "guanjia.apps.meetings.panels:today_meetings"),
    Slot("findings", "guanjia.apps.inspections.panels:today_findings"),
    Slot("cases", "guanjia.apps.cases.panels:today_cases"),
    Slot("gate", "guanjia.apps.gate.panels:today_gate"),
    Slot("workorders", "guanjia.apps.workorders.panels:today_work_orders"),
    Slot("custody", "guanjia.apps.custody.panels:today_custody"),
    Slot("safekeeping", "guanjia.apps.safekeeping.panels:today_items"),
    Slot("archives", "guanjia.apps.archives.panels:today_archives"),
    Slot("visits", "guanjia.apps.cases.panels:today_visits"),
    Slot("reading", "guanjia.apps.manuals.panels:today_reading", side=True),
    Slot("notices", "guanjia.apps.messaging.panels:today_notices", side=True),
    Slot("changes", "guanjia.apps.cases.panels:today_changes", side=True),
    Slot("on_duty", "guanjia.shell.panels:on_duty", side=True),
]
"""In the order shown. A panel that is None, or whose app is not there, leaves no gap."""

FIGURES: list[str] = [
    "guanjia.apps.obligations.panels:today_figures",
    "guanjia.apps.cases.panels:today_figures",
    "guanjia.apps.workorders.panels:today_figures",
]
"""``f(request) -> list[Figure]``: the few numbers on top."""


def panels(request: Request) -> tuple[list[tuple[str, Panel]], list[tuple[str, Panel]]]:
    """The filled places of the main column and of the side."""
    main: list[tuple[str, Panel]] = []
    side: list[tuple[str, Panel]] = []
    for slot in PANELS:
        fill = filler(slot.path)
        panel = fill(request) if fill else None
        if panel is not None:
            (side if slot.side else main).append((slot.key, panel))
    return main, side


def is_quiet(main: list[tuple[str, Panel]], side: list[tuple[str, Panel]]) -> bool:
    """Whether nothing waits for the person: the main column is empty, and there is no unread message."""
    return all(panel.is_empty for _key, panel in main) and "notices" not in dict(side)


def figures(request: Request) -> list[Any]:
    """The numbers on top, in order."""
    found: list[Any] = []
    for path in FIGURES:
        fill = filler(path)
        if fill:
            found.extend(fill(request) or ())
    return found
