"""The papers of the app."""

from guanjia.apps.letters.models.contacts import Contact
from guanjia.apps.letters.models.letters import Incoming, Outgoing, SealUse
from guanjia.apps.letters.models.notices import Notice, Posting
from guanjia.apps.letters.models.paper import Paper, Reviewed
from guanjia.apps.letters.models.rectifications import Recheck, Rectification
from guanjia.apps.letters.models.wordings import Wording

__all__ = [
    "Contact",
    "Incoming",
    "Notice",
    "Outgoing",
    "Paper",
    "Posting",
    "Recheck",
    "Rectification",
    "Reviewed",
    "SealUse",
    "Wording",
]
