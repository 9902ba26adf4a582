"""Reading: papers as an actor may see them, what waits for somebody, texts, and what the public sees."""

from guanjia.apps.letters.queries.papers import (
    MODELS,
    find_papers,
    get_paper,
    get_papers,
    hanging,
    kin_of,
    list_papers,
    list_seal_uses,
    open_letters,
    papers_about,
    rechecks_of,
)
from guanjia.apps.letters.queries.public import PublicNotices, notices_by_token
from guanjia.apps.letters.queries.waiting import (
    holds_due_post,
    list_to_recheck,
    list_to_take_down,
    to_answer,
    to_review,
    to_settle,
)
from guanjia.apps.letters.queries.wordings import Offer, get_offer, get_wording, list_wordings, offers

__all__ = [
    "MODELS",
    "Offer",
    "PublicNotices",
    "find_papers",
    "get_offer",
    "get_paper",
    "get_papers",
    "get_wording",
    "hanging",
    "holds_due_post",
    "kin_of",
    "list_papers",
    "list_seal_uses",
    "list_to_recheck",
    "list_to_take_down",
    "list_wordings",
    "notices_by_token",
    "offers",
    "open_letters",
    "papers_about",
    "rechecks_of",
    "to_answer",
    "to_review",
    "to_settle",
]
