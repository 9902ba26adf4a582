"""What people did about a breach, and about a consequence that was proposed.

The facts of a proposal name neither the person nor what was said: they stand under the proposal's own number, which only those
concerned can open.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations.events.running import About
from guanjia.kernel.events import Event, event


@event("obligations.cause_given", label=_("Cause of the breach given"))
@dataclass(frozen=True, kw_only=True)
class CauseGiven(About):
    """Somebody said why the duty was breached; ``cause`` is a class of ``terms.Cause``."""

    cause: str
    words: str


@event("obligations.breach_corrected", label=_("Breach corrected"))
@dataclass(frozen=True, kw_only=True)
class BreachCorrected(About):
    """What was done about a breach, by whom, and until when; it waits for somebody else's look."""

    correction: str
    correction_by: int | None
    until: str


@event("obligations.correction_accepted", label=_("Correction of the breach accepted"))
@dataclass(frozen=True, kw_only=True)
class CorrectionAccepted(About):
    """Somebody else looked, and it is good."""

    note: str


@event("obligations.correction_sent_back", label=_("Correction of the breach sent back"))
@dataclass(frozen=True, kw_only=True)
class CorrectionSentBack(About):
    """Somebody else looked, and it is not good enough."""

    note: str


@event("obligations.answer_dispensed", label=_("No answer to the breach needed"))
@dataclass(frozen=True, kw_only=True)
class AnswerDispensed(About):
    """A manager said, with a reason, that the breach needs no answer."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class OfProposal(Event):
    """What every fact about a proposed consequence carries."""

    kind: str


@event("obligations.consequence_proposed", label=_("Consequence proposed"))
@dataclass(frozen=True, kw_only=True)
class ConsequenceProposed(OfProposal):
    """A consequence was proposed; the person concerned is told."""


@event("obligations.view_stated", label=_("View stated"))
@dataclass(frozen=True, kw_only=True)
class ViewStated(OfProposal):
    """The person concerned stated their view."""


@event("obligations.consequence_approved", label=_("Consequence approved"))
@dataclass(frozen=True, kw_only=True)
class ConsequenceApproved(OfProposal):
    """A manager agreed with the proposal. Nothing is deducted by it."""


@event("obligations.consequence_declined", label=_("Consequence declined"))
@dataclass(frozen=True, kw_only=True)
class ConsequenceDeclined(OfProposal):
    """A manager did not agree, with a reason."""


@event("obligations.consequence_withdrawn", label=_("Proposal withdrawn"))
@dataclass(frozen=True, kw_only=True)
class ConsequenceWithdrawn(OfProposal):
    """Whoever proposed it took it back."""


@event("obligations.answer_rule_set", label=_("Which breaches are answered was set"))
@dataclass(frozen=True, kw_only=True)
class AnswerRuleSet(Event):
    """A manager set which breaches of the site are answered."""

    all_breaches: bool
    with_consequence: bool
    safety: bool
    clause_count: int
    clause_days: int
