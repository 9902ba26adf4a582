"""The way of a version: prepared, reviewed and approved by three people; sent back or withdrawn with a reason."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from guanjia.apps.manuals import queries, rules
from guanjia.apps.manuals.events import SentBack, Signed, Withdrawn
from guanjia.apps.manuals.lifecycle import VERSION
from guanjia.apps.manuals.models import Document, Version, VersionSignature
from guanjia.apps.manuals.services import copies, readings
from guanjia.apps.manuals.services.forcing import come_into_force
from guanjia.apps.manuals.services.permitting import about, permit_for
from guanjia.apps.manuals.terms import Can, SigningStep, VersionState
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import Capability
from guanjia.kernel.refusals import refuse


def prepare(version: Version, *, by: Actor, at: datetime, note: str = "") -> Version:
    """Sign as preparer (编制): the draft is finished and goes to review. Refuses a draft without clauses."""
    return _sign(version, SigningStep.PREPARE, Can.EDIT, by=by, at=at, note=note)


def review(version: Version, *, by: Actor, at: datetime, note: str = "") -> Version:
    """Sign as reviewer (审核). Refuses whoever prepared it."""
    return _sign(version, SigningStep.REVIEW, Can.REVIEW, by=by, at=at, note=note)


def approve(version: Version, *, by: Actor, at: datetime, effective_on: date, note: str = "") -> Version:
    """Approve (批准), to come into force on a day; today means at once. Refuses whoever prepared or reviewed it."""
    with transaction.atomic():
        zone = _zone(version.document)
        refuse(rules.why_not_effective(effective_on, at.astimezone(zone).date()))
        signed = _sign(version, SigningStep.APPROVE, Can.APPROVE, by=by, at=at, note=note)
        signed.effective_at = rules.effective_at(effective_on, at, zone)
        signed.save(update_fields=["effective_at"])
        if signed.effective_at <= at:
            signed = come_into_force(signed, at=at)
    return signed


def send_back(version: Version, *, by: Actor, at: datetime, reason: str) -> Version:
    """Give a version back to its preparer; the signatures count no longer, the journal keeps them."""
    with locked(version) as row:
        permit_for(by, Can.REVIEW, row.document)
        state = VERSION.step(row.state, "send_back")
        refuse(rules.why_not_without_reason(reason))
        row.state, row.returned, row.effective_at = state, reason.strip()[:500], None
        row.save(update_fields=["state", "returned", "effective_at"])
        row.signatures.all().delete()
        record(SentBack(**about(row.document, row), reason=row.returned), by=by, at=at)
    return row


def withdraw(version: Version, *, by: Actor, at: datetime, reason: str) -> Version:
    """Give a version up, or take it out of force: nobody has to read it then, and its copies are asked back.

    What was approved is withdrawn by whoever may approve.
    """
    with locked(version) as row:
        was = VersionState(row.state)
        decided = was in (VersionState.APPROVED, VersionState.IN_FORCE)
        permit_for(by, Can.APPROVE if decided else Can.EDIT, row.document)
        state = VERSION.step(row.state, "withdraw")
        refuse(rules.why_not_without_reason(reason))
        row.state, row.returned, row.ended_at = state, reason.strip()[:500], at
        row.save(update_fields=["state", "returned", "ended_at"])
        readings.drop_all(row, at=at)
        copies.recall(row, at=at)
        in_force = was is VersionState.IN_FORCE
        record(
            Withdrawn(**about(row.document, row), reason=row.returned, was_in_force=in_force), by=by, at=at
        )
    return row


def _sign(
    version: Version, step: SigningStep, capability: Capability, *, by: Actor, at: datetime, note: str
) -> Version:
    with locked(version) as row:
        permit_for(by, capability, row.document)
        state = VERSION.step(row.state, step.value)
        signed = {one.step: one.staff_id for one in row.signatures.all()}
        refuse(rules.why_not_sign(step, by_id=by.id, signed=signed, clauses=row.clauses.count()))
        row.state = state
        row.save(update_fields=["state"])
        post = _post_of(by, row.document, at)
        VersionSignature(
            company_id=row.company_id,
            version=row,
            step=step.value,
            staff_id=by.id if by.kind is ActorKind.STAFF else None,
            name=by.name,
            post_name=post,
            note=note.strip()[:500],
            at=at,
        ).save(force_insert=True)
        event = Signed(**about(row.document, row), step=step.value, post=post, note=note.strip()[:500])
        record(event, by=by, at=at)
    return row


def _post_of(by: Actor, document: Document, at: datetime) -> str:
    """The name of the post the actor signs with: one they hold where the document holds, else any."""
    if by.kind is not ActorKind.STAFF or by.id is None:
        return ""
    held = [one.post for one in organisations.held_posts(by.id, at)]
    sites = queries.sites_of(document)
    here = [post for post in held if not sites or post.site_id in sites] or held
    return str(here[0].name) if here else ""


def _zone(document: Document) -> ZoneInfo:
    sites = queries.sites_of(document)
    return ZoneInfo(organisations.site(sites[0]).timezone if sites else settings.TIME_ZONE)
