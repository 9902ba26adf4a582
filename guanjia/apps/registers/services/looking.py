"""The verb of looking at what is masked."""

from __future__ import annotations

from datetime import datetime

from guanjia.apps.registers import events, queries, rules, sight
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


def reveal(entry: Entry, field: str, *, by: Actor, at: datetime, reason: str) -> str:
    """The whole value of a masked field, for this one look. The journal keeps who looked, at what and why; never the value.

    Raises ``NotFound`` for a field that is not masked or not the actor's to see, ``Refused`` without a reason.
    """
    with locked(entry) as fresh:
        permit(by, Can.SEE, fresh)
        value = sight.whole(queries.register_of(fresh).field(field), fresh, by)
        refuse(rules.why_not_reveal(reason))
        looked = events.Revealed(
            site_id=fresh.site_id, ref=fresh.ref, field=field, reason=reason.strip()[:200]
        )
        record(looked, by=by, at=at)
        return value
