"""Coming back, or not: take back, keep for the owner, report a loss, settle it, find it again."""

from datetime import datetime

from guanjia.apps.custody import queries, rules
from guanjia.apps.custody.events import (
    Entrusted,
    Found,
    LossReported,
    LossSettled,
    Lost,
    Retired,
    Returned,
)
from guanjia.apps.custody.lifecycle import LOAN, LOSS, PIECE
from guanjia.apps.custody.models import Loan, Loss, Piece
from guanjia.apps.custody.services.keeping import add_piece
from guanjia.apps.custody.services.telling import drawn_ref, of_loan, of_piece
from guanjia.apps.custody.terms import LOSSES, REMEDIES, Can, PieceState, Remedy
from guanjia.apps.documents import services as documents
from guanjia.apps.documents.terms import Signing
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.money import Fen
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound, refuse

ENTRUSTED = "custody_entrusted"
"""The purpose of an owner's signature under our keeping the keys."""


def take_back(
    loan: Loan,
    *,
    by: Actor,
    at: datetime,
    counted: int,
    sound: bool = True,
    note: str = "",
    deduction_fen: Fen = 0,
    deduction_reason: str = "",
) -> Loan:
    """Take a piece back and look at it: how many came back, whether it is sound. What is missing becomes a loss.

    The deposit is paid back less ``deduction_fen``, which needs a reason.
    """
    with locked(loan.piece) as piece, locked(loan) as row:
        permit(by, Can.LEND, row)
        row.piece = piece
        state = LOAN.step(row.state, "take_back")
        refuse(
            rules.why_not_take_back(
                expected=row.expected,
                counted=counted,
                sound=sound,
                note=note,
                deposit_fen=row.deposit_fen,
                deduction_fen=deduction_fen,
                deduction_reason=deduction_reason,
            )
        )
        missing = row.expected - counted
        row.state, row.ended_at, row.taken_by_name = state, at, by.name
        row.counted, row.sound, row.end_note = counted, sound, note.strip()[:300]
        row.deduction_fen, row.deduction_reason = deduction_fen, deduction_reason.strip()[:200]
        row.save(
            update_fields=[
                "state",
                "ended_at",
                "taken_by_name",
                "counted",
                "sound",
                "end_note",
                "deduction_fen",
                "deduction_reason",
            ]
        )
        _come_in(piece, row, missing)
        fact = Returned(
            **of_loan(row),
            complete=missing == 0,
            sound=sound,
            late=row.due_at is not None and row.due_at < at,
            note=row.end_note,
            refund_fen=row.refund_fen,
            deduction_fen=deduction_fen,
            deduction_reason=row.deduction_reason,
        )
        record(fact, by=by, at=at)
        if missing:
            _report(piece, row, by=by, at=at, note=row.end_note, whole=False, missing=missing)
        return row


def entrust(loan: Loan, *, by: Actor, at: datetime, signing: Signing) -> Loan:
    """The owner gives what was handed over back into our keeping, and signs that we may."""
    with locked(loan.piece) as piece, locked(loan) as row:
        permit(by, Can.LEND, row)
        row.piece = piece
        row.state, row.ended_at, row.taken_by_name = LOAN.step(row.state, "take_back"), at, by.name
        row.counted, row.sound = row.expected, True
        row.save(update_fields=["state", "ended_at", "taken_by_name", "counted", "sound"])
        _come_in(piece, row, 0)
        piece.entrusted = True
        piece.save(update_fields=["entrusted"])
        documents.sign(
            by=by,
            at=at,
            site_id=row.site_id,
            about_ref=row.ref,
            purpose=ENTRUSTED,
            signer_name=signing.signer_name,
            how=signing.how,
            strokes=signing.strokes,
            thread=piece.ref,
        )
        record(Entrusted(**of_loan(row)), by=by, at=at)
        return row


def report_loss(piece: Piece, *, by: Actor, at: datetime, note: str, loan: Loan | None = None) -> Loss:
    """Report that a piece is lost, and with it the loan it was out with; of a stock the loan must be named."""
    with locked(piece) as row:
        permit(by, Can.LEND, row)
        refuse(rules.why_not_report_loss(note))
        out = loan or (None if row.is_stock else queries.open_loan_of(row))
        if out is None:
            if not row.is_stock:
                row.state = PIECE.step(row.state, "report_loss")
                row.save(update_fields=["state"])
            return _report(row, None, by=by, at=at, note=note, whole=not row.is_stock, missing=1)
        with locked(out) as gone:
            if gone.piece_id != row.pk:
                raise NotFound
            gone.piece = row
            gone.state, gone.ended_at = LOAN.step(gone.state, "report_loss"), at
            gone.end_note, gone.counted = note.strip()[:300], 0
            gone.save(update_fields=["state", "ended_at", "end_note", "counted"])
            row.lent -= gone.quantity
            if row.is_stock:
                row.stock -= min(gone.quantity, row.stock - 1)
            else:
                row.state = PIECE.step(row.state, "report_loss")
            row.save(update_fields=["state", "lent", "stock"])
            return _report(row, gone, by=by, at=at, note=note, whole=not row.is_stock, missing=gone.quantity)


def settle_loss(
    loss: Loss,
    *,
    by: Actor,
    at: datetime,
    remedy: str,
    payer: str,
    cost_fen: Fen = 0,
    note: str = "",
    number: str = "",
) -> Loss:
    """Decide what follows a loss: what is done, who bears it. A deposit pays for it first; a new piece takes the place of the old.

    ``number`` is that of the new piece, where there is one.
    """
    with locked(loss.piece) as piece, locked(loss) as row:
        permit(by, Can.MANAGE, row)
        state = LOSS.step(row.state, "settle")
        plain = rules.plain_number(number)
        taken = bool(plain and queries.numbers_taken(row.site_id, [plain]))
        refuse(
            rules.why_not_settle(
                family=piece.kind.family,
                whole=row.whole,
                remedy=remedy,
                payer=payer,
                cost_fen=cost_fen,
                number=plain,
                taken=taken,
            )
        )
        row.state, row.settled_at, row.settled_by_name = state, at, by.name
        row.remedy, row.payer, row.cost_fen = remedy, payer, cost_fen
        row.settlement = note.strip()[:300]
        row.save(
            update_fields=[
                "state",
                "settled_at",
                "settled_by_name",
                "remedy",
                "payer",
                "cost_fen",
                "settlement",
            ]
        )
        kept = _keep_of_deposit(row, piece)
        new = _replace(piece, plain, remedy, row.whole, by=by, at=at)
        record(
            LossSettled(
                **of_piece(piece, row.ref),
                remedy=remedy,
                payer=payer,
                cost_fen=cost_fen,
                kept_fen=kept,
                note=row.settlement,
                new_number=new.number if new else "",
            ),
            by=by,
            at=at,
        )
        return row


def find(loss: Loss, *, by: Actor, at: datetime, note: str = "") -> Loss:
    """What was reported lost has turned up, and is in the cabinet again."""
    with locked(loss.piece) as piece, locked(loss) as row:
        permit(by, Can.LEND, row)
        row.state, row.settled_at, row.settled_by_name = LOSS.step(row.state, "find"), at, by.name
        row.settlement = note.strip()[:300]
        row.save(update_fields=["state", "settled_at", "settled_by_name", "settlement"])
        if row.whole:
            piece.state = PIECE.step(piece.state, "find")
            piece.save(update_fields=["state"])
        elif piece.is_stock:
            piece.stock += row.missing
            piece.save(update_fields=["stock"])
        record(Found(**of_piece(piece, row.ref), note=row.settlement), by=by, at=at)
        return row


def _come_in(piece: Piece, loan: Loan, missing: int) -> None:
    """It hangs on its hook again; of a stock so many fewer as are missing."""
    piece.lent -= loan.quantity
    if piece.is_stock:
        piece.stock -= min(missing, piece.stock - 1)
    else:
        piece.state = PIECE.step(piece.state, "take_back")
    piece.save(update_fields=["state", "lent", "stock"])


def _report(
    piece: Piece, loan: Loan | None, *, by: Actor, at: datetime, note: str, whole: bool, missing: int
) -> Loss:
    loss = Loss(
        company_id=piece.company_id,
        site_id=piece.site_id,
        ref=drawn_ref(LOSSES, piece.company_id, piece.site_id, at),
        piece=piece,
        loan=loan,
        whole=whole,
        missing=missing,
        note=note.strip()[:300],
        reported_at=at,
        reported_by_name=by.name,
    )
    loss.save(force_insert=True)
    about = of_piece(piece, loan.ref if loan else "")
    record(Lost(**about, loss=loss.ref, note=loss.note, whole=whole, missing=missing), by=by, at=at)
    record(LossReported(**of_piece(piece, loss.ref), note=loss.note, whole=whole), by=by, at=at)
    return loss


def _keep_of_deposit(loss: Loss, piece: Piece) -> Fen:
    """Keep what the loss costs of the deposit that was taken, and say so on the loan; answers how much, in fen."""
    if loss.loan is None or loss.loan.deduction_fen:
        return 0
    kept = rules.kept_of_deposit(loss.loan.deposit_fen, loss.cost_fen, loss.payer)
    if kept:
        with locked(loss.loan) as loan:
            loan.deduction_fen = kept
            loan.deduction_reason = f"{loss.ref} {piece.number}"
            loan.save(update_fields=["deduction_fen", "deduction_reason"])
    return kept


def _replace(piece: Piece, number: str, remedy: str, whole: bool, *, by: Actor, at: datetime) -> Piece | None:
    """Take a whole piece that is lost off the list, and the new one on it."""
    if not whole:
        return None
    if piece.state == PieceState.LOST:
        piece.state = PIECE.step(piece.state, "retire")
        piece.save(update_fields=["state"])
        record(Retired(**of_piece(piece), reason=str(REMEDIES[Remedy(remedy)])), by=by, at=at)
    if remedy not in (Remedy.LOCK_CHANGED, Remedy.NEW_PIECE):
        return None
    return add_piece(
        piece.kind,
        by=by,
        at=at,
        number=number,
        name=piece.name,
        hook=piece.hook,
        parts=piece.parts,
        unit_id=piece.unit_id,
        place_id=piece.place_id,
        replaces=piece,
    )
