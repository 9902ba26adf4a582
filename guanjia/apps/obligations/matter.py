"""What is known of a matter while an event is looked at: the event itself, and its journal behind it."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import Any

from guanjia.apps.rulebook.terms import Value, ValueSource
from guanjia.kernel import journal
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry


class EventMatter:
    """Answers values of one event. The journal is read only when a ``thread:`` value is not on the event itself.

    ``earlier`` answers with the data of the matter's earlier entries, the latest first, where they are known already.
    """

    def __init__(
        self, event: Event, entry: JournalEntry, earlier: Callable[[], list[dict[str, Any]]] | None = None
    ) -> None:
        self.event, self.entry, self.earlier = event, entry, earlier

    def value(self, value: Value) -> Any:
        """The value, or None when nothing carries it."""
        found = getattr(self.event, value.field, None)
        if found not in (None, "") or value.source is ValueSource.EVENT:
            return found
        return next(
            (data[value.field] for data in self._earlier if data.get(value.field) not in (None, "")), None
        )

    @cached_property
    def _earlier(self) -> list[dict[str, Any]]:
        if self.earlier is not None:
            return self.earlier()
        entries = journal.thread(self.entry.thread).filter(id__lt=self.entry.pk).order_by("-id")
        return list(entries.values_list("data", flat=True))


def as_moment(found: Any) -> datetime | date | None:
    """A moment or a date out of an event or out of the journal, where it is text."""
    if not isinstance(found, str):
        return found if isinstance(found, date) else None
    return datetime.fromisoformat(found) if "T" in found else date.fromisoformat(found)
