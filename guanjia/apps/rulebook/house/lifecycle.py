"""The life of an edition of a house rule or a house form. What is approved stands in the company's pack; a site keeps it once it adopts that."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.terms.house import RULE_STATES, RuleState
from guanjia.kernel.lifecycle import Lifecycle, Step

DRAFT, PROPOSED, APPROVED = RuleState.DRAFT, RuleState.PROPOSED, RuleState.APPROVED

_STEPS = [
    Step("edit", (DRAFT,), DRAFT, _("Edit"), 60),
    Step("propose", (DRAFT,), PROPOSED, _("Propose"), 90),
    Step("discard", (DRAFT,), RuleState.DISCARDED, _("Discard"), 5),
    Step("approve", (PROPOSED,), APPROVED, _("Approve"), 90),
    Step("send_back", (PROPOSED,), DRAFT, _("Send back for changes"), 40),
    Step("supersede", (APPROVED,), RuleState.SUPERSEDED, _("Superseded")),
    Step("retire", (APPROVED,), RuleState.RETIRED, _("Retire"), 5),
]

HOUSE_RULE = Lifecycle(
    "rulebook.house_rule", {state: RULE_STATES[state] for state in RuleState}, DRAFT, _STEPS
)
HOUSE_FORM = Lifecycle(
    "rulebook.house_form", {state: RULE_STATES[state] for state in RuleState}, DRAFT, _STEPS
)
