"""Small words of cases on pages: ``{% load cases %}``."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from guanjia.apps.cases.lifecycle import CASE, VISIT, VisitState
from guanjia.apps.cases.lists import CLASS_TONES, VISIT_TONES, case_tone, class_label
from guanjia.apps.cases.models import Case, ReturnVisit
from guanjia.apps.cases.terms import KINDS, ComplaintClass, Kind, Urgency
from guanjia.ui.templatetags.ui import badge

register = template.Library()


@register.simple_tag
def label_of(labels: Any, key: str) -> Any:
    """The label of a key in a dictionary of labels."""
    return labels.get(key, key)


@register.simple_tag
def case_state(case: Case) -> Any:
    """A case's state in words."""
    return CASE.label(case.state)


@register.simple_tag
def case_kind(case: Case) -> Any:
    """A case's kind in words."""
    return KINDS[Kind(case.kind)]


@register.inclusion_tag("cases/badges.html")
def case_badges(case: Case) -> dict[str, Any]:
    """State, class and urgency of a case as badges."""
    return {
        "state": badge(CASE.label(case.state), case_tone(case)),
        "grade": badge(class_label(case), CLASS_TONES[ComplaintClass(case.complaint_class)], "gavel")
        if case.complaint_class
        else None,
        "safety": case.urgency == Urgency.SAFETY,
        "urged": case.urged_at is not None,
        "fee_refused": case.fee_refused,
    }


@register.inclusion_tag("ui/badge.html")
def visit_badge(visit: ReturnVisit) -> dict[str, Any]:
    """A return visit's state as a badge."""
    return badge(VISIT.label(visit.state), VISIT_TONES[VisitState(visit.state)])


@register.filter
def stars(rating: int | None) -> SafeString | str:
    """A rating as stars."""
    return "★" * rating + "☆" * (5 - rating) if rating else ""
