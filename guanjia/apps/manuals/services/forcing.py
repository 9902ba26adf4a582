"""A version comes into force: the former one gives way in the same moment, its copies are asked back, and staff are asked to read."""

import logging
from datetime import datetime

from guanjia.apps.manuals import queries
from guanjia.apps.manuals.events import VersionInForce, VersionSuperseded
from guanjia.apps.manuals.lifecycle import VERSION
from guanjia.apps.manuals.models import Version
from guanjia.apps.manuals.services import copies, readings
from guanjia.apps.manuals.services.permitting import about
from guanjia.apps.manuals.terms import VersionState
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import Fact, record, record_many
from guanjia.kernel.locking import locked
from guanjia.kernel.scope import across_companies, company_scope

_log = logging.getLogger(__name__)


def enforce_due(*, at: datetime) -> int:
    """Bring the approved versions into force whose moment has come, the earliest first; answers how many.

    After downtime each begins at the moment it was approved for, in the order of these moments; staff have their time to
    read from now on. One that fails is left for the next round, the others go on.
    """
    with across_companies(reason="looking for editions whose day has come"):
        due = list(
            Version.objects.filter(state=VersionState.APPROVED.value, effective_at__lte=at)
            .select_related("document")
            .order_by("effective_at", "id")
        )
    count = 0
    for version in due:
        with company_scope(version.company_id):
            try:
                count += come_into_force(version, at=at).is_in_force
            except Exception:
                _log.exception("edition %s did not come into force", version.pk)
    return count


def come_into_force(version: Version, *, at: datetime) -> Version:
    """Let an approved version hold from its moment on. Does nothing when another worker was faster."""
    with locked(version.document) as document, locked(version) as row:
        if row.state != VersionState.APPROVED or row.effective_at is None or row.effective_at > at:
            return row
        system, begins = Actor.system(row.company_id, "manuals"), row.effective_at
        former = queries.in_force(document)
        if former is not None:
            _supersede(former, by=system, at=begins, now=at)
        row.state = VERSION.step(row.state, "enforce")
        row.save(update_fields=["state"])
        facts = []
        for site_id in readings.site_ids_of(document):
            event = VersionInForce(
                **about(document, row, site_id=site_id),
                version_id=row.pk,
                former=former.label if former else "",
            )
            facts.append(Fact(event, system, begins))
        record_many(facts)
        readings.ask(row, at=at)
    return row


def _supersede(former: Version, *, by: Actor, at: datetime, now: datetime) -> None:
    with locked(former) as row:
        if not row.is_in_force:
            return  # withdrawn meanwhile
        row.state, row.ended_at = VERSION.step(row.state, "supersede"), at
        row.save(update_fields=["state", "ended_at"])
        readings.drop_all(row, at=now)
        out = copies.recall(row, at=now)
        event = VersionSuperseded(**about(row.document, row), version_id=row.pk, copies_out=out)
        record(event, by=by, at=at)
