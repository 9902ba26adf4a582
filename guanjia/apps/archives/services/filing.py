"""Filing by hand: papers in, papers out, doing without, the place of the binder, and looking at what is sensitive."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guanjia.apps.archives import queries, rules
from guanjia.apps.archives.events import Filed, Looked, Placed, Waived, WaiverLifted, Withdrawn
from guanjia.apps.archives.lifecycle import PAPER
from guanjia.apps.archives.models import File, FiledPaper, Waiver
from guanjia.apps.archives.queries import Whose
from guanjia.apps.archives.services.telling import drawn_ref, of_file, volume_of
from guanjia.apps.archives.terms import PAPERS, SEALED, Can, Sheet
from guanjia.apps.documents import services as documents
from guanjia.apps.documents.services import Upload
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


def file_paper(
    whose: Whose, *, by: Actor, at: datetime, sheet: Sheet, scans: Sequence[Upload] = ()
) -> FiledPaper:
    """File a paper by hand, with its scans. What the plan calls sensitive is sensitive, whatever is said.

    Refuses a paper nobody could find again: without a scan, and without the place of its original.
    """
    with transaction.atomic():
        permit(by, Can.FILE, whose)
        dossier = queries.dossier_of(by, whose, at)
        slot = dossier.slot(sheet.item) if sheet.item else None
        ask = slot.ask if slot else None
        today = queries.today_at(whose.site_id, at)
        known = {one.ask.key for one in dossier.slots}
        refuse(rules.why_not_file(sheet, ask, known=known, scans=len(scans), today=today))
        assert sheet.dated_on is not None  # refused otherwise
        with locked(volume_of(whose, by=by, at=at)) as file:
            paper = FiledPaper(
                company_id=file.company_id,
                site_id=file.site_id,
                file=file,
                ref=drawn_ref(PAPERS, file.company_id, file.site_id, at),
                item=sheet.item,
                title=(sheet.title.strip() or str(ask.title if ask else ""))[:120],
                dated_on=sheet.dated_on,
                expires_on=rules.expiry_of(sheet, ask),
                pages=sheet.pages,
                is_original=sheet.is_original,
                place=sheet.place.strip()[:60],
                sensitive=sheet.sensitive or (ask is not None and ask.sensitive),
                note=sheet.note.strip()[:300],
                scans=len(scans),
                filed_at=at,
                filed_by_name=by.name,
            )
            paper.save(force_insert=True)
            if scans:
                documents.attach_all(
                    scans,
                    by=by,
                    at=at,
                    site_id=file.site_id,
                    about_ref=paper.ref,
                    thread=file.thread,
                    seen_by=SEALED if paper.sensitive else (),
                )
            fact = Filed(
                **of_file(file, paper.ref),
                item=paper.item,
                title=paper.title,
                pages=paper.pages,
                is_original=paper.is_original,
                sensitive=paper.sensitive,
                scans=len(scans),
                expires_on=paper.expires_on,
            )
            record(fact, by=by, at=at)
            return paper


def withdraw_paper(paper: FiledPaper, *, by: Actor, at: datetime, reason: str) -> FiledPaper:
    """Take a paper out of the file, with a reason; its scans are kept until the file is destroyed."""
    with locked(paper) as row:
        permit(by, Can.FILE, row)
        state = PAPER.step(row.state, "withdraw")
        refuse([rules.why_not_reason(reason), rules.why_closed(is_open=row.file.is_open)])
        refuse(rules.why_lent(is_out=queries.out_now(row.file, row) is not None))
        row.state, row.ended_at, row.ended_by_name = state, at, by.name
        row.ended_reason = reason.strip()[:200]
        row.save(update_fields=["state", "ended_at", "ended_by_name", "ended_reason"])
        fact = Withdrawn(
            **of_file(row.file, row.ref), item=row.item, title=row.title, reason=row.ended_reason
        )
        record(fact, by=by, at=at)
        return row


def waive(whose: Whose, *, by: Actor, at: datetime, item: str, reason: str) -> Waiver:
    """Let a file do without an item, for a reason the file shows."""
    with transaction.atomic():
        permit(by, Can.WAIVE, whose)
        slot = queries.dossier_of(by, whose, at).slot(item)
        refuse([rules.why_not_reason(reason), rules.why_not_waive(slot.ask if slot else None)])
        with locked(volume_of(whose, by=by, at=at)) as file:
            there = Waiver.objects.filter(file=file, item=item, lifted_at=None).exists()
            refuse(rules.why_waived(is_waived=there))
            waiver = Waiver(
                company_id=file.company_id,
                site_id=file.site_id,
                file=file,
                item=item,
                reason=reason.strip()[:200],
                at=at,
                by_name=by.name,
            )
            waiver.save(force_insert=True)
            record(Waived(**of_file(file), item=item, reason=waiver.reason), by=by, at=at)
            return waiver


def lift_waiver(whose: Whose, *, by: Actor, at: datetime, item: str) -> None:
    """Ask for an item again."""
    with locked(volume_of(whose, by=by, at=at)) as file:
        permit(by, Can.WAIVE, file)
        waiver = Waiver.objects.filter(file=file, item=item, lifted_at=None).first()
        refuse(rules.why_not_lift(is_waived=waiver is not None))
        if waiver is not None:
            waiver.lifted_at = at
            waiver.save(update_fields=["lifted_at"])
            record(WaiverLifted(**of_file(file), item=item), by=by, at=at)


def place(whose: Whose, *, by: Actor, at: datetime, box: str) -> File:
    """Say where the binder stands."""
    with transaction.atomic():
        permit(by, Can.FILE, whose)
        with locked(volume_of(whose, by=by, at=at)) as file:
            file.box = box.strip()[:40]
            file.save(update_fields=["box"])
            record(Placed(**of_file(file), box=file.box), by=by, at=at)
            return file


def reveal(paper: FiledPaper, *, by: Actor, at: datetime, reason: str) -> FiledPaper:
    """Look at the scans of a sensitive paper, for a reason the journal keeps."""
    with locked(paper) as row:
        permit(by, Can.REVEAL, row)
        refuse(rules.why_not_reason(reason))
        fact = Looked(
            **of_file(row.file, row.ref), item=row.item, title=row.title, reason=reason.strip()[:200]
        )
        record(fact, by=by, at=at)
        return row
