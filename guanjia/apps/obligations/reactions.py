"""Entry points for events."""

from datetime import datetime

from guanjia.apps.calendars.events import DefaultChanged, HoursChanged, YearPublished
from guanjia.apps.messaging.events import Acknowledged
from guanjia.apps.obligations import queries, services
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook.events import Adopted, FigureSet
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import Refused


def on_event(event: Event, entry: JournalEntry) -> None:
    """Any fact may end, move or make duties."""
    services.react(event, entry)


def on_rulebook_changed(event: Adopted | FigureSet, entry: JournalEntry) -> None:
    """A site keeps other rules: duties of the calendar that are new to it are planned from then on."""
    if event.site_id is not None:
        services.follow_rulebook(event.site_id, company_id=entry.company_id, at=entry.at)


def on_hours_changed(event: HoursChanged | DefaultChanged, entry: JournalEntry) -> None:
    """A site's hours changed: its running lengths of time are counted again."""
    if event.site_id is not None:
        services.recompute_site(event.site_id, company_id=entry.company_id, at=_known_at(entry))


def on_year_published(event: YearPublished, entry: JournalEntry) -> None:
    """A year's holidays came or were corrected: what may hang on them is counted again."""
    if event.site_id is not None:
        services.recompute_site(event.site_id, company_id=entry.company_id, at=_known_at(entry))


def on_message_acknowledged(event: Acknowledged, entry: JournalEntry) -> None:
    """Who acknowledges the message of an escalation acknowledges the escalation, if they may."""
    obligation = queries.by_number(event.ref) if event.kind == "obligations.escalated" else None
    if obligation is None or entry.actor_id is None:
        return
    actor = organisations.actor_for_staff(entry.actor_id, entry.at)
    try:
        services.acknowledge(obligation, by=actor, at=entry.at)
    except Refused:
        return  # done meanwhile, or not theirs to stop: the message is acknowledged all the same


def _known_at(entry: JournalEntry) -> datetime:
    return max(entry.at, entry.recorded_at)
