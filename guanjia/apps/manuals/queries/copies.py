"""Controlled copies."""

from django.db.models import QuerySet

from guanjia.apps.manuals.models import ControlledCopy, Document
from guanjia.apps.manuals.queries.documents import visible
from guanjia.apps.manuals.terms import STILL_OUT, VersionState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


def list_copies(document: Document) -> list[ControlledCopy]:
    """The copies of a document by number, with their versions. The caller has permitted itself to see the document."""
    return list(document.copies.select_related("version").order_by("number"))


def outdated_copies(actor: Actor) -> QuerySet[ControlledCopy]:
    """The copies of editions that hold no longer and are still with somebody, those out the longest first."""
    rows = visible(actor, ControlledCopy.objects.all(), "document")
    return (
        rows.filter(state__in=[one.value for one in STILL_OUT])
        .exclude(version__state=VersionState.IN_FORCE.value)
        .select_related("document", "version")
        .order_by("recalled_at", "id")
    )


def get_copy(actor: Actor, copy_id: int) -> ControlledCopy:
    """One copy with its document. Raises ``NotFound``."""
    rows = visible(actor, ControlledCopy.objects.all(), "document")
    found = rows.filter(pk=copy_id).select_related("document", "version").first()
    if found is None:
        raise NotFound
    return found
