"""Taking a file in: its lines are arranged by a person, then become a draft."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals import arranging, queries, rules
from guanjia.apps.manuals.arranging import Line
from guanjia.apps.manuals.comparing import keep_keys
from guanjia.apps.manuals.importing import read_lines
from guanjia.apps.manuals.models import Document, Intake, Version
from guanjia.apps.manuals.services.permitting import permit_for
from guanjia.apps.manuals.services.writing import begin, fresh_key
from guanjia.apps.manuals.terms import USUAL_DAYS, Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.locking import locked
from guanjia.kernel.refusals import NotFound, Refusal, Refused, refuse


def take_in(
    document: Document,
    *,
    by: Actor,
    at: datetime,
    label: str,
    file_name: str,
    content: bytes,
    changes: str = "",
    read_within: int = USUAL_DAYS,
) -> Intake:
    """Read a file for a new version; nothing of it holds before a person has looked at it and saved it.

    Refuses what is no Word, Markdown or text file, is broken or too large, and a version that could not be begun.
    """
    with transaction.atomic():
        permit_for(by, Can.EDIT, document)
        taken = document.versions.filter(label=label.strip()).exists()
        busy = queries.under_way(document)
        refuse(rules.why_not_draft(label=label, taken=taken, under_way=busy.label if busy else ""))
        lines = arranging.place(read_lines(file_name, content))
        intake = Intake(
            company_id=document.company_id,
            document=document,
            label=label.strip()[:20],
            changes=changes.strip()[:500],
            read_within=read_within,
            source=file_name[-120:],
            lines=[line.as_json() for line in lines],
            taken_at=at,
            taken_by_name=by.name,
        )
        intake.save(force_insert=True)
    return intake


def move(intake: Intake, *, by: Actor, at: datetime, place: int, level: int) -> Intake:
    """Give a line another level; what stands below it moves along."""
    return _arrange(intake, by, place, lambda lines: arranging.move(lines, place, level))


def join(intake: Intake, *, by: Actor, at: datetime, place: int) -> Intake:
    """Make a line the end of the one above it."""
    return _arrange(intake, by, place, lambda lines: arranging.join(lines, place))


def divide(intake: Intake, *, by: Actor, at: datetime, place: int, text: str) -> Intake:
    """Divide a line where ``text`` has line breaks. Refuses a text that says something else."""

    def split(lines: Sequence[Line]) -> list[Line]:
        try:
            return arranging.split(lines, place, text.splitlines())
        except ValueError as error:
            raise Refused(
                Refusal(
                    "other_words",
                    _("Only put line breaks in; the words themselves are changed in the draft later."),
                    field="text",
                )
            ) from error

    return _arrange(intake, by, place, split)


def save_intake(intake: Intake, *, by: Actor, at: datetime) -> Version:
    """Make the draft the lines say. Clauses that go on those of the version in force keep their keys."""
    with locked(intake) as row:
        permit_for(by, Can.EDIT, row.document)
        if row.saved_at is not None:
            raise NotFound
        nodes = arranging.tree_of([Line.of_json(one) for one in row.lines])
        keyed = keep_keys(queries.in_force_as_nodes(row.document), nodes, fresh_key)
        version = begin(
            row.document,
            by=by,
            at=at,
            label=row.label,
            changes=row.changes,
            read_within=row.read_within,
            nodes=keyed,
            source=row.source,
        )
        row.saved_at = at
        row.save(update_fields=["saved_at"])
    return version


def discard(intake: Intake, *, by: Actor, at: datetime) -> Document:
    """Give a file up; nothing of it was in any version."""
    with locked(intake) as row:
        permit_for(by, Can.EDIT, row.document)
        Intake.objects.filter(pk=row.pk).delete()
    return row.document


def _arrange(intake: Intake, by: Actor, place: int, step: Callable[[Sequence[Line]], list[Line]]) -> Intake:
    with locked(intake) as row:
        permit_for(by, Can.EDIT, row.document)
        lines = [Line.of_json(one) for one in row.lines]
        if not 0 <= place < len(lines):
            raise NotFound
        row.lines = [line.as_json() for line in step(lines)]
        row.save(update_fields=["lines"])
    return row
