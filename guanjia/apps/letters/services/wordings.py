"""The company's own texts: keep one, retire one."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.letters import events, texts
from guanjia.apps.letters.models import Wording
from guanjia.apps.letters.services.frame import LINE
from guanjia.apps.letters.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import refuse

_CHANGED = ["kind", "topic", "hazard", "level", "title", "body", "body_en", "changed_at", "changed_by_name"]


def keep_wording(
    *,
    by: Actor,
    at: datetime,
    kind: str,
    title: str,
    body: str,
    body_en: str = "",
    topic: str = "",
    hazard: str = "",
    level: str = "",
    wording: Wording | None = None,
) -> Wording:
    """Keep a text of the company, or change ``wording``. Refuses a field in braces that no text has."""
    with transaction.atomic():
        permit_at(by, Can.TEXTS, None)
        refuse(
            [
                *texts.why_not_text(title, body),
                *(texts.why_not_text(title, body_en) if body_en.strip() else []),
            ]
        )
        values = {
            "kind": kind,
            "topic": topic,
            "hazard": hazard,
            "level": level,
            "title": title.strip()[:LINE],
            "body": body.strip(),
            "body_en": body_en.strip(),
            "changed_at": at,
            "changed_by_name": by.name,
        }
        if wording is None:
            row = Wording(company_id=by.company_id, **values)
            row.save(force_insert=True)
            record(_kept(row, kept=True), by=by, at=at)
            return row
        with locked(wording) as row:
            permit(by, Can.TEXTS, row)
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=_CHANGED)
            record(_kept(row, kept=True), by=by, at=at)
            return row


def _kept(row: Wording, *, kept: bool) -> events.TextKept:
    return events.TextKept(site_id=None, ref=f"wording:{row.pk}", title=row.title, kept=kept)


def retire_wording(wording: Wording, *, by: Actor, at: datetime) -> Wording:
    """Offer a text no more; papers written with it stay as they are."""
    with locked(wording) as row:
        permit(by, Can.TEXTS, row)
        row.retired_at = at
        row.save(update_fields=["retired_at"])
        record(_kept(row, kept=False), by=by, at=at)
        return row
