"""The screens: company board, board of a site, proof of a clause, the day's matters, the machine, measures."""

from guanjia.apps.insight.views.boards import show_board, show_company
from guanjia.apps.insight.views.days import show_day, show_machine
from guanjia.apps.insight.views.measures import show_measure, show_measures
from guanjia.apps.insight.views.proofs import show_clause

__all__ = [
    "show_board",
    "show_clause",
    "show_company",
    "show_day",
    "show_machine",
    "show_measure",
    "show_measures",
]
