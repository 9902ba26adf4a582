"""Money is a whole number of fen; it becomes yuan only on paper and on screens."""

import re
from typing import TypeAlias

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Refusal, Refused

Fen: TypeAlias = int

_YUAN = re.compile(r"^-?\d{1,12}(\.\d{1,2})?$")


def format_fen(amount: Fen) -> str:
    """Fen as yuan with two decimals and grouping: 123456 -> "1,234.56"."""
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"


def parse_yuan(text: str) -> Fen:
    """Yuan as typed ("1,234.5", "￥80") in fen. Raises ``Refused`` (code ``bad_amount``) for anything else."""
    cleaned = text.strip().lstrip("￥¥").replace(",", "").replace("，", "")
    if not _YUAN.match(cleaned):
        raise Refused(
            Refusal(
                "bad_amount",
                _("“%(text)s” is not an amount. Write yuan like 1234.50."),
                params={"text": text},
            )
        )
    negative = cleaned.startswith("-")
    yuan, _dot, cents = cleaned.lstrip("-").partition(".")
    amount = int(yuan) * 100 + int(cents.ljust(2, "0") or 0)
    return -amount if negative else amount
