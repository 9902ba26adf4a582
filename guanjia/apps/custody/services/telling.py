"""What the facts of this app have in common, and the numbers they are told under."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.custody.models import Loan, Piece
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.numbering import next_ref


def of_piece(piece: Piece, ref: str = "") -> dict[str, Any]:
    """What every fact about a piece carries; ``ref`` is the paper it happened on, by default the piece itself."""
    return {
        "site_id": piece.site_id,
        "ref": ref or piece.ref,
        "thread": piece.ref,
        "family": piece.kind.family,
        "kind": piece.kind.name,
        "title": piece.name,
        "number": piece.number,
        "unit_id": piece.unit_id,
        "place_id": piece.place_id,
    }


def of_loan(loan: Loan) -> dict[str, Any]:
    """What every fact about a loan carries."""
    return {
        **of_piece(loan.piece, loan.ref),
        "way": loan.way,
        "borrower_kind": loan.borrower_kind,
        "quantity": loan.quantity,
        "approved": bool(loan.approver_post),
        "due_at": loan.due_at,
        "staff_id": loan.staff_id,
        "lender_id": loan.lender_id,
    }


def drawn_ref(series: str, company_id: int, site_id: int, at: datetime) -> str:
    """The next number of a series at a site, in the year of its clock."""
    site = organisations.site(site_id)
    year = at.astimezone(ZoneInfo(site.timezone)).year
    return next_ref(series, company_id=company_id, site_id=site_id, year=year, prefix=site.ref_prefix)
