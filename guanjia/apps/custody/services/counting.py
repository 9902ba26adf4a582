"""Counting what hangs on the hooks, and clearing up what is not as listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from guanjia.apps.custody import queries, rules
from guanjia.apps.custody.events import Counted, DifferenceCleared, DifferenceFound
from guanjia.apps.custody.lifecycle import DIFFERENCE
from guanjia.apps.custody.models import Count, Difference, Piece
from guanjia.apps.custody.services.telling import drawn_ref, of_piece
from guanjia.apps.custody.terms import COUNTS, Can, PieceState
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refusal, refuse


@dataclass(frozen=True, slots=True)
class Found:
    """What hangs on the hook of one piece, and a word where it is not as listed."""

    counted: int
    note: str = ""


def counted_field(piece_id: int) -> str:
    """The name under which a count asks for a piece, and refuses it."""
    return f"piece_{piece_id}"


def note_field(piece_id: int) -> str:
    """The name of the note of a piece in a count."""
    return f"note_{piece_id}"


def count(site_id: int, *, by: Actor, at: datetime, family: str, found: Mapping[int, Found]) -> Count:
    """Count everything of a family at a site at once. Every piece is answered; what is not as listed becomes a difference.

    Refuses with every reason at once, each beside its piece. What should hang there is read in this transaction, so a piece
    lent meanwhile is asked for as it is now.
    """
    with transaction.atomic():
        permit_at(by, Can.COUNT, site_id)
        if organisations.site(site_id).company_id != by.company_id:
            raise NotFound
        pieces = queries.to_count(by, site_id, family)
        refuse(rules.why_nothing_to_count(len(pieces)))
        expected = {one.pk: expected_of(one) for one in pieces}
        refuse([_why_not(one, expected[one.pk], found.get(one.pk)) for one in pieces])
        differ = [one for one in pieces if found[one.pk].counted != expected[one.pk]]
        made = Count(
            company_id=by.company_id,
            site_id=site_id,
            ref=drawn_ref(COUNTS, by.company_id, site_id, at),
            family=family,
            counted_at=at,
            counted_by_name=by.name,
            pieces=len(pieces),
            differences=len(differ),
            tally=[_line(one, expected[one.pk], found[one.pk]) for one in pieces],
        )
        made.save(force_insert=True)
        counted = Counted(
            site_id=site_id, ref=made.ref, family=family, pieces=len(pieces), differences=len(differ)
        )
        record(counted, by=by, at=at)
        for number, piece in enumerate(differ, 1):
            _differs(made, number, piece, expected[piece.pk], found[piece.pk], by=by, at=at)
        return made


def clear_difference(difference: Difference, *, by: Actor, at: datetime, note: str) -> Difference:
    """Say how a difference is explained or was put right."""
    with locked(difference) as row:
        permit(by, Can.COUNT, row)
        state = DIFFERENCE.step(row.state, "clear")
        refuse(rules.why_not_clear(note))
        row.state, row.cleared_at, row.cleared_by_name = state, at, by.name
        row.clearance = note.strip()[:300]
        row.save(update_fields=["state", "cleared_at", "cleared_by_name", "clearance"])
        fact = DifferenceCleared(**of_piece(row.piece, row.ref), count=row.count.ref, note=row.clearance)
        record(fact, by=by, at=at)
        return row


def expected_of(piece: Piece) -> int:
    """How many of a piece should hang on its hook."""
    return rules.expected_of(
        is_out=piece.state == PieceState.OUT, parts=piece.parts, stock=piece.stock, lent=piece.lent
    )


def _why_not(piece: Piece, expected: int, found: Found | None) -> Refusal | None:
    if found is None:
        return rules.why_uncounted(counted_field(piece.pk))
    field = counted_field(piece.pk) if found.counted < 0 else note_field(piece.pk)
    return rules.why_not_count(found.counted, expected, found.note, field)


def _line(piece: Piece, expected: int, found: Found) -> dict[str, object]:
    return {
        "piece": piece.pk,
        "number": piece.number,
        "name": piece.name,
        "hook": piece.hook,
        "expected": expected,
        "counted": found.counted,
        "note": found.note.strip()[:300],
    }


def _differs(
    made: Count, number: int, piece: Piece, expected: int, found: Found, *, by: Actor, at: datetime
) -> None:
    row = Difference(
        company_id=made.company_id,
        site_id=made.site_id,
        ref=f"{made.ref}-{number}",
        count=made,
        piece=piece,
        state=DIFFERENCE.initial.value,
        expected=expected,
        counted=found.counted,
        note=found.note.strip()[:300],
    )
    row.save(force_insert=True)
    fact = DifferenceFound(
        **of_piece(piece, row.ref),
        count=made.ref,
        expected=expected,
        counted=found.counted,
        note=row.note,
    )
    record(fact, by=by, at=at)
