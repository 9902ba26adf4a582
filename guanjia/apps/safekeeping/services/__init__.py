"""The verbs: take in, turn away, tell, hand on, hand over, decide; losses; newspapers; a site's rules."""

from guanjia.apps.safekeeping.services.care import look_over, move, prolong, show_phone, tell
from guanjia.apps.safekeeping.services.ends import dispose, give_to_police, keep_on, release, send_back
from guanjia.apps.safekeeping.services.handing import bring_back, hand_on, hand_out
from guanjia.apps.safekeeping.services.losses import close_loss, report_loss, show_loss_phone
from guanjia.apps.safekeeping.services.papers import (
    count_papers,
    end_subscription,
    make_papers_good,
    subscribe,
)
from guanjia.apps.safekeeping.services.receiving import receive, turn_away
from guanjia.apps.safekeeping.services.settings import set_rules

__all__ = [
    "bring_back",
    "close_loss",
    "count_papers",
    "dispose",
    "end_subscription",
    "give_to_police",
    "hand_on",
    "hand_out",
    "keep_on",
    "look_over",
    "make_papers_good",
    "move",
    "prolong",
    "receive",
    "release",
    "report_loss",
    "send_back",
    "set_rules",
    "show_loss_phone",
    "show_phone",
    "subscribe",
    "tell",
    "turn_away",
]
