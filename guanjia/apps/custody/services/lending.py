"""Going out: ask, approve, hand out, extend; and hand over for good."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.apps.custody import queries, rules
from guanjia.apps.custody.events import (
    Approved,
    Asked,
    ContactRevealed,
    Declined,
    Extended,
    Issued,
    Lent,
    Withdrawn,
)
from guanjia.apps.custody.lifecycle import LOAN, PIECE
from guanjia.apps.custody.models import Loan, Piece
from guanjia.apps.custody.services.telling import drawn_ref, of_loan, of_piece
from guanjia.apps.custody.terms import LOANS, Borrower, BorrowerKind, Can, LoanState, Way
from guanjia.apps.documents import services as documents
from guanjia.apps.documents.terms import Signing
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.people import queries as people
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.money import Fen
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound, refuse

SIGNED_OUT = "custody_out"
"""The purpose of a borrower's signature."""


def lend(
    piece: Piece,
    *,
    by: Actor,
    at: datetime,
    borrower: Borrower,
    reason: str,
    due_at: datetime | None,
    quantity: int = 1,
    deposit_fen: Fen | None = None,
    fee_fen: Fen | None = None,
    signing: Signing | None = None,
) -> Loan:
    """Lend a piece: it leaves at once, or waits for the approval its kind asks for.

    Deposit and fee are those of the kind unless given, in fen. Refuses with every reason at once; of two counters that lend the
    same piece at the same moment one is told who has it.
    """
    with locked(piece) as row:
        permit(by, Can.LEND, row)
        kind = row.kind
        deposit = kind.deposit_fen if deposit_fen is None else deposit_fen
        fee = kind.fee_fen if fee_fen is None else fee_fen
        refuse(
            [
                *rules.why_not_borrow(borrower, needs_approval=kind.needs_approval),
                *rules.why_not_lend(
                    reason=reason,
                    due_at=due_at,
                    at=at,
                    quantity=quantity,
                    deposit_fen=deposit,
                    fee_fen=fee,
                ),
            ]
        )
        if not kind.needs_approval:
            _refuse_gone(row, quantity)
        loan = _made(row, borrower, Way.LOAN, by=by, at=at, deposit_fen=deposit, fee_fen=fee)
        loan.reason, loan.due_at, loan.quantity = reason.strip()[:200], due_at, quantity
        if kind.needs_approval:
            loan.save(force_insert=True)
            asked = Asked(**of_loan(loan), reason=loan.reason, approver_post=loan.approver_post)
            record(asked, by=by, at=at)
        else:
            _leave(loan, row, by=by, at=at, signing=signing)
        return loan


def approve(loan: Loan, *, by: Actor, at: datetime) -> Loan:
    """Approve a loan as the post its kind names. Refuses the borrower, and other posts."""
    with locked(loan) as row:
        permit(by, Can.APPROVE, row)
        state = LOAN.step(row.state, "approve")
        refuse(_why_not_decide(row, by))
        row.state, row.decided_at, row.decided_by_name = state, at, by.name
        row.save(update_fields=["state", "decided_at", "decided_by_name"])
        record(Approved(**of_loan(row)), by=by, at=at)
        return row


def decline(loan: Loan, *, by: Actor, at: datetime, reason: str) -> Loan:
    """Decline a loan, with a reason."""
    with locked(loan) as row:
        permit(by, Can.APPROVE, row)
        state = LOAN.step(row.state, "decline")
        refuse([*_why_not_decide(row, by), rules.why_not_reveal(reason)])
        row.state, row.decided_at, row.decided_by_name = state, at, by.name
        row.decision_note, row.ended_at = reason.strip()[:200], at
        row.save(update_fields=["state", "decided_at", "decided_by_name", "decision_note", "ended_at"])
        record(Declined(**of_loan(row), reason=row.decision_note), by=by, at=at)
        return row


def withdraw(loan: Loan, *, by: Actor, at: datetime) -> Loan:
    """Say that a loan that was asked for is not wanted any more."""
    with locked(loan) as row:
        permit(by, Can.LEND, row)
        row.state, row.ended_at = LOAN.step(row.state, "withdraw"), at
        row.save(update_fields=["state", "ended_at"])
        record(Withdrawn(**of_loan(row)), by=by, at=at)
        return row


def hand_out(loan: Loan, *, by: Actor, at: datetime, signing: Signing | None = None) -> Loan:
    """Hand out what was approved. Refuses what is not approved, and what somebody else has meanwhile."""
    with locked(loan.piece) as piece, locked(loan) as row:
        permit(by, Can.LEND, row)
        LOAN.step(row.state, "hand_out")
        refuse(rules.why_not_hand_out(needs_approval=bool(row.approver_post), state=row.state))
        _refuse_gone(piece, row.quantity)
        row.piece = piece
        _leave(row, piece, by=by, at=at, signing=signing)
        return row


def issue(
    pieces: Sequence[Piece],
    *,
    by: Actor,
    at: datetime,
    borrower: Borrower,
    signing: Signing | None = None,
    deposit_fen: Fen | None = None,
) -> list[Loan]:
    """Hand pieces over for good, as keys and cards at move-in, against one signature; a loan each, without a time of return.

    ``deposit_fen`` is of each piece, by default that of its kind.
    """
    with transaction.atomic():
        families = {one.kind.family for one in pieces}
        needs = next((one for one in sorted(families) if one != "thing"), "thing")
        found = rules.why_not_issue(family=needs, has_signature=signing is not None, pieces=len(pieces))
        refuse([*rules.why_not_borrow(borrower, needs_approval=False), *found])
        made = []
        for piece in sorted(pieces, key=lambda one: one.pk):
            with locked(piece) as row:
                permit(by, Can.LEND, row)
                _refuse_gone(row, 1)
                deposit = row.kind.deposit_fen if deposit_fen is None else deposit_fen
                loan = _made(row, borrower, Way.ISSUE, by=by, at=at, deposit_fen=deposit, fee_fen=0)
                _leave(loan, row, by=by, at=at, signing=signing)
                made.append(loan)
        return made


def extend(loan: Loan, *, by: Actor, at: datetime, due_at: datetime, reason: str) -> Loan:
    """Put off the time of return, with a reason."""
    with locked(loan) as row:
        permit(by, Can.LEND, row)
        LOAN.step(row.state, "take_back")
        refuse(rules.why_not_extend(due_at=due_at, previous=row.due_at, at=at, reason=reason))
        row.due_at = due_at
        row.save(update_fields=["due_at"])
        record(Extended(**of_loan(row), until=due_at, reason=reason.strip()[:200]), by=by, at=at)
        return row


def reveal_contact(loan: Loan, *, by: Actor, at: datetime, reason: str) -> str:
    """A borrower's whole number, for a reason the journal keeps."""
    with locked(loan) as row:
        permit(by, Can.SEE_CONTACT, row)
        refuse(rules.why_not_reveal(reason))
        record(ContactRevealed(**of_piece(row.piece, row.ref), reason=reason.strip()[:200]), by=by, at=at)
        return row.borrower_phone


def _why_not_decide(loan: Loan, by: Actor) -> list[Any]:
    return rules.why_not_approve(
        approver_post=loan.approver_post,
        posts=by.posts,
        by_id=by.id,
        borrower_id=loan.staff_id,
        is_system=by.is_system,
    )


def _refuse_gone(piece: Piece, quantity: int) -> None:
    """Refuse when so many are not there; by state for a numbered piece, by number for a stock."""
    if not piece.lent:
        PIECE.step(piece.state, "lend")
    holder = queries.open_loan_of(piece) if piece.lent and not piece.is_stock else None
    name = holder.borrower if holder else ""
    refuse(rules.why_not_leave(stock=piece.stock, lent=piece.lent, quantity=quantity, holder=name))


def _made(
    piece: Piece, borrower: Borrower, way: Way, *, by: Actor, at: datetime, deposit_fen: Fen, fee_fen: Fen
) -> Loan:
    return Loan(
        company_id=piece.company_id,
        site_id=piece.site_id,
        ref=drawn_ref(LOANS, piece.company_id, piece.site_id, at),
        piece=piece,
        way=way.value,
        state=LoanState.ASKED.value,
        sole=not piece.is_stock,
        approver_post=piece.kind.approver_post if way is Way.LOAN else "",
        asked_at=at,
        asked_by_name=by.name,
        deposit_fen=deposit_fen,
        fee_fen=fee_fen,
        **_who(borrower, piece, by),
    )


def _who(borrower: Borrower, piece: Piece, by: Actor) -> dict[str, Any]:
    """The borrower as a loan keeps it. Raises ``NotFound`` for staff or people of others."""
    name, staff_id, person_id = borrower.name.strip(), None, None
    if borrower.kind == BorrowerKind.STAFF:
        staff = organisations.get_staff(by, borrower.staff_id or 0)
        if all(one.pk != staff.pk for one in organisations.list_staff(by, piece.site_id)):
            raise NotFound
        name, staff_id = staff.name, staff.pk
    elif borrower.kind == BorrowerKind.RESIDENT and borrower.person_id is not None:
        person = people.get_person(by, borrower.person_id)
        name, person_id = person.name, person.pk
    return {
        "borrower_kind": str(borrower.kind),
        "staff_id": staff_id,
        "person_id": person_id,
        "borrower_name": name[:60],
        "borrower_party": borrower.party.strip()[:60],
        "borrower_phone": borrower.phone,
    }


def _leave(loan: Loan, piece: Piece, *, by: Actor, at: datetime, signing: Signing | None) -> None:
    """It leaves the cabinet now: the piece, the loan, the signature and the fact."""
    if not piece.is_stock:
        piece.state = PIECE.step(piece.state, "lend" if loan.way == Way.LOAN else "issue")
    piece.lent += loan.quantity
    piece.entrusted = piece.entrusted and loan.way == Way.LOAN
    piece.save(update_fields=["state", "lent", "entrusted"])
    loan.state = LOAN.step(loan.state, "hand_out")
    loan.out_at, loan.lender_id, loan.lender_name = at, by.id, by.name
    if loan._state.adding:
        loan.save(force_insert=True)
    else:
        loan.save(update_fields=["state", "out_at", "lender_id", "lender_name"])
    if signing is not None:
        documents.sign(
            by=by,
            at=at,
            site_id=loan.site_id,
            about_ref=loan.ref,
            purpose=SIGNED_OUT,
            signer_name=signing.signer_name,
            how=signing.how,
            strokes=signing.strokes,
            thread=piece.ref,
        )
    taken: dict[str, Any] = {
        **of_loan(loan),
        "deposit_fen": loan.deposit_fen,
        "fee_fen": loan.fee_fen,
        "signed": signing is not None,
    }
    fact = Lent(**taken, reason=loan.reason) if loan.way == Way.LOAN else Issued(**taken)
    record(fact, by=by, at=at)
