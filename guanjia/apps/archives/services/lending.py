"""Lending originals: asked for, approved, handed out, taken back with every page counted."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.archives import queries, rules
from guanjia.apps.archives.events import Approved, Asked, CalledOff, Declined, Lent, Returned
from guanjia.apps.archives.lifecycle import LOAN
from guanjia.apps.archives.models import File, FiledPaper, PaperLoan
from guanjia.apps.archives.services.telling import drawn_ref, of_loan
from guanjia.apps.archives.terms import LOANS, Can, LoanState, PaperState
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound, refuse


def ask_loan(
    file: File,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    due_at: datetime | None,
    paper: FiledPaper | None = None,
    staff_id: int | None = None,
    name: str = "",
    party: str = "",
) -> PaperLoan:
    """Ask for the original of a paper, or for the whole binder; for one of the staff, or for somebody from outside by name."""
    with transaction.atomic():
        permit(by, Can.ASK, file)
        if paper is not None and paper.file_id != file.pk:
            raise NotFound
        staff = organisations.get_staff(by, staff_id) if staff_id else None
        if staff is not None and all(
            one.pk != staff.pk for one in organisations.list_staff(by, file.site_id)
        ):
            raise NotFound
        borrower = staff.name if staff else name.strip()
        there = paper is None or (paper.is_original and paper.is_filed)
        refuse(rules.why_not_ask(name=borrower, reason=reason, due_at=due_at, at=at, has_original=there))
        assert due_at is not None  # refused otherwise
        loan = PaperLoan(
            company_id=file.company_id,
            site_id=file.site_id,
            file=file,
            paper=paper,
            ref=drawn_ref(LOANS, file.company_id, file.site_id, at),
            state=LoanState.ASKED.value,
            staff_id=staff.pk if staff else None,
            borrower_name=borrower[:80],
            party=party.strip()[:80],
            reason=reason.strip()[:200],
            due_at=due_at,
            asked_at=at,
            asked_by_id=by.id,
            asked_by_name=by.name,
        )
        loan.save(force_insert=True)
        record(Asked(**of_loan(loan), reason=loan.reason), by=by, at=at)
        return loan


def approve_loan(loan: PaperLoan, *, by: Actor, at: datetime) -> PaperLoan:
    """Approve a loan; nobody approves their own."""
    with locked(loan) as row:
        permit(by, Can.APPROVE, row)
        state = LOAN.step(row.state, "approve")
        refuse(rules.why_not_approve(by_id=by.id, borrower_id=row.staff_id, is_system=by.is_system))
        row.state, row.decided_at, row.decided_by_name = state, at, by.name
        row.save(update_fields=["state", "decided_at", "decided_by_name"])
        record(Approved(**of_loan(row)), by=by, at=at)
        return row


def decline_loan(loan: PaperLoan, *, by: Actor, at: datetime, reason: str) -> PaperLoan:
    """Decline a loan, with a reason."""
    with locked(loan) as row:
        permit(by, Can.APPROVE, row)
        state = LOAN.step(row.state, "decline")
        refuse(rules.why_not_reason(reason))
        row.state, row.decided_at, row.decided_by_name = state, at, by.name
        row.decision_note, row.ended_at = reason.strip()[:200], at
        row.save(update_fields=["state", "decided_at", "decided_by_name", "decision_note", "ended_at"])
        record(Declined(**of_loan(row), reason=row.decision_note), by=by, at=at)
        return row


def withdraw_loan(loan: PaperLoan, *, by: Actor, at: datetime) -> PaperLoan:
    """Say that a loan is not wanted any more."""
    with locked(loan) as row:
        permit(by, Can.ASK, row)
        row.state, row.ended_at = LOAN.step(row.state, "withdraw"), at
        row.save(update_fields=["state", "ended_at"])
        record(CalledOff(**of_loan(row)), by=by, at=at)
        return row


def hand_out(loan: PaperLoan, *, by: Actor, at: datetime) -> PaperLoan:
    """Hand out what was approved. Refuses what is not, and what somebody has: the paper, or the binder it lies in."""
    with locked(loan.file) as file, locked(loan) as row:
        permit(by, Can.LEND, row)
        gone = queries.out_now(file, row.paper)
        refuse(
            rules.why_not_hand_out(
                state=row.state, is_out=gone is not None, holder=gone.borrower if gone else ""
            )
        )
        row.state, row.out_at, row.out_by_name = LOAN.step(row.state, "hand_out"), at, by.name
        row.pages = row.paper.pages if row.paper else _pages_in(file)
        row.save(update_fields=["state", "out_at", "out_by_name", "pages"])
        record(Lent(**of_loan(row), pages=row.pages), by=by, at=at)
        return row


def take_back(
    loan: PaperLoan, *, by: Actor, at: datetime, pages_back: int, sound: bool = True, note: str = ""
) -> PaperLoan:
    """Take an original back and look at it: every page counted, anything missing or damaged said."""
    with locked(loan) as row:
        permit(by, Can.LEND, row)
        state = LOAN.step(row.state, "take_back")
        refuse(rules.why_not_take_back(pages=row.pages, pages_back=pages_back, sound=sound, note=note))
        row.state, row.ended_at, row.taken_by_name = state, at, by.name
        row.pages_back, row.sound, row.end_note = pages_back, sound, note.strip()[:300]
        row.save(update_fields=["state", "ended_at", "taken_by_name", "pages_back", "sound", "end_note"])
        fact = Returned(
            **of_loan(row),
            complete=pages_back == row.pages,
            sound=sound,
            late=row.due_at < at,
            note=row.end_note,
        )
        record(fact, by=by, at=at)
        return row


def _pages_in(file: File) -> int:
    originals = file.papers.filter(state=PaperState.FILED.value, is_original=True)
    return sum(originals.values_list("pages", flat=True))
