"""The words of the app: what can be done with it, and what a pack consists of."""

from guanjia.apps.rulebook.terms.can import Can
from guanjia.apps.rulebook.terms.duties import (
    Condition,
    Duty,
    Level,
    Owner,
    OwnerKind,
    Subject,
    Target,
    TargetKind,
    Trigger,
    Value,
    ValueSource,
)
from guanjia.apps.rulebook.terms.packs import Clause, Pack, PostTerm
from guanjia.apps.rulebook.terms.texts import Bilingual

__all__ = [
    "Bilingual",
    "Can",
    "Clause",
    "Condition",
    "Duty",
    "Level",
    "Owner",
    "OwnerKind",
    "Pack",
    "PostTerm",
    "Subject",
    "Target",
    "TargetKind",
    "Trigger",
    "Value",
    "ValueSource",
]
