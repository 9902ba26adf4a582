"""Ways into a rectification notice from what lies below: a case, a work order, a finding of an inspection."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.letters.terms import Can
from guanjia.ui.http import Request
from guanjia.ui.offers import Offer

_UNIT = "unit:"


def of_matter(request: Request, matter: Any) -> Offer | None:
    """The notice about a case or a work order: its subject, place and number filled in."""
    return _offer(
        request,
        matter.site_id,
        subject=matter.title,
        where=matter.where,
        origin=matter.ref,
        unit=matter.unit_id,
        text_found=matter.description,
    )


def of_finding(request: Request, found: Any) -> Offer | None:
    """The notice about a finding (a row of its list): what did not pass, and about what; none once it is settled."""
    if found.is_settled:
        return None
    finding, sheet = found.finding, found.finding.sheet
    unit = sheet.about.removeprefix(_UNIT) if sheet.about.startswith(_UNIT) else None
    return _offer(
        request,
        finding.site_id,
        subject=str(found.text)[:120],
        where=sheet.about_name,
        origin=sheet.ref,
        unit=unit,
        text_found=finding.note,
    )


def _offer(request: Request, site_id: int, **filled: Any) -> Offer | None:
    if not request.actor.can(Can.DRAFT, site_id) or request.site is None or request.site.pk != site_id:
        return None
    words = urlencode({name: value for name, value in filled.items() if value})
    return Offer(_("Rectification notice"), f"{reverse('letters:rectify_new')}?{words}", "alert-triangle")
