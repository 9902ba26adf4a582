"""The verbs of work orders: the only writers."""

from guanjia.apps.workorders.services.dispatch import assign, auto_assign, grab, offer, transfer
from guanjia.apps.workorders.services.ends import cancel, cancel_thread, merge
from guanjia.apps.workorders.services.issue import issue, split
from guanjia.apps.workorders.services.paid import consent, quote, start
from guanjia.apps.workorders.services.settings import reveal_contact, set_rules
from guanjia.apps.workorders.services.work import (
    accept,
    add_photos,
    appoint,
    arrive,
    complete,
    pause,
    resume,
    send_back,
)

__all__ = [
    "accept",
    "add_photos",
    "appoint",
    "arrive",
    "assign",
    "auto_assign",
    "cancel",
    "cancel_thread",
    "complete",
    "consent",
    "grab",
    "issue",
    "merge",
    "offer",
    "pause",
    "quote",
    "resume",
    "reveal_contact",
    "send_back",
    "set_rules",
    "split",
    "start",
    "transfer",
]
