"""The screens of the rulebook."""

from guanjia.apps.rulebook.views.books import adopt, list_clauses, list_decisions
from guanjia.apps.rulebook.views.conflicts import decide_conflict, list_conflicts
from guanjia.apps.rulebook.views.figures import (
    approve,
    decline,
    list_changes,
    list_figures,
    print_figures,
    propose,
    show_figure,
    withdraw,
)
from guanjia.apps.rulebook.views.guards import list_guards

__all__ = [
    "adopt",
    "approve",
    "decide_conflict",
    "decline",
    "list_changes",
    "list_clauses",
    "list_conflicts",
    "list_decisions",
    "list_figures",
    "list_guards",
    "print_figures",
    "propose",
    "show_figure",
    "withdraw",
]
