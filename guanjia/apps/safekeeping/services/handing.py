"""Handing things over, and on to the steward. Of two who do it at once one is told what the other did."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.terms import How as Signed
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.safekeeping import queries, rules
from guanjia.apps.safekeeping.events import BroughtBack, HandedOn, HandedOut
from guanjia.apps.safekeeping.lifecycle import ITEM
from guanjia.apps.safekeeping.models import Batch, Handing, KeptItem
from guanjia.apps.safekeeping.services import losses
from guanjia.apps.safekeeping.services.telling import about, name_of, number, staff_id_of
from guanjia.apps.safekeeping.terms import BATCHES, Can, Release, State
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refusal, refuse


def hand_out(item: KeptItem, *, by: Actor, at: datetime, release: Release) -> KeptItem:
    """Give a thing, or some of its pieces, to whoever may have it; whatever is left stays where it is.

    Refuses when a colleague was faster, and with every other reason at once. Naming a report of a loss settles it too.
    """
    with locked(item) as row:
        permit(by, Can.HAND_OUT, row)
        refuse(queries.why_not_here(row))
        refuse(
            rules.why_not_hand_out(
                release,
                kind=row.kind,
                sort=row.sort,
                left=row.left,
                names=(row.for_name, row.collector),
                code=row.code,
                by_id=staff_id_of(by),
                has_lines=bool(row.lines),
            )
        )
        row.left -= release.count
        complete = row.left == 0
        row.state = ITEM.step(row.state, "hand_out" if complete else "hand_out_part")
        row.taken_by = release.taken_by.strip()[:80]
        if complete:
            row.settled_at, row.settled_by_name = at, by.name
        row.save(update_fields=["left", "state", "taken_by", "settled_at", "settled_by_name"])
        _write_down(row, release, by=by, at=at)
        record(
            HandedOut(
                **about(row),
                count=release.count,
                left=row.left,
                complete=complete,
                how=release.how.value,
                taken_by=row.taken_by,
                note=release.agreed.strip()[:120],
            ),
            by=by,
            at=at,
        )
        if release.loss_ref:
            losses.give_back(release.loss_ref, row, by=by, at=at)
    return row


def _write_down(row: KeptItem, release: Release, *, by: Actor, at: datetime) -> None:
    handing = Handing(
        company_id=row.company_id,
        item=row,
        count=release.count,
        how=release.how.value,
        taken_by=row.taken_by,
        identity=rules.masked_identity(release.identity),
        proof=release.proof.strip()[:300],
        agreed=release.agreed.strip()[:120],
        by_code=bool(release.code.strip()),
        witness_id=release.witness_id,
        witness_name=name_of(release.witness_id),
        at=at,
        by_name=by.name,
    )
    handing.save(force_insert=True)
    if release.signed:
        documents.sign(
            by=by,
            at=at,
            site_id=row.site_id,
            about_ref=row.ref,
            purpose="safekeeping",
            signer_name=row.taken_by,
            how=Signed.SCREEN,
            strokes=release.strokes,
            thread=row.ref,
        )


def hand_on(
    site_id: int, *, by: Actor, at: datetime, refs: Iterable[str], steward_id: int, strokes: str
) -> Batch:
    """Give a steward several things at once, against one signature. All or none: what is gone meanwhile is named."""
    with transaction.atomic():
        permit_at(by, Can.RECEIVE, site_id)
        wanted = list(dict.fromkeys(refs))
        rows = list(
            KeptItem.objects.select_for_update().filter(site_id=site_id, ref__in=wanted).order_by("id")
        )
        if len(rows) != len(wanted):
            raise NotFound
        steward = _steward(site_id, steward_id, at)
        refuse(_why_not_on(rows, signed=bool(strokes)))
        batch = Batch(
            company_id=by.company_id,
            ref=number(BATCHES, by.company_id, site_id, at),
            site_id=site_id,
            steward_id=steward_id,
            steward_name=steward,
            count=len(rows),
            at=at,
            by_name=by.name,
        )
        batch.save(force_insert=True)
        documents.sign(
            by=by,
            at=at,
            site_id=site_id,
            about_ref=batch.ref,
            purpose="safekeeping",
            signer_name=steward,
            how=Signed.SCREEN,
            strokes=strokes,
            thread=batch.ref,
        )
        for row in rows:
            row.state = ITEM.step(row.state, "hand_on")
            row.steward_id, row.steward_name, row.batch = steward_id, steward, batch
            row.save(update_fields=["state", "steward", "steward_name", "batch"])
            record(
                HandedOn(**about(row), steward_id=steward_id, steward=steward, batch=batch.ref), by=by, at=at
            )
    return batch


def bring_back(item: KeptItem, *, by: Actor, at: datetime, note: str, shelf: str) -> KeptItem:
    """What the steward could not deliver lies on a shelf again. Refuses without a reason and a shelf."""
    with locked(item) as row:
        permit(by, Can.HAND_OUT, row)
        state = ITEM.step(row.state, "bring_back")
        refuse([rules.why_not_said(note), _why_no_shelf(shelf)])
        row.state, row.shelf = state, shelf.strip()[:40]
        row.steward_id, row.steward_name = None, ""
        row.save(update_fields=["state", "shelf", "steward", "steward_name"])
        record(BroughtBack(**about(row), note=note.strip()[:200]), by=by, at=at)
    return row


def _why_no_shelf(shelf: str) -> Refusal | None:
    if shelf.strip():
        return None
    return Refusal("shelf_missing", _("Name the shelf it lies on, so that others find it."), field="shelf")


def _why_not_on(rows: list[KeptItem], *, signed: bool) -> list[Refusal]:
    found = [queries.why_gone(row) for row in rows if row.state != State.KEPT]
    if not rows:
        found.append(Refusal("nothing_chosen", _("Choose at least one thing that is on the shelf.")))
    if not signed:
        found.append(Refusal("signature_missing", _("Whoever takes it signs in the box."), field="signature"))
    return found


def _steward(site_id: int, steward_id: int, at: datetime) -> str:
    for staff, _groups in organisations.appointed(site_id, at):
        if staff.pk == steward_id:
            return str(staff.name)
    raise NotFound
