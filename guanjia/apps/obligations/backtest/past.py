"""The journal of a site, read once through in order of time, and the matters behind its entries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from guanjia.apps.obligations.matter import EventMatter
from guanjia.kernel import journal
from guanjia.kernel.models import JournalEntry

CHUNK = 2_000
"""Entries that are read, and whose matters are looked up, at a time."""


def matters(
    company_id: int, site_id: int, names: Iterable[str], since: datetime, until: datetime
) -> Iterator[EventMatter]:
    """What happened at a site from ``since`` to ``until`` under one of these names, in order of time.

    What the product no longer understands is left out.
    """
    found = JournalEntry.objects.filter(
        company_id=company_id, site_id=site_id, event__in=sorted(names), at__gte=since, at__lte=until
    )
    chunk: list[JournalEntry] = []
    for entry in found.defer("digest").order_by("at", "id").iterator(CHUNK):
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield from _of(company_id, chunk)
            chunk = []
    yield from _of(company_id, chunk)


def _of(company_id: int, chunk: list[JournalEntry]) -> Iterator[EventMatter]:
    behind = _Behind(company_id, chunk)
    for entry in chunk:
        try:
            event = journal.event_of(entry)
        except (KeyError, TypeError, ValueError):
            continue
        yield EventMatter(event, entry, behind.earlier(entry))


class _Behind:
    """The journals of the matters of a chunk, asked for together when the first of them is wanted."""

    def __init__(self, company_id: int, chunk: list[JournalEntry]) -> None:
        self.company_id, self.chunk = company_id, chunk
        self._found: dict[str, list[tuple[int, dict[str, Any]]]] | None = None

    def earlier(self, entry: JournalEntry) -> Callable[[], list[dict[str, Any]]]:
        """What gives the data of the matter's entries before this one, the latest first."""
        return partial(self._before, entry.thread, entry.pk)

    def _before(self, thread: str, pk: int) -> list[dict[str, Any]]:
        if self._found is None:
            self._found = self._read()
        return [data for found, data in self._found[thread] if found < pk]

    def _read(self) -> dict[str, list[tuple[int, dict[str, Any]]]]:
        found: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
        threads = list(dict.fromkeys(entry.thread for entry in self.chunk))
        latest = max(entry.pk for entry in self.chunk)
        for begin in range(0, len(threads), 500):
            rows = JournalEntry.objects.filter(
                company_id=self.company_id, thread__in=threads[begin : begin + 500], id__lt=latest
            )
            for thread, pk, data in rows.order_by("-id").values_list("thread", "id", "data"):
                found[thread].append((pk, data))
        return found
