"""The card of a loan (钥匙借用卡) on A4: who took what, for what, until when, with money, signatures and code."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.custody.models import Loan
from guanjia.apps.custody.terms import Family, Way
from guanjia.apps.documents import queries as documents
from guanjia.kernel.actor import Actor
from guanjia.kernel.money import format_fen
from guanjia.ui.paper import Paper, Signed

Pair = tuple[str, str]


def title_of(loan: Loan) -> str:
    """What the card is called."""
    if loan.way == Way.ISSUE:
        return _("Receipt of keys and cards")
    return _("Key loan card") if loan.piece.kind.family == Family.KEY else _("Loan card")


def of_loan(loan: Loan, *, address: str, actor: Actor, at: datetime) -> Paper:
    """The card of a loan; the borrower's number stays masked on paper."""
    return Paper(
        title=title_of(loan),
        company=loan.site.company.name,
        site=loan.site.name,
        number=loan.ref,
        address=address,
        printed=_("Printed %(at)s by %(name)s") % {"at": _moment(at), "name": actor.name},
        pairs=pairs(loan),
        facts=end_pairs(loan),
        signed=[
            Signed(_("Signature"), one.signer_name, _moment(one.at), path=one.path)
            for one in documents.signatures_for(loan.ref)
        ],
        blanks=blanks(loan),
    )


def pairs(loan: Loan) -> list[Pair]:
    """What went out, to whom and until when."""
    piece = loan.piece
    found = [
        (_("Number"), piece.number),
        (_("What"), piece.name),
        (_("Kind of thing"), piece.kind.name),
        (_("Unit or place"), piece.belongs_to),
        (_("Pieces"), str(loan.expected)),
        (_("State"), str(loan.state_label)),
        (_("With"), loan.borrower),
        (_("Phone"), loan.masked_phone),
        (_("What for"), loan.reason),
        (_("Approved by"), loan.decided_by_name),
        (_("Out since"), _moment(loan.out_at) if loan.out_at else ""),
        (_("Back by"), _moment(loan.due_at) if loan.due_at else ""),
        (_("Lent by"), loan.lender_name),
        (_("Deposit taken, yuan"), format_fen(loan.deposit_fen) if loan.deposit_fen else ""),
        (_("Fee, yuan"), format_fen(loan.fee_fen) if loan.fee_fen else ""),
    ]
    return [(label, value) for label, value in found if value]


def end_pairs(loan: Loan) -> list[Pair]:
    """How it came back, and what was paid back; nothing before that."""
    if loan.ended_at is None:
        return []
    found = [
        (_("Taken back"), _moment(loan.ended_at)),
        (_("Taken back by"), loan.taken_by_name),
        (_("How many came back"), "" if loan.counted is None else str(loan.counted)),
        (_("Remark"), loan.end_note),
        (_("Kept back of the deposit"), format_fen(loan.deduction_fen) if loan.deduction_fen else ""),
        (_("Why it is kept back"), loan.deduction_reason),
        (_("Deposit paid back, yuan"), format_fen(loan.refund_fen) if loan.deposit_fen else ""),
    ]
    return [(label, value) for label, value in found if value]


def blanks(loan: Loan) -> list[str]:
    """The lines that are signed by hand."""
    found = [_("Borrower"), _("Lent by")]
    if loan.approver_post:
        found.insert(1, _("Approved by"))
    if loan.way == Way.LOAN:
        found.append(_("Taken back by"))
    if loan.deposit_fen:
        found.append(_("Deposit received back"))
    return found


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
