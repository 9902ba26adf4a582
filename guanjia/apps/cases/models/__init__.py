"""The tables of cases."""

from guanjia.apps.cases.models.case import Case, Cases
from guanjia.apps.cases.models.classification import Classification
from guanjia.apps.cases.models.complaint import ComplaintAct, ComplaintRuling
from guanjia.apps.cases.models.review import DailyReview, WeeklyList
from guanjia.apps.cases.models.visit import ReturnVisit, ReturnVisits

__all__ = [
    "Case",
    "Cases",
    "Classification",
    "ComplaintAct",
    "ComplaintRuling",
    "DailyReview",
    "ReturnVisit",
    "ReturnVisits",
    "WeeklyList",
]
