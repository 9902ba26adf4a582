"""Reading how the rulebook is kept: boards, the proof of a clause, the day's matters, the machine, and the measures."""

from guanjia.apps.insight.queries.boards import (
    BOARD_DAYS,
    Board,
    ClauseRow,
    CompanyBoard,
    SiteRow,
    board,
    company_board,
)
from guanjia.apps.insight.queries.days import Day, day_of
from guanjia.apps.insight.queries.machine import Machine, machine
from guanjia.apps.insight.queries.measuring import Reading, facts, get_measure, measures, readings, trend
from guanjia.apps.insight.queries.proving import Evidence, Proof, Proved, proof_of, proved, whole_of
from guanjia.apps.insight.queries.sites import moments, today_at, watched_sites

__all__ = [
    "BOARD_DAYS",
    "Board",
    "ClauseRow",
    "CompanyBoard",
    "Day",
    "Evidence",
    "Machine",
    "Proof",
    "Proved",
    "Reading",
    "SiteRow",
    "board",
    "company_board",
    "day_of",
    "facts",
    "get_measure",
    "machine",
    "measures",
    "moments",
    "proof_of",
    "proved",
    "readings",
    "today_at",
    "trend",
    "watched_sites",
    "whole_of",
]
