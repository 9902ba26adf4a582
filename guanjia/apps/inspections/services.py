"""The verbs: fill a sheet, put a finding right, check again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.documents import services as documents
from guanjia.apps.documents.services import Upload
from guanjia.apps.inspections import queries, rules, subjects
from guanjia.apps.inspections.events import Completed, Corrected, Rechecked
from guanjia.apps.inspections.lifecycle import FINDING, SHEET
from guanjia.apps.inspections.models import Finding, Sheet
from guanjia.apps.inspections.queries import Declared
from guanjia.apps.inspections.subjects import Subject
from guanjia.apps.inspections.terms import SERIES, Can, FindingState, Given, SheetState, Verdict
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse
from guanjia.kernel.working_time import Duration, Unit


def fill(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    pack: str,
    checklist: str,
    about: str,
    answers: Mapping[str, Given],
) -> Sheet:
    """Fill a whole sheet of a checklist in force at the site, about the subject ``about`` names.

    Every item is answered; what does not pass becomes a finding, due after the working days the checklist gives. Raises
    ``NotFound`` for a checklist the site does not keep; refuses a subject of another kind or site, and with every reason
    at once what is missing beside the items.
    """
    with transaction.atomic():
        permit_at(by, Can.FILL, site_id)
        declared = queries.get_declared(site_id, pack, checklist, at)
        subject = subjects.get_subject(by, declared.checklist.about, site_id, about, at)
        refuse([_why_not_about(subject), *rules.why_not_fill(declared.checklist, answers)])
        assert subject is not None
        verdicts = rules.verdicts_of(declared.checklist, answers)
        score = rules.score(declared.checklist, verdicts)
        sheet = Sheet(
            company_id=by.company_id,
            ref=_next_ref(by.company_id, site_id, at),
            site_id=site_id,
            adoption_id=declared.here.adoption_id,
            pack=pack,
            checklist=checklist,
            about=subject.ref,
            about_name=subject.name[:120],
            state=SHEET.step(SheetState.DRAFT, "complete"),
            inspector_id=by.id if by.kind is ActorKind.STAFF else None,
            inspector_name=by.name,
            completed_at=at,
            score=score,
            passed=rules.passes(declared.checklist, score),
        )
        sheet.thread = subject.thread or sheet.ref
        sheet.answers = {
            item.key: _kept(sheet, answers[item.key], verdicts[item.key], by=by, at=at)
            for item in declared.checklist.items
        }
        sheet.save(force_insert=True)
        failed = rules.failed_items(verdicts)
        _open_findings(sheet, declared, failed)
        record(
            Completed(
                **_about(sheet, declared),
                score=score,
                passed=sheet.passed,
                failed_items=tuple(failed),
            ),
            by=by,
            at=at,
        )
    return sheet


def correct(
    finding: Finding, *, by: Actor, at: datetime, note: str, photos: Sequence[Upload] = ()
) -> Finding:
    """Say that a finding is put right, with a word and perhaps photos; it then waits for somebody else to check again."""
    with locked(finding) as row:
        permit(by, Can.CORRECT, row)
        refuse(rules.why_not_correct(note))
        row.state = FINDING.step(row.state, "correct")
        sheet, declared = row.sheet, queries.declared_of(row.sheet)
        kept = (
            documents.attach_all(
                photos, by=by, at=at, site_id=row.site_id, about_ref=sheet.ref, thread=sheet.thread
            )
            if photos
            else []
        )
        row.corrected_at, row.correction = at, note.strip()[:500]
        row.corrected_by_id, row.corrected_by_name = by.id, by.name
        row.correction_photos = [str(one.key) for one in kept]
        row.save(
            update_fields=[
                "state",
                "corrected_at",
                "correction",
                "corrected_by_id",
                "corrected_by_name",
                "correction_photos",
            ]
        )
        record(
            Corrected(
                **_about(sheet, declared),
                item=row.item,
                text=declared.item(row.item).text.as_json(),
                note=row.correction,
                photos=len(kept),
            ),
            by=by,
            at=at,
        )
    return row


def recheck(finding: Finding, *, by: Actor, at: datetime, passed: bool, note: str = "") -> Finding:
    """Look at a correction again: it is good now, or open again with a new date.

    Refuses whoever put it right, and a correction sent back without a word.
    """
    with locked(finding) as row:
        permit(by, Can.RECHECK, row)
        state = FINDING.step(row.state, "clear" if passed else "send_back")
        refuse(
            rules.why_not_recheck(passed=passed, note=note, by_id=by.id, corrected_by_id=row.corrected_by_id)
        )
        sheet, declared = row.sheet, queries.declared_of(row.sheet)
        row.state = state
        row.rechecked_at, row.rechecked_by_name, row.recheck_note = at, by.name, note.strip()[:500]
        if state == FindingState.OPEN:
            row.due_at = _due_at(row.site_id, at, declared.checklist.correction)
        row.save(update_fields=["state", "due_at", "rechecked_at", "rechecked_by_name", "recheck_note"])
        record(
            Rechecked(
                **_about(sheet, declared),
                item=row.item,
                text=declared.item(row.item).text.as_json(),
                passed=passed,
                note=row.recheck_note,
            ),
            by=by,
            at=at,
        )
    return row


def _why_not_about(subject: Subject | None) -> Refusal | None:
    if subject is None:
        return Refusal(
            "no_such_subject",
            _("There is nothing of this kind here. Choose what the sheet is about from what is proposed."),
            field="about",
        )
    return None


def _kept(sheet: Sheet, given: Given, verdict: Verdict | None, *, by: Actor, at: datetime) -> dict[str, Any]:
    """An answer as it is stored, its photos kept with the documents."""
    photos = (
        documents.attach_all(
            given.photos, by=by, at=at, site_id=sheet.site_id, about_ref=sheet.ref, thread=sheet.thread
        )
        if given.photos
        else []
    )
    value = given.answer.strip()
    return {
        "verdict": str(verdict),
        "value": "" if value in set(Verdict) else value[:500],
        "note": given.note.strip()[:500],
        "photos": [str(one.key) for one in photos],
    }


def _open_findings(sheet: Sheet, declared: Declared, failed: list[str]) -> None:
    if not failed:
        return
    due_at = _due_at(sheet.site_id, sheet.completed_at, declared.checklist.correction)
    Finding.objects.bulk_create(
        Finding(
            company_id=sheet.company_id,
            sheet=sheet,
            site_id=sheet.site_id,
            item=key,
            note=sheet.answers[key]["note"],
            photos=sheet.answers[key]["photos"],
            state=FINDING.initial.value,
            found_at=sheet.completed_at,
            due_at=due_at,
        )
        for key in failed
    )


def _due_at(site_id: int, at: datetime, working_days: int) -> datetime:
    """By when a finding is put right: this many working days of the site's calendar later."""
    return calendars.working_calendar(site_id, at).add(at, Duration(Unit.WORKING_DAYS, working_days))


def _next_ref(company_id: int, site_id: int, at: datetime) -> str:
    site = organisations.site(site_id)
    year = at.astimezone(ZoneInfo(site.timezone)).year
    return next_ref(SERIES, company_id=company_id, site_id=site_id, year=year, prefix=site.ref_prefix)


def _about(sheet: Sheet, declared: Declared) -> dict[str, Any]:
    """What every fact about a sheet carries."""
    kind, _colon, pk = sheet.about.partition(":")
    return {
        "site_id": sheet.site_id,
        "ref": sheet.ref,
        "thread": sheet.thread,
        "pack": sheet.pack,
        "checklist": sheet.checklist,
        "title": declared.checklist.title.as_json(),
        "about": sheet.about,
        "staff_id": int(pk) if kind == "staff" else None,
    }
