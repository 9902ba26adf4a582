"""What of the gate belongs into the file of a unit: slips that let goods pass, and temporary passes."""

from guanjia.apps.documents.terms import Paper, Wanted
from guanjia.apps.gate.models import Pass, ReleaseSlip
from guanjia.apps.gate.terms import PASS_PAPER, SLIP_KINDS, SLIP_PAPER, Can, SlipKind, SlipState


def papers_about(wanted: Wanted) -> list[Paper]:
    """The slips that were approved and the passes of units; one query for each."""
    if wanted.unit_ids is None and not wanted.is_everything:
        return []
    units = {} if wanted.unit_ids is None else {"unit_id__in": wanted.unit_ids}
    found: list[Paper] = []
    if wanted.asks(SLIP_PAPER):
        states = [SlipState.APPROVED.value, SlipState.PASSED.value]
        slips = ReleaseSlip.objects.filter(site_id=wanted.site_id, state__in=states, **units)
        found += [
            Paper(
                SLIP_PAPER,
                one.ref,
                SLIP_KINDS[SlipKind(one.kind)],
                one.decided_at or one.asked_at,
                one.get_absolute_url(),
                Can.SEE,
                one.unit_id,
            )
            for one in slips.order_by("-planned_at")
        ]
    if wanted.asks(PASS_PAPER):
        passes = Pass.objects.filter(site_id=wanted.site_id, unit__isnull=False, **units)
        found += [
            Paper(
                PASS_PAPER,
                one.ref,
                one.kind_label,
                one.issued_at,
                one.get_absolute_url(),
                Can.SEE,
                one.unit_id,
            )
            for one in passes.order_by("-issued_at")
        ]
    return found
