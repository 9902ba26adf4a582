"""The words of house rules."""

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.terms.texts import Bilingual

HOUSE: Final = "house"
"""The key of every company's own pack."""
HOUSE_TITLE: Final = Bilingual("本公司规定", "House rules")


class RuleState(StrEnum):
    """Where an edition of a house rule stands."""

    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    SUPERSEDED = "SUPERSEDED"
    RETIRED = "RETIRED"
    DISCARDED = "DISCARDED"


RULE_STATES = {
    RuleState.DRAFT: _("Draft"),
    RuleState.PROPOSED: _("Proposed"),
    RuleState.APPROVED: _("Approved"),
    RuleState.SUPERSEDED: _("Superseded"),
    RuleState.RETIRED: _("Retired"),
    RuleState.DISCARDED: _("Discarded"),
}
IN_WORK = (RuleState.DRAFT, RuleState.PROPOSED)
"""Editions somebody still works on; of each rule there is at most one."""
TONES = {
    RuleState.DRAFT: ("neutral", "pencil"),
    RuleState.PROPOSED: ("accent", "send"),
    RuleState.APPROVED: ("calm", "circle-check"),
    RuleState.SUPERSEDED: ("neutral", "history"),
    RuleState.RETIRED: ("neutral", "archive"),
    RuleState.DISCARDED: ("neutral", "trash"),
}
"""The colour and icon of a state."""
STEP_ICONS = {
    "propose": "send",
    "discard": "trash",
    "approve": "circle-check",
    "send_back": "arrow-back-up",
    "retire": "archive",
}
WANT_REASON = ("send_back", "retire")
"""Steps that are taken with a reason."""
