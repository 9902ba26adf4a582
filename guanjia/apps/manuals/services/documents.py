"""Opening a document and describing it anew."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guanjia.apps.manuals import queries, rules
from guanjia.apps.manuals.events import Described, Opened
from guanjia.apps.manuals.models import Document, DocumentSite
from guanjia.apps.manuals.services.permitting import about, permit_for
from guanjia.apps.manuals.terms import Can, DocumentKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import refuse


def open_document(
    *,
    by: Actor,
    at: datetime,
    number: str,
    title: str,
    kind: str = DocumentKind.RULE,
    owner_department: str = "",
    owner_post: str = "",
    posts: Sequence[str] = (),
    site_ids: Sequence[int] = (),
) -> Document:
    """Open a document. Without sites it is the whole company's, without posts everybody must read it.

    Refuses a number that another document has.
    """
    with transaction.atomic():
        _permit_at_all(by, site_ids)
        refuse(rules.why_not_open(number=number, title=title, taken=queries.has_number(number)))
        document = Document(
            company_id=by.company_id,
            number=number.strip()[:40],
            title=title.strip()[:120],
            kind=DocumentKind(kind).value,
            owner_department=owner_department.strip()[:60],
            owner_post=owner_post,
            posts=list(posts),
            opened_at=at,
        )
        document.save(force_insert=True)
        _hold_at(document, site_ids)
        record(Opened(**about(document)), by=by, at=at)
    return document


def describe(
    document: Document,
    *,
    by: Actor,
    at: datetime,
    number: str,
    title: str,
    kind: str,
    owner_department: str = "",
    owner_post: str = "",
    posts: Sequence[str] = (),
    site_ids: Sequence[int] = (),
) -> Document:
    """Change what a document is called, whose it is, where it holds and who must read it. Who is newly concerned is asked
    when the next edition comes into force, or when they take up their post.
    """
    with locked(document) as row:
        permit_for(by, Can.EDIT, row)
        _permit_at_all(by, site_ids)
        taken = queries.has_number(number, but=row.pk)
        refuse(rules.why_not_open(number=number, title=title, taken=taken))
        wanted = {
            "number": number.strip()[:40],
            "title": title.strip()[:120],
            "kind": DocumentKind(kind).value,
            "owner_department": owner_department.strip()[:60],
            "owner_post": owner_post,
            "posts": list(posts),
        }
        changed = [name for name, value in wanted.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, wanted[name])
        row.save(update_fields=changed)
        if set(queries.sites_of(row)) != set(site_ids):
            row.at_sites.all().delete()
            _hold_at(row, site_ids)
            changed.append("sites")
        if changed:
            record(Described(**about(row), changed=tuple(changed)), by=by, at=at)
    return row


def _permit_at_all(by: Actor, site_ids: Sequence[int]) -> None:
    if not site_ids:
        permit_at(by, Can.EDIT, None)
    for site_id in site_ids:
        permit_at(by, Can.EDIT, site_id)


def _hold_at(document: Document, site_ids: Sequence[int]) -> None:
    DocumentSite.objects.bulk_create(
        DocumentSite(company_id=document.company_id, document=document, site_id=site_id)
        for site_id in dict.fromkeys(site_ids)
    )
