"""Single papers, loans, volumes, lists for destruction. Absent and not-yours answer alike."""

from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from guanjia.apps.archives.models import Destruction, File, FiledPaper, PaperLoan
from guanjia.apps.archives.terms import OPEN_LOANS, OPEN_RUNS, Can, FileState, LoanState
from guanjia.apps.people.terms import Can as PeopleCan
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

M = TypeVar("M", Destruction, File, FiledPaper, PaperLoan)


def _visible(
    actor: Actor, rows: QuerySet[M], site_id: int | None = None, *, person: str = "", can: str = Can.SEE
) -> QuerySet[M]:
    """Rows of the sites whose files the actor sees; those of customers only where customers are theirs to see."""
    found = rows.filter(company_id=actor.company_id)
    if not actor.is_system:
        found = found.filter(site_id__in=actor.sites_with(can))
        if person:
            found = found.filter(
                Q(**{f"{person}__isnull": True}) | Q(site_id__in=actor.sites_with(PeopleCan.SEE))
            )
    return found if site_id is None else found.filter(site_id=site_id)


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def get_paper(actor: Actor, ref: str) -> FiledPaper:
    """One paper filed by hand, with its file. Raises ``NotFound``."""
    rows = FiledPaper.objects.select_related("file__unit", "file__person", "site__company").filter(ref=ref)
    return _one(_visible(actor, rows, person="file__person"))


def list_files(actor: Actor, site_id: int | None = None) -> QuerySet[File]:
    """The volumes of files the actor may see, with whose they are."""
    rows = File.objects.select_related("unit", "person", "site__company", "destruction")
    return _visible(actor, rows, site_id, person="person")


def list_closed(actor: Actor, site_id: int) -> QuerySet[File]:
    """The volumes that were closed, also those destroyed since."""
    return list_files(actor, site_id).exclude(state=FileState.OPEN.value)


def get_file(actor: Actor, ref: str) -> File:
    """One volume by its number. Raises ``NotFound``."""
    return _one(list_files(actor).filter(ref=ref))


def volumes_of(actor: Actor, site_id: int, *, unit_id: int | None, person_id: int | None) -> list[File]:
    """The closed volumes of a holder, the latest first."""
    rows = list_closed(actor, site_id).filter(Q(unit_id=unit_id, person_id=person_id))
    return list(rows.order_by("-volume"))


def open_file(site_id: int, *, unit_id: int | None, person_id: int | None) -> File | None:
    """The volume of a holder that is in use."""
    rows = File.objects.filter(Q(unit_id=unit_id, person_id=person_id), site_id=site_id)
    return rows.filter(state=FileState.OPEN.value).first()


def papers_in(file: File) -> list[FiledPaper]:
    """Everything that was filed by hand in a volume, the latest first."""
    return list(file.papers.order_by("-filed_at", "-id"))


# --- Loans -------------------------------------------------------------------------------------------------------------


def list_loans(actor: Actor, site_id: int | None = None) -> QuerySet[PaperLoan]:
    """The loans the actor may see, with paper and file."""
    rows = PaperLoan.objects.select_related("paper", "file__unit", "file__person", "site__company")
    return _visible(actor, rows, site_id, person="file__person")


def get_loan(actor: Actor, ref: str) -> PaperLoan:
    """One loan by its number. Raises ``NotFound``."""
    return _one(list_loans(actor).filter(ref=ref))


def list_overdue(actor: Actor, site_id: int, at: datetime) -> QuerySet[PaperLoan]:
    """What should be back by now, the longest overdue first."""
    rows = list_loans(actor, site_id).filter(state=LoanState.OUT.value, due_at__lte=at)
    return rows.order_by("due_at", "id")


def list_to_decide(actor: Actor, site_id: int) -> QuerySet[PaperLoan]:
    """The loans that wait for an approval somebody else may give."""
    rows = list_loans(actor, site_id).filter(state=LoanState.ASKED.value)
    return rows.filter(Q(staff=None) | ~Q(staff_id=actor.id)).order_by("asked_at")


def list_ready(actor: Actor, site_id: int) -> QuerySet[PaperLoan]:
    """What is approved and waits to be handed out."""
    return list_loans(actor, site_id).filter(state=LoanState.APPROVED.value).order_by("decided_at")


def open_loans_of(paper: FiledPaper) -> list[PaperLoan]:
    """The loans of a paper that are not at their end."""
    rows = paper.loans.filter(state__in=[one.value for one in OPEN_LOANS])
    return list(rows.select_related("paper", "file__unit", "file__person").order_by("due_at"))


def out_now(file: File, paper: FiledPaper | None) -> PaperLoan | None:
    """Who has a paper or the binder it lies in; of a whole binder: who has it, or any paper of it."""
    rows = PaperLoan.objects.filter(file=file, state=LoanState.OUT.value)
    if paper is not None:
        rows = rows.filter(Q(paper=paper) | Q(paper=None))
    return rows.first()


# --- Destruction -------------------------------------------------------------------------------------------------------


def past_time(actor: Actor, site_id: int, today: date) -> QuerySet[File]:
    """The closed volumes whose time is over and that nothing keeps."""
    rows = list_files(actor, site_id).filter(
        state=FileState.CLOSED.value, keep_until__lte=today, held_reason=""
    )
    listed = Q(destruction=None) | ~Q(destruction__state__in=[one.value for one in OPEN_RUNS])
    return rows.filter(listed).order_by("keep_until", "id")


def list_runs(actor: Actor, site_id: int | None = None) -> QuerySet[Destruction]:
    """The lists for destruction, the latest first."""
    return _visible(actor, Destruction.objects.select_related("site__company"), site_id).order_by("-id")


def get_run(actor: Actor, ref: str) -> Destruction:
    """One list by its number. Raises ``NotFound``."""
    return _one(list_runs(actor).filter(ref=ref))


def waiting_run(actor: Actor, site_id: int) -> Destruction | None:
    """The list that is not at its end."""
    return list_runs(actor, site_id).filter(state__in=[one.value for one in OPEN_RUNS]).first()
