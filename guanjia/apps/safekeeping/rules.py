"""Why a thing is not taken in, not handed over, not decided about; and what of a number may be shown."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.safekeeping.terms import (
    PRECIOUS,
    SORTS_OF,
    Arrival,
    How,
    Kind,
    Loss,
    Release,
    Sort,
)
from guanjia.kernel.money import format_fen
from guanjia.kernel.periods import why_too_far
from guanjia.kernel.refusals import Refusal

_SHORTEST = 2
"""Signs a word needs at least, to be understood later."""
_INTO_A_BOX = frozenset({Sort.LETTER, Sort.NEWSPAPER, Sort.DOCUMENT})
_IDENTITY_SHOWN = 4
"""Signs of a number that are kept, and shown."""


def plain(text: str) -> str:
    """A name or number without what people type differently: blanks, full-width signs, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def masked_identity(number: str) -> str:
    """The end of the number of an identity paper behind stars; nothing else of it is ever stored."""
    signs = plain(number).upper()
    return f"****{signs[-_IDENTITY_SHOWN:]}" if signs else ""


def is_precious(sort: str) -> bool:
    """Whether a sort of thing is counted and handed over by two."""
    return sort in PRECIOUS


def why_not_receive(
    arrival: Arrival, *, by_id: int | None, at: datetime, most_fen: int, has_unit: bool
) -> list[Refusal]:
    """Everything that keeps a thing from being taken in. ``most_fen`` is the most a thing in keeping may be worth."""
    found = [*_why_not_describe(arrival)]
    if arrival.kind is Kind.STORAGE:
        found += _why_not_store(arrival, at=at, most_fen=most_fen)
    if arrival.kind is Kind.FOUND:
        found += _why_not_found(arrival, by_id=by_id, at=at)
    if arrival.kind is Kind.MAIL and not has_unit and len(arrival.for_name.strip()) < _SHORTEST:
        found.append(
            Refusal(
                "addressee_missing",
                _("Say for which unit or for whom the mail is; mail for nobody goes back to the carrier."),
                field="unit_id",
            )
        )
    return found


def _why_not_describe(arrival: Arrival) -> Iterable[Refusal]:
    if arrival.sort not in SORTS_OF[arrival.kind]:
        yield Refusal("no_such_sort", _("Choose one of the sorts shown."), field="sort")
    if len(arrival.what.strip()) < _SHORTEST:
        yield Refusal("what_missing", _("Say in a few words what it is."), field="what")
    if not 1 <= arrival.count <= 999:
        yield Refusal("bad_count", _("Count the pieces: 1 to 999."), field="count")
    if not arrival.shelf.strip():
        yield Refusal("shelf_missing", _("Name the shelf it lies on, so that others find it."), field="shelf")


def _why_not_store(arrival: Arrival, *, at: datetime, most_fen: int) -> Iterable[Refusal]:
    if not (arrival.in_scope and arrival.reminded):
        yield Refusal(
            "scope_unchecked",
            _(
                "First see that it is none of the refused classes and remind the owner to leave no cash or valuables; tick both."
            ),
            field="in_scope" if not arrival.in_scope else "reminded",
        )
    if not arrival.inspected or len(arrival.condition.strip()) < _SHORTEST:
        yield Refusal(
            "not_looked_at",
            _("Look at it together with the owner and say in what state it is."),
            field="condition",
        )
    if arrival.value_fen is not None and arrival.value_fen > most_fen:
        yield Refusal(
            "too_precious",
            _(
                "We keep nothing worth more than %(most)s yuan. Give it back and enter it under “Refuse to keep”."
            ),
            field="value_fen",
            params={"most": format_fen(most_fen)},
        )
    if len(arrival.for_name.strip()) < _SHORTEST:
        yield Refusal("owner_missing", _("Say who leaves it with us."), field="for_name")
    if arrival.due_at is not None and arrival.due_at <= at:
        yield Refusal("due_past", _("Say when it will be fetched: a moment to come."), field="due_at")


def _why_not_found(arrival: Arrival, *, by_id: int | None, at: datetime) -> Iterable[Refusal]:
    if len(arrival.found_where.strip()) < _SHORTEST:
        yield Refusal("where_missing", _("Say where it was found."), field="found_where")
    if len(arrival.found_by.strip()) < _SHORTEST:
        yield Refusal("finder_missing", _("Say who found it."), field="found_by")
    if arrival.found_at is None or arrival.found_at > at:
        yield Refusal("found_later", _("Say when it was found: now or earlier."), field="found_at")
    if is_precious(arrival.sort):
        yield from why_not_two(arrival.counted_with_id, by_id, "counted_with_id")


def why_not_two(second_id: int | None, by_id: int | None, field: str) -> list[Refusal]:
    """Two different people do it together."""
    if second_id is None or second_id == by_id:
        return [
            Refusal(
                "second_person",
                _("Two people do this together: choose the colleague beside you."),
                field=field,
            )
        ]
    return []


def why_not_turn_away(*, reason: str, known: Iterable[str], what: str) -> list[Refusal]:
    """A refusal to keep something names its class and what it was."""
    found = []
    if reason not in set(known):
        found.append(Refusal("no_such_class", _("Choose one of the refused classes."), field="reason"))
    if len(what.strip()) < _SHORTEST:
        found.append(Refusal("what_missing", _("Say in a few words what it is."), field="what"))
    return found


def why_not_hand_out(
    release: Release,
    *,
    kind: str,
    sort: str,
    left: int,
    names: Iterable[str],
    code: str,
    by_id: int | None,
    has_lines: bool = False,
) -> list[Refusal]:
    """Everything that keeps a thing from being handed over; ``names`` are its owner and whoever else may fetch it."""
    found = []
    if not 1 <= release.count <= left:
        found.append(
            Refusal(
                "not_so_many",
                _("There are %(left)s left here. Hand over so many or fewer."),
                field="count",
                params={"left": left},
            )
        )
    if release.how is How.SIGNED:
        if len(release.taken_by.strip()) < _SHORTEST:
            found.append(Refusal("taker_missing", _("Write the name of whoever takes it."), field="taken_by"))
        if not release.signed:
            found.append(
                Refusal("signature_missing", _("Whoever takes it signs in the box."), field="signature")
            )
    else:
        found += _why_not_unsigned(release, kind=kind, sort=sort, has_lines=has_lines)
    if kind == Kind.FOUND:
        return found + _why_not_claim(release, sort=sort, by_id=by_id)
    return found + _why_not_theirs(release, kind=kind, sort=sort, names=names, code=code)


def ways_out(kind: str, sort: str) -> tuple[How, ...]:
    """The ways a thing may be handed over, the safest first."""
    if kind == Kind.FOUND or sort in {Sort.REGISTERED, *PRECIOUS}:
        return (How.SIGNED,)
    return (How.SIGNED, How.DOOR, How.BOX) if sort in _INTO_A_BOX else (How.SIGNED, How.DOOR)


def _why_not_unsigned(release: Release, *, kind: str, sort: str, has_lines: bool) -> list[Refusal]:
    ways = ways_out(kind, sort)
    if ways == (How.SIGNED,):
        return [
            Refusal(
                "only_signed",
                _("This is handed over against a signature only. Choose “Signed for”."),
                field="how",
            )
        ]
    if release.how not in ways:
        return [
            Refusal(
                "not_into_a_box",
                _("Only letters, papers and newspapers go into a letter box. Choose another way."),
                field="how",
            )
        ]
    if release.how is How.DOOR and not has_lines and len(release.agreed.strip()) < _SHORTEST:
        return [
            Refusal(
                "agreed_missing",
                _("Say who agreed that it is left at the door, and how. Without that, take it back."),
                field="agreed",
            )
        ]
    return []


def _why_not_claim(release: Release, *, sort: str, by_id: int | None) -> list[Refusal]:
    found = []
    if len(release.proof.strip()) < _SHORTEST * 2:
        found.append(
            Refusal(
                "proof_missing",
                _("Ask what marks or contents it has, compare, and write down how they described it."),
                field="proof",
            )
        )
    if len(plain(release.identity)) < _IDENTITY_SHOWN:
        found.append(
            Refusal(
                "identity_missing",
                _("Look at an identity paper and write its number; only the last four signs are kept."),
                field="identity",
            )
        )
    if is_precious(sort):
        found += why_not_two(release.witness_id, by_id, "witness_id")
    return found


def _why_not_theirs(
    release: Release, *, kind: str, sort: str, names: Iterable[str], code: str
) -> list[Refusal]:
    if release.code.strip():
        if plain(release.code) == plain(code):
            return []
        return [Refusal("code_wrong", _("This is not the code of this thing. Ask again."), field="code")]
    known = {plain(name) for name in names if name.strip()}
    trusted = kind == Kind.MAIL and (release.household and sort != Sort.REGISTERED)
    if release.how is not How.SIGNED or not known or trusted or plain(release.taken_by) in known:
        return []
    return [
        Refusal(
            "not_the_collector",
            _(
                "%(name)s is neither its owner nor named to fetch it. Ask for the collection code, or ring the owner first."
            ),
            field="taken_by",
            params={"name": release.taken_by.strip()},
        )
    ]


def why_gone(state_label: object, by_name: str, at_text: str, taken_by: str) -> Refusal:
    """Somebody else was faster: what happened to it, so that nobody looks for it on the shelf."""
    return Refusal(
        "gone_meanwhile",
        _(
            "It is not here any more: %(state)s by %(by)s at %(at)s, %(taker)s. Look at its page before doing anything."
        ),
        params={"state": state_label, "by": by_name, "at": at_text, "taker": taken_by or "—"},
    )


def why_not_said(text: str, field: str = "note") -> Refusal | None:
    """A decision has its reason in words."""
    if len(text.strip()) < _SHORTEST:
        return Refusal("note_missing", _("Say in a few words why, so that others understand."), field=field)
    return None


def why_not_until(until: datetime, at: datetime, field: str) -> Refusal | None:
    """A new time lies ahead."""
    if until <= at:
        return Refusal("due_past", _("Choose a moment to come."), field=field)
    return why_too_far(until, at, field)


def why_not_kind(kind: str, wanted: Kind) -> Refusal | None:
    """Some steps are for one kind of thing: the police takes what was found, the carrier takes mail."""
    if kind == wanted:
        return None
    sentence = (
        _("Only what was found is given to the police. Hand this to its owner.")
        if wanted is Kind.FOUND
        else _("Only mail goes back to a carrier. Hand this to its owner.")
    )
    return Refusal("other_kind", sentence)


def why_not_dispose(*, by_id: int | None, decided_by_id: int | None, witness_id: int | None) -> list[Refusal]:
    """Who decided does not do it alone: another does, with a witness beside them."""
    found = why_not_two(witness_id, by_id, "witness_id")
    if by_id is not None and by_id == decided_by_id:
        found.append(
            Refusal("own_decision", _("You decided this yourself; a colleague has to carry it out."))
        )
    return found


def why_not_loss(loss: Loss, *, today: date) -> list[Refusal]:
    """A report of a loss says what, by whom, and when."""
    found = []
    if loss.sort not in SORTS_OF[Kind.FOUND]:
        found.append(Refusal("no_such_sort", _("Choose one of the sorts shown."), field="sort"))
    if len(loss.what.strip()) < _SHORTEST:
        found.append(Refusal("what_missing", _("Say in a few words what it is."), field="what"))
    if len(loss.name.strip()) < _SHORTEST:
        found.append(Refusal("loser_missing", _("Say who misses it."), field="name"))
    if loss.lost_on > today:
        found.append(Refusal("lost_later", _("It was lost today or earlier."), field="lost_on"))
    return found


def why_not_rules(figures: dict[str, int]) -> list[Refusal]:
    """Every length of time is 1 to 1,000 days."""
    return [
        Refusal("bad_days", _("Write 1 to 1000 days."), field=name)
        for name, days in figures.items()
        if not 1 <= days <= 1000
    ]


def why_not_papers(*, expected: int, missing: int, again: bool) -> Refusal | None:
    """A newspaper of a day is counted once, against a list that has somebody on it."""
    if again:
        return Refusal("counted_already", _("This newspaper was counted today already. Look at its line."))
    if not expected:
        return Refusal("nobody_subscribes", _("Nobody gets this newspaper today. Enter who does first."))
    if not 0 <= missing <= expected:
        return Refusal("bad_count", _("At most all copies can be missing."), field="missing")
    return None
