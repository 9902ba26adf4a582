"""Pure decisions of the rulebook: adopting, figures, which of two is the stricter, what conflicts."""

from guanjia.apps.rulebook.rules import figures
from guanjia.apps.rulebook.rules.adopting import (
    FIGURES,
    Change,
    Difference,
    difference,
    why_not_duties,
    why_not_figure,
    why_not_from,
    why_not_reason,
)

__all__ = [
    "FIGURES",
    "Change",
    "Difference",
    "difference",
    "figures",
    "why_not_duties",
    "why_not_figure",
    "why_not_from",
    "why_not_reason",
]
