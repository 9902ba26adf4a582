"""Paid work: price, consent, and only then the work."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.workorders.pricing import DEAREST
from guanjia.kernel.money import Fen
from guanjia.kernel.refusals import Refusal


@dataclass(frozen=True)
class Money:
    """How paid work stands: what was quoted last and whether the customer said yes to exactly that."""

    paid: bool
    quoted_fen: Fen | None = None
    consented: bool = False


def why_not_quote(*, total_fen: Fen, lines: int) -> Refusal | None:
    """Why this is no quote."""
    if lines == 0:
        return Refusal("quote_empty", _("Write at least one line with a price."), field="lines")
    if not 0 < total_fen <= DEAREST:
        return Refusal("quote_amount", _("Check the prices: the total must be above zero."), field="lines")
    return None


def why_not_consent(money: Money) -> Refusal | None:
    """Why there is nothing to consent to."""
    if money.quoted_fen is None:
        return Refusal("no_quote", _("There is no quote yet. Quote the price first."))
    if money.consented:
        return Refusal(
            "already_consented",
            _("The customer has consented to this quote. Quote anew if the price changes."),
        )
    return None


def why_not_work(money: Money) -> Refusal | None:
    """Why paid work may not begin, or end: without price and consent the customer owes nothing."""
    if not money.paid or money.consented:
        return None
    if money.quoted_fen is None:
        return Refusal(
            "quote_first", _("This is paid work. Quote the price and get the customer's consent first.")
        )
    return Refusal(
        "consent_first", _("The customer has not consented to the price yet. Get the consent first.")
    )


def why_not_start(money: Money, *, started: bool) -> Refusal | None:
    """Why work does not begin: it has, it needs no beginning, or price and consent are missing."""
    if started:
        return Refusal("already_started", _("Work has begun. Complete it when it is done."))
    if not money.paid:
        return Refusal("start_free", _("Free work needs no start: complete it when it is done."))
    return why_not_work(money)


def why_not_begun(money: Money, started_at: datetime | None) -> Refusal | None:
    """Why paid work cannot end: it has not begun since the customer said yes."""
    if not money.paid or started_at is not None:
        return None
    return Refusal(
        "start_first", _("Press “Start work” first: paid work begins after the customer's consent.")
    )
