"""The rules of a site's gate, and a look at a hidden number."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guanjia.apps.gate import events, queries, rules
from guanjia.apps.gate.models import GateRules
from guanjia.apps.gate.queries import Thing
from guanjia.apps.gate.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import refuse

_NAMES = ("approver_posts", "refuse_arrears", "refuse_fitout", "refuse_without_word")


def set_rules(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    approver_posts: Sequence[str],
    refuse_arrears: bool,
    refuse_fitout: bool,
    refuse_without_word: bool,
) -> GateRules:
    """Say which posts approve slips here (none: as the rulebooks name), and which reasons refuse them."""
    with transaction.atomic():
        permit_at(by, Can.SET_RULES, site_id)
        refuse(rules.why_not_posts(approver_posts, queries.post_names(site_id)))
        row = GateRules.objects.select_for_update().filter(site_id=site_id).first()
        row = row or GateRules(company_id=by.company_id, site_id=site_id)
        before = {name: getattr(row, name) for name in _NAMES}
        row.approver_posts = sorted(set(approver_posts))
        row.refuse_arrears, row.refuse_fitout = refuse_arrears, refuse_fitout
        row.refuse_without_word = refuse_without_word
        if row.pk:
            row.save(update_fields=_NAMES)
        else:
            row.save(force_insert=True)
        after = {name: getattr(row, name) for name in _NAMES}
        record(
            events.RulesSet(site_id=site_id, ref=f"gate:{site_id}", before=before, after=after), by=by, at=at
        )
        return row


def reveal_phone(thing: Thing, *, by: Actor, at: datetime, reason: str) -> str:
    """Show a hidden number; the journal says who looked and why."""
    with locked(thing) as fresh:
        permit(by, Can.SEE_PHONE, fresh)
        refuse(rules.why_not_reason(reason))
        record(
            events.PhoneRevealed(
                site_id=fresh.site_id, ref=fresh.ref, thread=fresh.ref, reason=reason.strip()[:200]
            ),
            by=by,
            at=at,
        )
        return str(fresh.phone)
