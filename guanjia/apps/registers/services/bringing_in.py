"""Entries from a workbook: taken in at once, checked row by row in a worker; what is refused can be corrected and brought alone.

Each batch locks the import, goes on where it stands, and stores entries, refused rows and counts in one transaction; so after a
crash, or with two workers, nothing is entered twice. Entries brought in prove no duty: they tell of what was done before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import override

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.registers import events, importing, queries, rules, sight
from guanjia.apps.registers.importing import Line
from guanjia.apps.registers.models import EntryImport, RefusedLine
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.services.writing import facts_of, number, plain_row
from guanjia.apps.registers.terms import IMPORTS, Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import Fact, record, record_many
from guanjia.kernel.locking import locked
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refused, refuse
from guanjia.ui.spreadsheets.reader import read

BATCH = 100
"""Rows in one transaction."""


def bring_in(
    *, by: Actor, at: datetime, site_id: int, pack: str, register: str, file_name: str, content: bytes
) -> EntryImport:
    """Take a workbook in; a worker makes the entries. Raises ``Refused`` for a file or titles that cannot be read."""
    with transaction.atomic():
        permit_at(by, Can.ENTER, site_id)
        permit_at(by, Can.STRIKE, site_id)
        site = organisations.site(site_id)
        if site.company_id != by.company_id:
            raise NotFound
        kept = queries.get_register(Actor.system(by.company_id), site_id, pack, register, at)
        refuse(rules.why_not_kept(is_in_force=kept.is_in_force))
        refuse(importing.why_not_import(kept.fields_asked))
        book = importing.understand(read(content)[0], kept.fields_asked)
        zone = ZoneInfo(site.timezone)
        year = at.astimezone(zone).year
        made = EntryImport(
            company_id=site.company_id,
            site_id=site_id,
            pack=pack,
            register=register,
            ref=next_ref(
                IMPORTS, company_id=site.company_id, site_id=site_id, year=year, prefix=site.ref_prefix
            ),
            file_name=file_name[:200],
            titles=list(book.titles),
            lines=_lines(book, kept, by, site_id, zone),
            by_name=by.name,
            asked_by_id=by.id,
            asked_at=at,
        )
        made.save(force_insert=True)
        record(
            events.ImportRequested(
                site_id=site_id,
                ref=made.ref,
                pack=pack,
                register=register,
                rows=len(made.lines),
                file_name=made.file_name,
            ),
            by=by,
            at=at,
        )
        return made


def _lines(
    book: importing.Book, kept: Register, by: Actor, site_id: int, zone: ZoneInfo
) -> list[dict[str, Any]]:
    """Every row with what it says, or why it says nothing we can use."""
    posts = {name: key for key, name in kept.posts}
    staff: dict[str, list[int]] = {}
    for one in organisations.list_staff(by, site_id):
        staff.setdefault(one.name, []).append(one.pk)
    found = []
    for line in book.lines:
        row: dict[str, Any] = {"row": line.row, "cells": _cells(line, len(book.titles))}
        try:
            row["values"] = importing.values_of(book, line, zone=zone, posts=posts, staff=staff)
        except Refused as refused:
            row["reasons"] = _reasons(refused, kept)
        found.append(row)
    return found


def _cells(line: Line, width: int) -> list[Any]:
    return [importing.as_json(cell) for cell in line.cells[:width]]


def _reasons(refused: Refused, kept: Register) -> dict[str, str]:
    """Why a row is refused, in both languages, each reason with its column."""
    labels = {one.key: one.label for one in kept.term.fields}
    said = {}
    for language in ("zh-hans", "en"):
        with override(language):
            parts = [
                f"{labels[one.field]}: {one}" if one.field in labels else str(one) for one in refused.refusals
            ]
            said[language[:2]] = " ".join(parts)
    return said


def carry_out(imported: EntryImport, *, by: Actor, at: datetime) -> EntryImport:
    """Make the entries of an import to its end; one that is at its end is left as it is."""
    lines = imported.lines
    while imported.finished_at is None:
        imported = _next_batch(imported, lines, by=by, at=at)
    return imported


def _next_batch(
    imported: EntryImport, lines: list[dict[str, Any]], *, by: Actor, at: datetime
) -> EntryImport:
    with locked(imported, leaving="lines") as fresh:
        if fresh.finished_at is not None:
            return fresh
        permit(by, Can.ENTER, fresh)
        kept = queries.get_register(
            Actor.system(by.company_id), fresh.site_id, fresh.pack, fresh.register, at
        )
        rows = lines[fresh.position : fresh.position + BATCH]
        refused = _enter(fresh, kept, rows, by, at)
        RefusedLine.objects.bulk_create(refused)
        fresh.position += len(rows)
        fresh.refused += len(refused)
        fresh.accepted += len(rows) - len(refused)
        fields = ["position", "refused", "accepted"]
        if fresh.position >= len(lines):
            fresh.row_count, fresh.lines = len(lines), []
            done = events.Imported(
                site_id=fresh.site_id,
                ref=fresh.ref,
                pack=fresh.pack,
                register=fresh.register,
                accepted=fresh.accepted,
                refused=fresh.refused,
            )
            fresh.finished_at = record(done, by=by, at=at).recorded_at
            fields += ["row_count", "lines", "finished_at"]
        fresh.save(update_fields=fields)
        return fresh


def _enter(
    imported: EntryImport, kept: Register, rows: Iterable[Mapping[str, Any]], by: Actor, at: datetime
) -> list[RefusedLine]:
    """Make the entries of some rows with one insert; the rows that are refused."""
    entries, refused = [], []
    for row in rows:
        reasons = row.get("reasons")
        if reasons is None:
            try:
                entries.append(plain_row(kept, by=by, at=at, values=row["values"]))
                continue
            except Refused as trouble:
                reasons = _reasons(trouble, kept)
        refused.append(
            RefusedLine(
                company_id=imported.company_id,
                imported=imported,
                row=row["row"],
                cells=row["cells"],
                reasons=reasons,
            )
        )
    if entries:
        number(entries, kept, at)
        for entry in entries:
            entry.index_words()
        facts = [
            Fact(events.BroughtIn(**facts_of(entry, kept), source=imported.ref), by, at) for entry in entries
        ]
        record_many(facts, storing=entries)
    return refused


def fail(imported: EntryImport, *, by: Actor, at: datetime, failure: str) -> EntryImport:
    """An import goes no further; what it has entered stays."""
    with locked(imported) as fresh:
        if fresh.finished_at is not None:
            return fresh
        fresh.failure = failure[:400]
        done = events.Imported(
            site_id=fresh.site_id,
            ref=fresh.ref,
            pack=fresh.pack,
            register=fresh.register,
            accepted=fresh.accepted,
            refused=fresh.refused,
            failure=fresh.failure,
        )
        fresh.finished_at = record(done, by=by, at=at).recorded_at
        fresh.save(update_fields=["failure", "finished_at"])
        return fresh


def outcomes(
    imported: EntryImport, lines: Iterable[RefusedLine], language: str, reader: Actor, at: datetime
) -> list[tuple[int, list[Any], str]]:
    """Refused rows for a workbook, their reasons in one language; cells that are not the reader's to see stay empty."""
    system = Actor.system(reader.company_id)
    kept = queries.get_register(system, imported.site_id, imported.pack, imported.register, at)
    private = _kept_from(imported, kept, reader)
    return [
        (
            one.row,
            [None if place in private else cell for place, cell in enumerate(one.cells)],
            one.reasons.get(language, ""),
        )
        for one in lines
    ]


def _kept_from(imported: EntryImport, kept: Register, reader: Actor) -> set[int]:
    """The columns of a workbook a reader does not see: of private fields, unless they sent it or hold the post."""
    if reader.id is not None and reader.id == imported.asked_by_id:
        return set()
    titles = {
        title
        for one in kept.term.fields
        if one.masked or not sight.sees_column(one, reader, imported.site_id)
        for title in importing.titles_of(one)
    }
    return {place for place, title in enumerate(imported.titles) if importing.plain(title) in titles}
