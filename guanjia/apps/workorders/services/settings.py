"""A site's rules of dispatch, and a look at a hidden number."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.organisations import queries as organisation
from guanjia.apps.workorders import events, rules
from guanjia.apps.workorders.models import DispatchRules, WorkOrder
from guanjia.apps.workorders.services.subject import about
from guanjia.apps.workorders.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, refuse

_NAMES = ("full_load", "longest_pause_hours", "photo_skills", "signature_skills", "paid_skills")


def set_rules(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    full_load: int,
    longest_pause_hours: int,
    photo_skills: list[str],
    signature_skills: list[str],
    paid_skills: list[str],
) -> DispatchRules:
    """Set how a site dispatches; orders already issued keep what they were issued with."""
    with transaction.atomic():
        permit_at(by, Can.SET_RULES, site_id)
        if organisation.site(site_id).company_id != by.company_id:
            raise NotFound
        refuse(
            rules.why_not_rules(
                full_load=full_load,
                longest_pause_hours=longest_pause_hours,
                skills=[*photo_skills, *signature_skills, *paid_skills],
            )
        )
        row = DispatchRules.objects.select_for_update().filter(site_id=site_id).first()
        row = row or DispatchRules(company_id=by.company_id, site_id=site_id)
        before = {name: getattr(row, name) for name in _NAMES}
        row.full_load, row.longest_pause_hours = full_load, longest_pause_hours
        row.photo_skills, row.signature_skills, row.paid_skills = (
            sorted(photo_skills),
            sorted(signature_skills),
            sorted(paid_skills),
        )
        if row.pk:
            row.save(update_fields=_NAMES)
        else:
            row.save(force_insert=True)
        after = {name: getattr(row, name) for name in _NAMES}
        record(
            events.RulesSet(site_id=site_id, ref=f"dispatch:{site_id}", before=before, after=after),
            by=by,
            at=at,
        )
        return row


def reveal_contact(order: WorkOrder, *, by: Actor, at: datetime, reason: str) -> str:
    """Show a customer's number to somebody who does not do the work; the journal says who looked and why."""
    with locked(order) as fresh:
        permit(by, Can.SEE_CONTACT, fresh)
        refuse(rules.why_not_reason(reason))
        record(events.ContactRevealed(**about(fresh), reason=reason.strip()), by=by, at=at)
        return fresh.contact_phone
