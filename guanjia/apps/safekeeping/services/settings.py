"""A site's own rules of keeping."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from guanjia.apps.organisations.terms import site_ref
from guanjia.apps.safekeeping import queries, rules
from guanjia.apps.safekeeping.events import RulesSet
from guanjia.apps.safekeeping.models import KeepRules
from guanjia.apps.safekeeping.terms import Can, Refused
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import refuse

_MOST_OWN = 20
_DAYS = ("storage_days", "unclaimed_days", "found_days", "mail_days")


def set_rules(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    refused: Iterable[str],
    own: Iterable[str],
    **days: int,
) -> KeepRules:
    """Set what a site refuses to keep (classes of ``Refused``, and ``own`` in words) and for how many days it keeps.

    What lies there already keeps the times it was given.
    """
    with transaction.atomic():
        permit_at(by, Can.SETTINGS, site_id)
        refuse(rules.why_not_rules(days))
        row = queries.keep_rules(site_id)
        before = _values(row)
        row.company_id = by.company_id
        row.refused = [one.value for one in Refused if one.value in set(refused)]
        row.own = list(dict.fromkeys(word.strip()[:40] for word in own if word.strip()))[:_MOST_OWN]
        for name in _DAYS:
            setattr(row, name, days.get(name, getattr(row, name)))
        changes = {
            name: [before[name], value] for name, value in _values(row).items() if value != before[name]
        }
        if row._state.adding:
            row.save(force_insert=True)
        elif changes:
            row.save(update_fields=["refused", "own", *_DAYS])
        if changes:
            record(RulesSet(site_id=site_id, ref=site_ref(site_id), changes=changes), by=by, at=at)
    return row


def _values(row: KeepRules) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("refused", "own", *_DAYS)}
