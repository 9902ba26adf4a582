"""Seals: a hash chain over the journal, one link a minute, so that tampering with the past is noticed and named.

The chain spans all companies. Entries are sealed when they are visible, whatever their id, so that a slow transaction
that commits late is covered by the next seal instead of being lost between two.

What this does not do: it cannot stop somebody with full access to the database from rewriting everything including
the chain. Print the head (``journal verify`` does) and keep it elsewhere; then even that shows.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import IntegrityError, models, transaction

from guanjia.kernel.journal import digest_of
from guanjia.kernel.models import JournalEntry, Seal
from guanjia.kernel.scope import across_companies

FIRST = bytes(32)
_LEAF = struct.Struct(">q32s")
_BATCH = 5_000


@dataclass(frozen=True)
class Finding:
    """Something wrong with the journal: what, and on which entry or seal."""

    kind: str
    where: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}"


@dataclass(frozen=True)
class Report:
    """What a verification saw. ``head`` is the hash of the latest seal in hexadecimal."""

    entries: int
    seals: int
    head: str
    findings: list[Finding]


def seal_new_entries(*, at: datetime, limit: int = _BATCH) -> int:
    """Cover entries no seal covers yet, at most ``limit`` with each seal; answers how many were covered."""
    total = 0
    with across_companies(reason="sealing the journal"):
        while covered := _seal_once(at, limit):
            total += covered
            if covered < limit:
                break
    return total


def _seal_once(at: datetime, limit: int) -> int:
    with transaction.atomic():
        latest = Seal.objects.order_by("-number").first()
        entries = list(JournalEntry.objects.filter(seal=None).order_by("id")[:limit])
        if not entries:
            return 0
        leaves = b"".join(_LEAF.pack(entry.pk, bytes(entry.digest)) for entry in entries)
        seal = Seal(
            number=latest.number + 1 if latest else 1,
            sealed_at=at,
            count=len(entries),
            leaves=leaves,
            previous_hash=bytes(latest.hash) if latest else FIRST,
        )
        seal.hash = _hash_of(seal)
        if not _saved(seal):
            return 0
        rows: models.QuerySet[JournalEntry] = models.QuerySet(JournalEntry).filter(
            pk__in=[entry.pk for entry in entries], seal=None
        )
        rows.update(seal=seal)
        return len(entries)


def _saved(seal: Seal) -> bool:
    """Save the seal, unless another worker has sealed meanwhile: its number is unique, and what is left waits a minute."""
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def verify() -> Report:
    """Walk the whole chain and every entry. Findings name each altered, missing or unexpected row."""
    findings: list[Finding] = []
    entries = seals = 0
    previous, number = FIRST, 0
    with across_companies(reason="verifying the journal"):
        for seal in Seal.objects.order_by("number").iterator(chunk_size=50):
            seals, number = seals + 1, number + 1
            if seal.number != number:
                findings.append(Finding("seal_missing", f"seal {number}"))
                number = seal.number
            if bytes(seal.previous_hash) != previous:
                findings.append(Finding("chain_broken", f"seal {seal.number}"))
            if bytes(seal.hash) != _hash_of(seal):
                findings.append(Finding("seal_altered", f"seal {seal.number}"))
            previous = bytes(seal.hash)
            covered = JournalEntry.objects.filter(seal=seal).order_by("id")
            entries += len(covered)
            findings += _compare(seal, list(covered))
        for entry in JournalEntry.objects.filter(seal=None).order_by("id").iterator(chunk_size=_BATCH):
            entries += 1
            if bytes(entry.digest) != digest_of(entry):
                findings.append(Finding("entry_altered", _name(entry)))
    return Report(entries, seals, previous.hex(), findings)


def _compare(seal: Seal, entries: list[JournalEntry]) -> Iterator[Finding]:
    leaves = bytes(seal.leaves)
    usable = len(leaves) - len(leaves) % _LEAF.size
    sealed = dict(_LEAF.iter_unpack(leaves[:usable]))
    for entry in entries:
        digest = sealed.pop(entry.pk, None)
        if digest is None:
            yield Finding("entry_unexpected", f"{_name(entry)} in seal {seal.number}")
        elif digest != digest_of(entry) or digest != bytes(entry.digest):
            yield Finding("entry_altered", f"{_name(entry)} in seal {seal.number}")
    for missing in sealed:
        yield Finding("entry_missing", f"entry #{missing} in seal {seal.number}")


def _hash_of(seal: Seal) -> bytes:
    moment = seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    head = f"{seal.number}|{moment}|{seal.count}|".encode()
    return hashlib.sha256(head + bytes(seal.leaves) + bytes(seal.previous_hash)).digest()


def _name(entry: JournalEntry) -> str:
    return f"entry #{entry.pk} ({entry.event}, {entry.ref})"
