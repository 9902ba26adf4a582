"""Storing versions of packs, adopting them and giving them up."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import loading, memory, queries, rules
from guanjia.apps.rulebook.events import Adopted, GivenUp
from guanjia.apps.rulebook.models import Adoption, PackVersion
from guanjia.apps.rulebook.services import following
from guanjia.apps.rulebook.terms import Can, Pack
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, refuse


def store_version(pack: Pack, source: loading.Source, *, at: datetime) -> PackVersion:
    """Keep the text of a pack for good; the same text is kept once. For operators: a text binds nobody by itself."""
    stored, _new = PackVersion.objects.get_or_create(
        company=None,
        digest=pack.digest,
        defaults={"key": pack.key, "version": pack.version, "content": source.content, "stored_at": at},
    )
    return stored


def store_shipped(key: str, *, at: datetime) -> PackVersion:
    """Load a pack shipped with the product and keep it. Raises ``NotFound`` and ``PackError``."""
    folder = next((one for one in loading.pack_folders() if one.name == key), None)
    if folder is None:
        raise NotFound
    return store_version(*loading.load_pack(folder), at=at)


def adopt(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    pack: str,
    version: PackVersion | None = None,
    from_at: datetime | None = None,
    reason: str = "",
) -> Adoption:
    """Keep a pack at a site from ``from_at`` (now when absent) on, in the shipped version unless another is given.

    The figures of the company and of the site hold for it. Running obligations keep the version they began with. Refuses a start in the past and
    duties another pack of the site has too.
    """
    with transaction.atomic():
        _permit(by, site_id)
        version = version or store_shipped(pack, at=at)
        if version.company_id not in (None, by.company_id) or version.key != pack:
            raise NotFound
        start = from_at or at
        in_force = queries.rules_of(site_id).in_force(start)
        others = [key for other in in_force if other.pack.key != pack for key in other.duties]
        refuse([rules.why_not_from(start, at), rules.why_not_duties(memory.pack_of(version).duties, others)])
        row = following.add(
            site_id,
            by=by,
            at=at,
            pack=pack,
            version=version,
            figures=following.figures_at(by.company_id, site_id, pack, start),
            from_at=start,
            reason=reason,
        )
        following.follow(site_id, pack, by=by, at=at, since=start, reason=reason)
        record(
            Adopted(
                site_id=site_id,
                ref=f"rulebook:{pack}",
                pack=pack,
                version=version.version,
                digest=version.digest,
                from_at=start,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return row


def give_up(
    site_id: int, *, by: Actor, at: datetime, pack: str, reason: str, from_at: datetime | None = None
) -> Adoption:
    """No longer keep a pack at a site; what runs already runs on. Refuses a start in the past and a missing reason."""
    with transaction.atomic():
        _permit(by, site_id)
        start = from_at or at
        queries.adoption_at(site_id, pack, start)
        refuse([rules.why_not_from(start, at), rules.why_not_reason(reason)])
        row = following.add(
            site_id, by=by, at=at, pack=pack, version=None, figures={}, from_at=start, reason=reason
        )
        record(
            GivenUp(site_id=site_id, ref=f"rulebook:{pack}", pack=pack, from_at=start, reason=reason),
            by=by,
            at=at,
        )
    return row


def _permit(by: Actor, site_id: int) -> None:
    """Only at a site of the actor's company; another one's is the same as none."""
    if organisations.site(site_id).company_id != by.company_id:
        raise NotFound
    permit_at(by, Can.ADOPT, site_id)
