"""Documents, their versions and clauses, as an actor may see them."""

from dataclasses import dataclass
from typing import TypeVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from guanjia.apps.manuals.arranging import Node
from guanjia.apps.manuals.models import Clause, Document, DocumentSite, Version
from guanjia.apps.manuals.terms import STILL_OUT, UNDER_WAY, Can, VersionState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

M = TypeVar("M", bound=models.Model)


def visible(actor: Actor, rows: QuerySet[M], document: str = "") -> QuerySet[M]:
    """Of rows that belong to documents (``document`` is the way there), those of documents that hold at the actor's sites."""
    rows = rows.filter(company_id=actor.company_id)
    if actor.is_system:
        return rows
    if not actor.can(Can.SEE):
        return rows.none()
    sites = DocumentSite.objects.filter(document_id=OuterRef(f"{document}__id" if document else "pk"))
    here = sites.filter(site_id__in=actor.sites_with(Can.SEE))
    return rows.filter(Exists(here) | ~Exists(sites))


def list_documents(actor: Actor, site_id: int | None = None) -> QuerySet[Document]:
    """The documents the actor may see, perhaps only those that hold at a site, with the versions that matter, by number."""
    rows = visible(actor, Document.objects.all())
    if site_id is not None:
        rows = rows.filter(Q(at_sites__site_id=site_id) | Q(at_sites=None))
    current = [state.value for state in (*UNDER_WAY, VersionState.APPROVED, VersionState.IN_FORCE)]
    versions = Version.objects.filter(state__in=current).order_by("-begun_at", "-id")
    out = [state.value for state in STILL_OUT]
    return (
        rows.prefetch_related(Prefetch("versions", versions, to_attr="current"), "at_sites__site")
        .annotate(
            copies_out=Count("copies", filter=Q(copies__state__in=out), distinct=True),
        )
        .order_by("number", "id")
    )


def get_document(actor: Actor, document_id: int) -> Document:
    """One document. Raises ``NotFound`` for others' and for none."""
    found = visible(actor, Document.objects.all()).filter(pk=document_id).first()
    if found is None:
        raise NotFound
    return found


def has_number(number: str, but: int | None = None) -> bool:
    """Whether a document of the company has this number already."""
    rows = Document.objects.filter(number=number.strip())
    return (rows if but is None else rows.exclude(pk=but)).exists()


def sites_of(document: Document) -> list[int]:
    """The ids of the sites a document holds at; none: all of the company's."""
    return list(document.at_sites.order_by("site_id").values_list("site_id", flat=True))


def list_versions(document: Document) -> list[Version]:
    """The versions of a document with their signatures, the latest first."""
    return list(document.versions.prefetch_related("signatures").order_by("-begun_at", "-id"))


def in_force(document: Document) -> Version | None:
    """What of a document holds now."""
    return document.versions.filter(state=VersionState.IN_FORCE.value).first()


def under_way(document: Document) -> Version | None:
    """The version of a document that is being worked on."""
    return document.versions.filter(state__in=[one.value for one in UNDER_WAY]).first()


def get_version(actor: Actor, version_id: int) -> Version:
    """One version with its document and signatures. Raises ``NotFound``."""
    rows = visible(actor, Version.objects.all(), "document")
    found = rows.filter(pk=version_id).select_related("document").prefetch_related("signatures").first()
    if found is None:
        raise NotFound
    return found


def version_before(version: Version) -> Version | None:
    """The version a later one is compared with: the one in force, or the last that was, before it began to hold."""
    held = version.document.versions.exclude(pk=version.pk).exclude(effective_at=None)
    held = held.filter(state__in=[VersionState.IN_FORCE.value, VersionState.SUPERSEDED.value])
    if version.effective_at is not None and not version.is_draft:
        held = held.filter(effective_at__lte=version.effective_at)
    return held.order_by("-effective_at", "-id").first()


@dataclass(frozen=True)
class WrittenClause:
    """A clause on a page, with the number of levels it is indented by and the headings above it."""

    clause: Clause
    above: tuple[str, ...]


def clauses_of(version: Version) -> list[Clause]:
    """The clauses of a version in reading order."""
    return list(version.clauses.order_by("place", "id"))


def nodes_of(version: Version) -> list[Node]:
    """The clauses of a version as values, in reading order."""
    return [clause.node for clause in clauses_of(version)]


def in_force_as_nodes(document: Document) -> list[Node]:
    """What holds now, else the latest that held, else the latest of all but the withdrawn; to take the keys of clauses from."""
    best = (
        in_force(document)
        or document.versions.exclude(state=VersionState.WITHDRAWN.value).order_by("-id").first()
    )
    return nodes_of(best) if best else []


def keys_in_force(document: Document) -> set[str]:
    """The keys of the clauses that hold now."""
    here = in_force(document)
    return set(here.clauses.values_list("key", flat=True)) if here else set()


def get_clause(actor: Actor, clause_id: int) -> Clause:
    """One clause with its version and document. Raises ``NotFound``."""
    rows = visible(actor, Clause.objects.all(), "version__document")
    found = rows.filter(pk=clause_id).select_related("version__document").first()
    if found is None:
        raise NotFound
    return found
