"""Release stops of units: set for a reason, lifted for a reason. By people, or by other apps through their facts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.gate import events, rules
from guanjia.apps.gate.models import ReleaseStop
from guanjia.apps.gate.services.common import same_site
from guanjia.apps.gate.terms import Can
from guanjia.apps.places import queries as places
from guanjia.apps.places.terms import unit_ref
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse


def stop_release(
    *, by: Actor, at: datetime, site_id: int, unit_id: int, kind: str, reason: str, source: str = ""
) -> ReleaseStop:
    """Let nothing leave a unit any more.

    ``source`` names the matter another app says it for; the same matter again changes nothing and gives the stop in force.
    """
    with transaction.atomic():
        permit_at(by, Can.STOP, site_id)
        unit = same_site(places.get_unit(by, unit_id), site_id)
        refuse(rules.why_not_stop(kind=kind, reason=reason))
        stop = ReleaseStop(
            company_id=by.company_id,
            site_id=site_id,
            unit=unit,
            kind=kind,
            reason=reason.strip()[:300],
            source=source,
            since=at,
            by_name=by.name,
        )
        if source:
            kept, is_new = ReleaseStop.objects.get_or_create(
                company_id=by.company_id,
                unit=unit,
                source=source,
                lifted_at=None,
                defaults={
                    "site_id": site_id,
                    "kind": kind,
                    "reason": stop.reason,
                    "since": at,
                    "by_name": by.name,
                },
            )
            if not is_new:
                return kept
            stop = kept
        else:
            stop.save(force_insert=True)
        record(
            events.StopSet(**about(stop), kind=stop.kind, reason=stop.reason, source=stop.source),
            by=by,
            at=at,
        )
        return stop


def lift_stop(stop: ReleaseStop, *, by: Actor, at: datetime, reason: str) -> ReleaseStop:
    """Lift a stop, with a reason. Refuses one that is lifted already."""
    with locked(stop) as fresh:
        permit(by, Can.STOP, fresh)
        refuse(
            [
                Refusal("already_lifted", _("This stop is lifted already. Reload the page."))
                if fresh.lifted_at
                else None,
                rules.why_not_reason(reason),
            ]
        )
        fresh.lifted_at, fresh.lifted_by_name, fresh.lifted_reason = at, by.name, reason.strip()[:300]
        fresh.save(update_fields=["lifted_at", "lifted_by_name", "lifted_reason"])
        record(events.StopLifted(**about(fresh), kind=fresh.kind, reason=fresh.lifted_reason), by=by, at=at)
        return fresh


def lift_source(*, by: Actor, at: datetime, unit_id: int, source: str, reason: str) -> int:
    """Lift every stop a matter set on a unit; how many there were, perhaps none."""
    found = list(ReleaseStop.objects.filter(unit_id=unit_id, source=source, lifted_at=None))
    for stop in found:
        lift_stop(stop, by=by, at=at, reason=reason)
    return len(found)


def about(stop: ReleaseStop) -> dict[str, Any]:
    """What every fact about a stop carries."""
    return {"site_id": stop.site_id, "ref": unit_ref(stop.unit_id), "thread": "", "unit_id": stop.unit_id}
