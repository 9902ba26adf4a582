"""Finding words in the clauses in force, of documents and of packs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet
from django.urls import reverse

from guanjia.apps.manuals import searching
from guanjia.apps.manuals.models import Clause, Document
from guanjia.apps.manuals.queries.documents import list_documents, visible
from guanjia.apps.manuals.queries.running import pack_clauses
from guanjia.apps.manuals.searching import Piece
from guanjia.apps.manuals.terms import VersionState
from guanjia.apps.rulebook.terms import Can as RulebookCan
from guanjia.kernel.actor import Actor

_LOOKED_AT = 400
_SHOWN = 50


@dataclass(frozen=True)
class Find:
    """A clause that was found: where it stands, an excerpt with marks, and how well it answers."""

    book: str
    number: str
    heading: list[Piece]
    excerpt: list[Piece]
    url: str
    worth: float
    is_pack: bool = False


def find(actor: Actor, typed: str, *, site_id: int | None, at: datetime, packs: bool = True) -> list[Find]:
    """The clauses in force that hold every word, the best first; when none does, those that hold most pairs of signs."""
    words = searching.words_of(typed)
    if not words:
        return []
    found = _of_documents(actor, words, site_id)
    found += _of_packs(actor, words, site_id, at) if packs else []
    if not found and (pairs := searching.pairs_of(words)) and pairs != words:
        found = _of_documents(actor, pairs, site_id, every=False)
        found += _of_packs(actor, pairs, site_id, at, every=False) if packs else []
    return sorted(found, key=lambda one: (-one.worth, one.is_pack, one.book, one.number))[:_SHOWN]


def find_documents(actor: Actor, text: str, site_id: int | None) -> QuerySet[Document]:
    """The documents whose number or title holds what was typed."""
    rows = list_documents(actor, site_id)
    return rows.filter(Q(number__icontains=text) | Q(title__icontains=text))


def _of_documents(
    actor: Actor, words: Sequence[str], site_id: int | None, *, every: bool = True
) -> list[Find]:
    rows = visible(actor, Clause.objects.all(), "version__document")
    if site_id is not None:
        sites = "version__document__at_sites"
        rows = rows.filter(Q(**{f"{sites}__site_id": site_id}) | Q(**{sites: None}))
    held = reduce(and_ if every else or_, (Q(folded__contains=word) for word in words))
    rows = rows.filter(held, version__state=VersionState.IN_FORCE.value)
    clauses = list(rows.select_related("version__document").order_by("version_id", "place")[:_LOOKED_AT])
    return [_found(clause, words) for clause in clauses if every or _is_enough(words, clause.folded)]


def _found(clause: Clause, words: Sequence[str]) -> Find:
    return Find(
        str(clause.version.document.title),
        clause.number,
        searching.marked(clause.heading, words),
        searching.excerpt(clause.text, words),
        clause.get_absolute_url(),
        searching.worth(words, number=clause.number, heading=clause.heading, text=clause.text),
    )


def _of_packs(
    actor: Actor, words: Sequence[str], site_id: int | None, at: datetime, *, every: bool = True
) -> list[Find]:
    if site_id is None or not actor.can(RulebookCan.SEE, site_id):
        return []
    found = []
    for one in pack_clauses(site_id, at).values():
        heading, text, number = str(one.clause.heading), str(one.clause.text), one.clause.number
        folded = searching.fold(number, heading, text)
        if not (all(word in folded for word in words) if every else _is_enough(words, folded)):
            continue
        worth = searching.worth(words, number=number, heading=heading, text=text)
        found.append(
            Find(
                str(one.here.pack.title),
                number,
                searching.marked(heading, words),
                searching.excerpt(text, words),
                f"{reverse('rulebook:clauses')}#c-{number}",
                worth,
                is_pack=True,
            )
        )
    return found


def _is_enough(words: Sequence[str], folded: str) -> bool:
    return searching.share(words, folded) >= searching.ENOUGH
