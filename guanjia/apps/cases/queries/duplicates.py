"""Likely duplicates of a matter about to be registered."""

from datetime import datetime

from django.db.models import Q

from guanjia.apps.cases.models import Case, Classification
from guanjia.apps.cases.queries.parameters import parameters
from guanjia.apps.cases.rules.duplicates import Likeness, Matter, likely
from guanjia.apps.people.terms import normal_phone
from guanjia.kernel.actor import Actor

_MOST_COMPARED = 200


def likely_duplicates(
    actor: Actor,
    site_id: int,
    *,
    at: datetime,
    title: str = "",
    unit_id: int | None = None,
    place_id: int | None = None,
    phone: str = "",
    classification_id: int | None = None,
    exclude_ref: str = "",
) -> list[Likeness]:
    """Open cases of the last days that are likely the same matter, most alike first, each with its reasons.

    Same unit, same fault, same number, similar words. Two queries by index; at most 200 cases are compared.
    """
    window = parameters(site_id).duplicate_window
    category = _category(classification_id)
    new = Matter("", unit_id, place_id, normal_phone(phone), classification_id, category, title, at)
    return likely(new, _candidates(new, actor.company_id, site_id, at - window, exclude_ref), window=window)


def _candidates(
    new: Matter, company_id: int, site_id: int, since: datetime, exclude_ref: str
) -> list[Matter]:
    """Open cases of the same unit, place or number, and the latest of the site for their words."""
    recent = (
        Case.objects.filter(company_id=company_id, site_id=site_id, received_at__gte=since)
        .open()
        .exclude(ref=exclude_ref)
    )
    near = Q(pk__in=[])
    if new.unit_id:
        near |= Q(unit_id=new.unit_id)
    if new.place_id:
        near |= Q(place_id=new.place_id)
    if new.phone:
        near |= Q(caller_phone=new.phone)
    columns = (
        "ref", "unit_id", "place_id", "caller_phone", "classification_id", "category", "title", "received_at",
    )  # fmt: skip
    rows = set(recent.filter(near).order_by("-received_at").values_list(*columns)[:_MOST_COMPARED])
    if new.title:
        rows |= set(recent.order_by("-received_at").values_list(*columns)[:_MOST_COMPARED])
    return [Matter(*row) for row in rows]


def _category(classification_id: int | None) -> str:
    if not classification_id:
        return ""
    matter = Classification.objects.filter(pk=classification_id).first()
    return matter.category if matter else ""
