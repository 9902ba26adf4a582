"""Files being taken in."""

from guanjia.apps.manuals.models import Document, Intake
from guanjia.apps.manuals.queries.documents import visible
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


def get_intake(actor: Actor, intake_id: int) -> Intake:
    """One file that is being taken in. Raises ``NotFound`` for others', for none, and once it has become a draft."""
    rows = visible(actor, Intake.objects.filter(saved_at=None), "document")
    found = rows.filter(pk=intake_id).select_related("document").first()
    if found is None:
        raise NotFound
    return found


def open_intakes(document: Document) -> list[Intake]:
    """The files of a document that nobody has finished arranging, the latest first."""
    return list(document.intakes.filter(saved_at=None).defer("lines").order_by("-taken_at", "-id"))
