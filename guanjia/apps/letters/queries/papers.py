"""One paper, many, and what belongs to one. A confidential letter is not there for whoever may not read it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from guanjia.apps.documents.terms import Paper, Wanted
from guanjia.apps.letters.models import (
    Contact,
    Incoming,
    Notice,
    Outgoing,
    Posting,
    Recheck,
    Rectification,
    SealUse,
)
from guanjia.apps.letters.terms import PAPERS_ABOUT, Can, InState, Kind, OutState, RectState, SheetState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

MODELS: dict[Kind, Any] = {
    Kind.INCOMING: Incoming,
    Kind.OUTGOING: Outgoing,
    Kind.CONTACT: Contact,
    Kind.RECTIFICATION: Rectification,
    Kind.NOTICE: Notice,
}
_WITH = {
    Kind.INCOMING: ("handler", "unit"),
    Kind.OUTGOING: ("answers", "unit"),
    Kind.CONTACT: ("unit",),
    Kind.RECTIFICATION: ("unit", "previous"),
    Kind.NOTICE: (),
}
_LETTERS = (Kind.INCOMING, Kind.OUTGOING)
_SEARCHED = {Kind.NOTICE: ("ref", "subject")}
_USUAL = ("ref", "subject", "party")


def list_papers(actor: Actor, kind: Kind, site_id: int | None = None) -> QuerySet[Any]:
    """The papers of a kind the actor may see, the newest first."""
    rows = MODELS[kind].objects.filter(company_id=actor.company_id).select_related("site", *_WITH[kind])
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE))
        if kind in _LETTERS:
            rows = rows.filter(Q(confidential=False) | Q(site_id__in=actor.sites_with(Can.SEE_CONFIDENTIAL)))
    return rows.order_by("-made_at", "-id")  # type: ignore[no-any-return]


def get_paper(actor: Actor, kind: Kind, ref: str) -> Any:
    """One paper by its number. Raises ``NotFound`` for others' and for none."""
    found = list_papers(actor, kind).filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def get_papers(actor: Actor, kind: Kind, refs: Iterable[str]) -> list[Any]:
    """Several papers by their numbers, in the order asked; what is not the actor's to see is left out."""
    wanted = list(refs)
    found = {one.ref: one for one in list_papers(actor, kind).filter(ref__in=wanted)}
    return [found[ref] for ref in wanted if ref in found]


def find_papers(actor: Actor, text: str, *, site_id: int | None = None, most: int = 4) -> list[Any]:
    """Papers whose number, subject or party holds what was typed; a few of each kind."""
    found = []
    for kind in Kind:
        wanted = Q()
        for name in _SEARCHED.get(kind, _USUAL):
            wanted |= Q(**{f"{name}__icontains": text})
        found += list(list_papers(actor, kind, site_id).filter(wanted)[:most])
    return found


def open_letters(actor: Actor, site_id: int) -> QuerySet[Any]:
    """Letters received that wait for an answer, for choosing what a letter of ours replies to."""
    return list_papers(actor, Kind.INCOMING, site_id).filter(state=InState.RECEIVED.value)


def kin_of(actor: Actor, paper: Any) -> list[Any]:
    """The papers of the same matter: the letter answered, its replies, the first and the second notice."""
    found = []
    for kind in Kind:
        rows = list_papers(actor, kind, paper.site_id).filter(thread=paper.thread)
        found += [one for one in rows if one.ref != paper.ref]
    return found


def rechecks_of(notice: Rectification) -> list[Recheck]:
    """The looks at what a notice demanded, oldest first. The caller has permitted itself to see it."""
    return list(Recheck.objects.filter(notice=notice).order_by("at", "id"))


def hanging(notice: Notice) -> list[Posting]:
    """Where a notice hangs or hung, oldest first. The caller has permitted itself to see it."""
    return list(Posting.objects.filter(notice=notice).order_by("up_at", "id"))


def list_seal_uses(actor: Actor, site_id: int | None = None) -> QuerySet[SealUse]:
    """The uses of seals, the latest first, without those on letters the actor may not read."""
    rows = SealUse.objects.filter(company_id=actor.company_id).select_related("letter")
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if not actor.is_system:
        open_to = Q(letter__confidential=False) | Q(site_id__in=actor.sites_with(Can.SEE_CONFIDENTIAL))
        rows = rows.filter(open_to, site_id__in=actor.sites_with(Can.SEE))
    return rows.order_by("-used_at", "-id")


_FINISHED: dict[Kind, tuple[str, ...]] = {
    Kind.INCOMING: tuple(InState),
    Kind.OUTGOING: tuple(one for one in OutState if one not in (OutState.DRAFT, OutState.REVIEW)),
    Kind.CONTACT: tuple(SheetState),
    Kind.RECTIFICATION: tuple(one for one in RectState if one is not RectState.DRAFT),
}


def papers_about(wanted: Wanted) -> list[Paper]:
    """The letters, contact sheets and rectification notices about units; a query for each kind asked for."""
    found = []
    for key, kind in PAPERS_ABOUT.items():
        if not wanted.asks(key) or (wanted.unit_ids is not None and not wanted.unit_ids):
            continue
        if wanted.unit_ids is None and not wanted.is_everything:
            continue
        rows = MODELS[kind].objects.filter(site_id=wanted.site_id, state__in=_FINISHED[kind])
        rows = (
            rows.exclude(unit=None) if wanted.unit_ids is None else rows.filter(unit_id__in=wanted.unit_ids)
        )
        for one in rows.order_by("-made_at", "-id"):
            can = Can.SEE_CONFIDENTIAL if getattr(one, "confidential", False) else Can.SEE
            found.append(
                Paper(key, one.ref, one.subject, one.made_at, one.get_absolute_url(), can, one.unit_id)
            )
    return found
