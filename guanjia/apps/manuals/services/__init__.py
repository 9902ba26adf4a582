"""The verbs, the only writers: documents, versions and their signatures, files taken in, links, copies, readings."""

from guanjia.apps.manuals.services.copies import destroy, issue, take_back
from guanjia.apps.manuals.services.documents import describe, open_document
from guanjia.apps.manuals.services.forcing import enforce_due
from guanjia.apps.manuals.services.intakes import discard, divide, join, move, save_intake, take_in
from guanjia.apps.manuals.services.links import link, unlink
from guanjia.apps.manuals.services.readings import acknowledge, ask_at_site, remind_due
from guanjia.apps.manuals.services.signing import approve, prepare, review, send_back, withdraw
from guanjia.apps.manuals.services.writing import begin, remove_clause, write_clause

__all__ = [
    "acknowledge",
    "approve",
    "ask_at_site",
    "begin",
    "describe",
    "destroy",
    "discard",
    "divide",
    "enforce_due",
    "issue",
    "join",
    "link",
    "move",
    "open_document",
    "prepare",
    "remind_due",
    "remove_clause",
    "review",
    "save_intake",
    "send_back",
    "take_back",
    "take_in",
    "unlink",
    "withdraw",
    "write_clause",
]
