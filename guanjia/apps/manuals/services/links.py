"""Binding clauses of documents to the clauses of packs that make them run."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals.events import Linked
from guanjia.apps.manuals.models import Clause, ClauseLink
from guanjia.apps.manuals.services.permitting import about, permit_for
from guanjia.apps.manuals.terms import Can
from guanjia.apps.rulebook import queries as rulebook
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.refusals import NotFound, Refusal, Refused


def link(clause: Clause, *, by: Actor, at: datetime, site_id: int, pack: str, number: str) -> ClauseLink:
    """Say that a clause runs by a clause of a pack the site keeps; it holds for all versions of the clause. Twice is once.

    Refuses a pack clause that is not in force at the site.
    """
    with locked(clause.version.document) as document:
        permit_for(by, Can.EDIT, document)
        if not _is_in_force(site_id, pack, number, at):
            raise Refused(
                Refusal(
                    "no_such_rule",
                    _("The rulebook of this site has no such clause any more. Choose another."),
                    field="rule",
                )
            )
        found, is_new = ClauseLink.objects.get_or_create(
            company_id=document.company_id,
            document=document,
            clause_key=clause.key,
            pack=pack,
            number=number,
            defaults={"by_name": by.name, "at": at},
        )
        if is_new:
            event = Linked(
                **about(document, clause.version), clause=str(clause)[:80], pack=pack, pack_clause=number
            )
            record(event, by=by, at=at)
    return found


def unlink(clause: Clause, *, by: Actor, at: datetime, pack: str, number: str) -> None:
    """Take a binding away. Raises ``NotFound`` when there is none."""
    with locked(clause.version.document) as document:
        permit_for(by, Can.EDIT, document)
        rows = ClauseLink.objects.filter(document=document, clause_key=clause.key, pack=pack, number=number)
        removed, _rows = rows.delete()
        if not removed:
            raise NotFound
        event = Linked(
            **about(document, clause.version),
            clause=str(clause)[:80],
            pack=pack,
            pack_clause=number,
            removed=True,
        )
        record(event, by=by, at=at)


def _is_in_force(site_id: int, pack: str, number: str, at: datetime) -> bool:
    try:
        return number in rulebook.adoption_at(site_id, pack, at).pack.clauses
    except NotFound:
        return False
