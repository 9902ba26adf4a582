"""What the facts of this app have in common, the numbers they are told under, and the volume they belong to."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from guanjia.apps.archives.events import Opened
from guanjia.apps.archives.models import File, PaperLoan
from guanjia.apps.archives.queries import Whose, open_file
from guanjia.apps.archives.terms import FILES, FileState
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.numbering import next_ref


def of_file(file: File, ref: str = "") -> dict[str, Any]:
    """What every fact about a file carries; ``ref`` is what it happened to, by default the file itself."""
    return {
        "site_id": file.site_id,
        "ref": ref or file.ref,
        "thread": file.thread,
        "of": file.of.value,
        "file": file.ref,
        "volume": file.volume,
        "unit_id": file.unit_id,
        "person_id": file.person_id,
    }


def of_loan(loan: PaperLoan) -> dict[str, Any]:
    """What every fact about a loan carries."""
    return {
        **of_file(loan.file, loan.ref),
        "title": loan.paper.title if loan.paper else "",
        "paper": loan.paper.ref if loan.paper else "",
        "borrower": loan.borrower,
        "staff_id": loan.staff_id,
        "due_at": loan.due_at,
    }


def drawn_ref(series: str, company_id: int, site_id: int, at: datetime) -> str:
    """The next number of a series at a site, in the year of its clock."""
    site = organisations.site(site_id)
    year = at.astimezone(ZoneInfo(site.timezone)).year
    return next_ref(series, company_id=company_id, site_id=site_id, year=year, prefix=site.ref_prefix)


def volume_of(whose: Whose, *, by: Actor, at: datetime) -> File:
    """The volume of a holder that is in use; the first thing done to it brings it into being."""
    here = {"unit_id": whose.unit_id, "person_id": whose.person_id}
    found = open_file(whose.site_id, **here)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return begin(whose.company_id, whose.site_id, here, by=by, at=at)
    except IntegrityError:  # somebody began it at the same moment
        found = open_file(whose.site_id, **here)
        if found is None:
            raise
        return found


def begin(company_id: int, site_id: int, here: dict[str, int | None], *, by: Actor, at: datetime) -> File:
    """Begin the next volume of a holder."""
    before = File.objects.filter(site_id=site_id, **here).order_by("-volume").first()
    file = File(
        company_id=company_id,
        site_id=site_id,
        ref=drawn_ref(FILES, company_id, site_id, at),
        volume=before.volume + 1 if before else 1,
        state=FileState.OPEN.value,
        box="",
        from_at=before.closed_at if before else None,
        opened_at=at,
        **here,
    )
    file.save(force_insert=True)
    record(Opened(**of_file(file)), by=by, at=at)
    return file
