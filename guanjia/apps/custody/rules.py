"""What may be lent to whom and when, what comes of a return, a loss and a count, and why a step is refused. Pure."""

import re
import unicodedata
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.apps.custody.terms import Borrower, BorrowerKind, Family, LoanState, Payer, Remedy
from guanjia.kernel.money import Fen, format_fen
from guanjia.kernel.refusals import Refusal

_SHORTEST = 2
"""Signs a reason needs at least, to be understood later."""
LONGEST_LOAN = timedelta(days=366)
"""No loan is asked for longer; what stays away longer is handed over."""
_PIECE_PATH = re.compile(r"/custody/pieces/(\d{1,9})/?(?:[?#].*)?$")


# --- Numbers -----------------------------------------------------------------------------------------------------------


def plain_number(text: str) -> str:
    """The number of a tag as it is kept: full-width signs made plain, capitals, no blanks around it."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().upper()


def scanned(text: str) -> tuple[int | None, str]:
    """What was scanned or typed at the counter: the id of a piece when it is the code of a label, else a number."""
    found = _PIECE_PATH.search(text.strip())
    return (int(found[1]), "") if found else (None, plain_number(text))


# --- The list ----------------------------------------------------------------------------------------------------------


def why_not_keep(
    *, number: str, taken: bool, parts: int, stock: int, is_room_key: bool, needs_approval: bool
) -> list[Refusal]:
    """Why a piece cannot stand on the list as it is described."""
    found = []
    if not number:
        found.append(Refusal("number_missing", _("Give the number that stands on its tag."), field="number"))
    if taken:
        found.append(
            Refusal(
                "number_taken",
                _("“%(number)s” is already on the list. Give this one another number."),
                field="number",
                params={"number": number},
            )
        )
    if parts < 1:
        found.append(Refusal("no_parts", _("There is at least one on the ring."), field="parts"))
    if stock < 1:
        found.append(Refusal("no_stock", _("There is at least one of it."), field="stock"))
    if stock > 1 and parts > 1:
        message = _("A stock is counted piece by piece. Write 1 for the pieces on the ring.")
        found.append(Refusal("ring_in_stock", message, field="parts"))
    if is_room_key and not needs_approval:
        message = _(
            "This is the key of a machine room. Choose a kind whose loans are approved, or name the post in its kind."
        )
        found.append(Refusal("room_without_approval", message, field="kind"))
    return found


def why_not_shrink(*, stock: int, lent: int) -> Refusal | None:
    """Not fewer than are out at this moment."""
    if stock < lent:
        message = _("%(lent)s are out. Take them back first, then lower the stock.")
        return Refusal("stock_below_lent", message, field="stock", params={"lent": lent})
    return None


def why_not_retire(*, lent: int, reason: str) -> list[Refusal]:
    """Nothing leaves the list while some of it is out, or without a word."""
    found = []
    if lent:
        found.append(Refusal("still_out", _("Some of it is still out. Take it back first.")))
    if len(reason.strip()) < _SHORTEST:
        found.append(_reason("reason"))
    return found


def why_not_kind(*, name: str, taken: bool, deposit_fen: Fen, fee_fen: Fen, hours: int) -> list[Refusal]:
    """Why a kind cannot be kept as it is described."""
    found = []
    if not name.strip():
        found.append(Refusal("name_missing", _("Give the kind a name."), field="name"))
    if taken:
        found.append(Refusal("name_taken", _("There is a kind of this name. Use that one."), field="name"))
    if deposit_fen < 0 or fee_fen < 0:
        found.append(Refusal("bad_amount", _("An amount is not below zero."), field="deposit_fen"))
    if hours < 0:
        found.append(Refusal("bad_hours", _("Hours are not below zero."), field="hours"))
    return found


# --- Lending -----------------------------------------------------------------------------------------------------------


def why_not_borrow(borrower: Borrower, *, needs_approval: bool) -> list[Refusal]:
    """Whether it is known who takes it, and whether they may."""
    found = []
    if borrower.kind == BorrowerKind.STAFF and borrower.staff_id is None:
        found.append(Refusal("borrower_missing", _("Choose who of the staff takes it."), field="staff_id"))
    if borrower.kind == BorrowerKind.CONTRACTOR:
        if not borrower.name.strip():
            found.append(Refusal("borrower_missing", _("Write the name of who takes it."), field="name"))
        if not borrower.phone:
            found.append(
                Refusal("phone_missing", _("Write a number at which they can be reached."), field="phone")
            )
    if borrower.kind == BorrowerKind.RESIDENT:
        if borrower.person_id is None and not borrower.name.strip():
            found.append(Refusal("borrower_missing", _("Write the name of who takes it."), field="name"))
        if needs_approval:
            message = _("This key is lent to staff and contractors only. Send somebody of the staff along.")
            found.append(Refusal("unrelated", message, field="borrower_kind"))
    return found


def why_not_lend(
    *, reason: str, due_at: datetime | None, at: datetime, quantity: int, deposit_fen: Fen, fee_fen: Fen
) -> list[Refusal]:
    """Whether it is said what for, until when and how many."""
    found = []
    if len(reason.strip()) < _SHORTEST:
        found.append(_reason("reason"))
    if due_at is None:
        found.append(Refusal("due_missing", _("Say by when it comes back."), field="due_at"))
    elif due_at <= at:
        found.append(Refusal("due_past", _("This time is over. Choose a later one."), field="due_at"))
    elif due_at - at > LONGEST_LOAN:
        message = _("That is more than a year. What stays away so long is handed over, not lent.")
        found.append(Refusal("due_far", message, field="due_at"))
    if quantity < 1:
        found.append(Refusal("no_quantity", _("Lend at least one."), field="quantity"))
    if deposit_fen < 0 or fee_fen < 0:
        found.append(Refusal("bad_amount", _("An amount is not below zero."), field="deposit_fen"))
    return found


def why_not_leave(*, stock: int, lent: int, quantity: int, holder: str) -> Refusal | None:
    """Whether so many are there at this moment: the question the race of two counters comes down to."""
    left = stock - lent
    if quantity <= left:
        return None
    if stock == 1:
        message = _("%(holder)s has it at this moment. Take it back first, or lend another one.")
        return Refusal("already_out", message, params={"holder": holder or _("Somebody")})
    message = _("Only %(left)s are left. Lend fewer, or take some back first.")
    return Refusal("not_enough", message, field="quantity", params={"left": left})


def why_not_approve(
    *, approver_post: str, posts: frozenset[str], by_id: int | None, borrower_id: int | None, is_system: bool
) -> list[Refusal]:
    """The named post approves, and nobody their own loan."""
    found = []
    if by_id is not None and by_id == borrower_id:
        message = _("You are the borrower yourself; somebody else has to approve this. Ask your supervisor.")
        found.append(Refusal("own_loan", message))
    if not is_system and approver_post not in posts:
        message = _("Another post approves loans of this kind. Its name stands on the page of the loan.")
        found.append(Refusal("other_post", message))
    return found


def why_not_hand_out(*, needs_approval: bool, state: str) -> Refusal | None:
    """A key that needs approval stays in the cabinet until there is one."""
    if needs_approval and state != LoanState.APPROVED:
        return Refusal(
            "unapproved", _("This loan is not approved yet. Wait for the approval, then hand it out.")
        )
    return None


def why_not_issue(*, family: str, has_signature: bool, pieces: int) -> list[Refusal]:
    """Keys and cards go to their holder against a signature."""
    found = []
    if not pieces:
        found.append(Refusal("nothing_chosen", _("Choose what is handed over."), field="pieces"))
    if family != Family.THING and not has_signature:
        message = _("Keys and cards are handed over against a signature. Let the holder sign.")
        found.append(Refusal("signature_missing", message, field="signature"))
    return found


def why_not_extend(
    *, due_at: datetime, previous: datetime | None, at: datetime, reason: str
) -> list[Refusal]:
    """A later time than before, with a reason."""
    found = []
    if previous is None:
        found.append(Refusal("never_due", _("This was handed over for good; there is no time to extend.")))
    elif due_at <= previous or due_at <= at:
        message = _("Choose a time after the present one.")
        found.append(Refusal("due_not_later", message, field="due_at"))
    if len(reason.strip()) < _SHORTEST:
        found.append(_reason("reason"))
    return found


# --- Coming back -------------------------------------------------------------------------------------------------------


def why_not_take_back(
    *,
    expected: int,
    counted: int,
    sound: bool,
    note: str,
    deposit_fen: Fen,
    deduction_fen: Fen,
    deduction_reason: str,
) -> list[Refusal]:
    """What is missing or broken is said, and so is why money is kept back."""
    found = []
    if counted < 0:
        found.append(Refusal("bad_count", _("Write how many came back, 0 or more."), field="counted"))
    if counted > expected:
        message = _("Only %(expected)s went out. Count again; a copy that was made is a matter of its own.")
        found.append(Refusal("too_many_back", message, field="counted", params={"expected": expected}))
    if (counted < expected or not sound) and len(note.strip()) < _SHORTEST:
        message = _("Say in a few words what is missing or broken.")
        found.append(Refusal("note_missing", message, field="note"))
    found += _why_not_deduct(deposit_fen, deduction_fen, deduction_reason)
    return found


def _why_not_deduct(deposit_fen: Fen, deduction_fen: Fen, reason: str) -> list[Refusal]:
    found = []
    if not 0 <= deduction_fen <= deposit_fen:
        message = _("From a deposit of %(deposit)s yuan no more than that can be kept back.")
        params = {"deposit": format_fen(deposit_fen)}
        found.append(Refusal("deduction_too_high", message, field="deduction_fen", params=params))
    if deduction_fen and len(reason.strip()) < _SHORTEST:
        message = _("Say why part of the deposit is kept back.")
        found.append(Refusal("deduction_unexplained", message, field="deduction_reason"))
    return found


def refund(deposit_fen: Fen, deduction_fen: Fen) -> Fen:
    """What of a deposit is paid back, in fen."""
    return deposit_fen - deduction_fen


def kept_of_deposit(deposit_fen: Fen, cost_fen: Fen, payer: str) -> Fen:
    """What of a deposit a loss takes, in fen: its cost as far as the deposit goes, if the borrower bears it."""
    return min(deposit_fen, cost_fen) if payer == Payer.BORROWER else 0


# --- Losses and counts -------------------------------------------------------------------------------------------------


def why_not_report_loss(note: str) -> Refusal | None:
    """Whoever settles it must be able to read what happened."""
    if len(note.strip()) < _SHORTEST:
        return Refusal("note_missing", _("Say in a few words what happened, where and when."), field="note")
    return None


def why_not_settle(
    *, family: str, whole: bool, remedy: str, payer: str, cost_fen: Fen, number: str, taken: bool
) -> list[Refusal]:
    """What is done about a loss fits what was lost, and what it costs somebody bears."""
    found = []
    if remedy == Remedy.DISABLED and family != Family.CARD:
        found.append(Refusal("no_card", _("Only a card can be disabled."), field="remedy"))
    if remedy == Remedy.LOCK_CHANGED and family != Family.KEY:
        found.append(Refusal("no_key", _("Only of a key is the lock changed."), field="remedy"))
    if whole and remedy in (Remedy.LOCK_CHANGED, Remedy.NEW_PIECE) and not number:
        message = _("Give the number of the new one.")
        found.append(Refusal("number_missing", message, field="number"))
    if taken:
        message = _("“%(number)s” is already on the list. Give this one another number.")
        found.append(Refusal("number_taken", message, field="number", params={"number": number}))
    if cost_fen < 0:
        found.append(Refusal("bad_amount", _("An amount is not below zero."), field="cost_fen"))
    if cost_fen > 0 and payer == Payer.NOBODY:
        found.append(Refusal("payer_missing", _("Say who bears the cost."), field="payer"))
    return found


def expected_of(*, is_out: bool, parts: int, stock: int, lent: int) -> int:
    """How many of a piece hang on its hook now: what a count should find."""
    if stock > 1:
        return stock - lent
    return 0 if is_out else parts


def why_nothing_to_count(pieces: int) -> Refusal | None:
    """There is something to count."""
    if not pieces:
        message = _("Nothing of this family is on the list yet. Add it there first.")
        return Refusal("nothing_to_count", message)
    return None


def why_uncounted(field: str) -> Refusal:
    """Every piece on the list is looked for."""
    return Refusal("uncounted", _("Count this one too; write 0 when it is not there."), field=field)


def why_not_count(counted: int, expected: int, note: str, field: str) -> Refusal | None:
    """What is not as listed is said in a word; whoever clears it up reads that."""
    if counted < 0:
        return Refusal("bad_count", _("Write how many are there, 0 or more."), field=field)
    if counted != expected and len(note.strip()) < _SHORTEST:
        message = _("%(expected)s should be here. Say in a few words what you found.")
        return Refusal("note_missing", message, field=field, params={"expected": expected})
    return None


def why_not_clear(note: str) -> Refusal | None:
    """A difference is not put away without a word."""
    if len(note.strip()) < _SHORTEST:
        return Refusal(
            "note_missing", _("Say in a few words how it was explained or put right."), field="note"
        )
    return None


def why_not_reveal(reason: str) -> Refusal | None:
    """A number is not looked at without a reason."""
    return _reason("reason") if len(reason.strip()) < _SHORTEST else None


def _reason(field: str) -> Refusal:
    return Refusal("reason_missing", _("Give a reason in a few words."), field=field)
