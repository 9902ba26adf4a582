"""Handing back the refused rows, to be corrected and imported alone."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.people.terms import Can as People
from guanjia.apps.unitlists import queries, rules
from guanjia.apps.unitlists.events import RefusedRowsTaken
from guanjia.apps.unitlists.models import UnitListImport
from guanjia.apps.unitlists.terms import Can
from guanjia.apps.unitlists.workbook import refused_workbook
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


def hand_back(
    unit_list: UnitListImport, *, by: Actor, at: datetime, whole: bool = False, reason: str = ""
) -> bytes:
    """The refused rows as a workbook of the same columns.

    Identity numbers are starred; a starred number that comes back is refused, never stored. ``whole`` gives them as they
    came, to whoever may reveal numbers at the site, and for a reason. The journal keeps who took them, and why.
    """
    with transaction.atomic():
        permit(by, Can.IMPORT, unit_list)
        if whole:
            permit(by, People.REVEAL, unit_list)
            refuse(rules.why_not_reason(reason))
        rows = queries.list_refused(unit_list)
        fact = RefusedRowsTaken(
            site_id=unit_list.site_id,
            ref=unit_list.ref,
            count=rows.count(),
            whole=whole,
            reason=reason.strip()[:200],
        )
        record(fact, by=by, at=at)
        identities = None if whole else queries.identity_columns(unit_list)
        return refused_workbook(rows, queries.header_titles(unit_list), identities)
