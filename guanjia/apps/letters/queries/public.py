"""What residents see who scan a notice: that one, and everything else in force at the site."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guanjia.apps.letters.models import Notice
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.scope import across_companies, company_scope


@dataclass(frozen=True)
class PublicNotices:
    """The notice whose code was scanned, whether it holds, and the others in force, the newest first."""

    company_id: int
    site_id: int
    notice: Any
    holds: bool
    others: tuple[Any, ...]


_SHOWN = ("APPROVED", "POSTED", "RECALLED", "DOWN")


def notices_by_token(token: str, at: datetime) -> PublicNotices:
    """What the secret of a notice opens; no scope need be open. Raises ``NotFound``, also for one never approved."""
    if not 16 <= len(token) <= 40:
        raise NotFound
    with across_companies(reason="reading a notice by its secret link"):
        found = Notice.objects.filter(token=token, state__in=_SHOWN).first()
    if found is None:
        raise NotFound
    with company_scope(found.company_id):
        rows = list(
            Notice.objects.filter(site_id=found.site_id).in_force(at).order_by("-from_at", "-id")[:50]
        )
    holds = any(one.pk == found.pk for one in rows)
    others = tuple(one for one in rows if one.pk != found.pk)
    return PublicNotices(found.company_id, found.site_id, found, holds, others)
