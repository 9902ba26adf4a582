"""Reading cases: the only way to fetch one, lists with their adjectives, pages, cards, queues."""

from guanjia.apps.cases.queries.caller import CallerCard, caller_card, unit_cases
from guanjia.apps.cases.queries.cases import (
    count_open,
    get_case,
    list_cases,
    list_mine,
    list_to_review,
    open_refs,
    search,
    titles,
)
from guanjia.apps.cases.queries.classification import (
    Branch,
    classification_for_text,
    classification_tree,
    get_classification,
    list_faults,
)
from guanjia.apps.cases.queries.colleagues import colleague, department_head, departments
from guanjia.apps.cases.queries.duplicates import likely_duplicates
from guanjia.apps.cases.queries.page import CasePage, case_page
from guanjia.apps.cases.queries.papers import papers_about
from guanjia.apps.cases.queries.parameters import parameters
from guanjia.apps.cases.queries.public import (
    PublicCase,
    PublicEntry,
    by_token,
    case_by_token,
    customer_of,
    masked_name,
    reporter_at,
    survivor,
)
from guanjia.apps.cases.queries.reviews import (
    get_review,
    get_weekly_list,
    list_reviews,
    list_weekly_lists,
    unfinished_items,
)
from guanjia.apps.cases.queries.standing import standing, whole_standing
from guanjia.apps.cases.queries.steps import Option, allowed_steps, allowed_visit_steps
from guanjia.apps.cases.queries.takers import Takers, takers
from guanjia.apps.cases.queries.visits import get_visit, list_visits, next_visit, visit_queue, visits_in_hand

__all__ = [
    "Branch",
    "CallerCard",
    "CasePage",
    "Option",
    "PublicCase",
    "PublicEntry",
    "Takers",
    "allowed_steps",
    "allowed_visit_steps",
    "by_token",
    "caller_card",
    "case_by_token",
    "case_page",
    "classification_for_text",
    "classification_tree",
    "colleague",
    "count_open",
    "customer_of",
    "department_head",
    "departments",
    "get_case",
    "get_classification",
    "get_review",
    "get_visit",
    "get_weekly_list",
    "likely_duplicates",
    "list_cases",
    "list_faults",
    "list_mine",
    "list_reviews",
    "list_to_review",
    "list_visits",
    "list_weekly_lists",
    "masked_name",
    "next_visit",
    "open_refs",
    "papers_about",
    "parameters",
    "reporter_at",
    "search",
    "standing",
    "survivor",
    "takers",
    "titles",
    "unfinished_items",
    "unit_cases",
    "visit_queue",
    "visits_in_hand",
    "whole_standing",
]
