"""Who may do something to a document: whoever holds the capability at every site it holds at."""

from typing import Any

from guanjia.apps.manuals import queries
from guanjia.apps.manuals.models import Document, Version
from guanjia.kernel.actor import Actor
from guanjia.kernel.permissions import Capability, permit, permit_at


def permit_for(by: Actor, capability: Capability, document: Document) -> None:
    """Let the actor go on, or raise. A document of the whole company asks for the capability anywhere."""
    permit(by, capability, document)
    for site_id in queries.sites_of(document):
        permit_at(by, capability, site_id)


def about(document: Document, version: Version | None = None, **more: Any) -> dict[str, Any]:
    """What every fact about a document says. Its site is the only one it holds at, else none."""
    sites = queries.sites_of(document)
    return {
        "site_id": sites[0] if len(sites) == 1 else None,
        "ref": document.ref,
        "document_id": document.pk,
        "number": document.number,
        "title": document.title,
        "version": version.label if version else "",
        **more,
    }
