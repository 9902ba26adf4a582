"""Was this raised before and not solved?"""

from django.db.models import Q

from guanjia.apps.cases.lifecycle import OPEN_STATES
from guanjia.apps.cases.models import Case, ComplaintRuling
from guanjia.apps.cases.terms import Kind, Parameters


def count_prior_unsolved(case: Case, figures: Parameters) -> int:
    """Earlier complaints of the same person, number or unit in the same category that are open or had to be reopened.

    Without a category, or without anybody to recognise the customer by, there is nothing to compare: 0.
    """
    if case.kind != Kind.COMPLAINT or not case.category:
        return 0
    same = Q()
    if case.unit_id:
        same |= Q(unit_id=case.unit_id)
    if case.person_id:
        same |= Q(person_id=case.person_id)
    if case.caller_phone:
        same |= Q(caller_phone=case.caller_phone)
    if not same:
        return 0
    unsolved = Q(state__in=[state.value for state in OPEN_STATES]) | Q(reopened__gt=0)
    return (
        Case.objects.filter(same, unsolved, site_id=case.site_id, kind=Kind.COMPLAINT, category=case.category)
        .filter(received_at__gte=case.received_at - figures.repeat_window, received_at__lte=case.received_at)
        .exclude(pk=case.pk)
        .count()
    )


def grounds_used(case: Case) -> frozenset[str]:
    """The grounds the rulebook has raised this complaint for already; each raises once."""
    return frozenset(
        ComplaintRuling.objects.filter(case_id=case.pk).exclude(ground="").values_list("ground", flat=True)
    )
