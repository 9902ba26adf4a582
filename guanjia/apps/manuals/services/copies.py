"""Controlled copies (受控文件发放): issued, asked back when their edition ends, returned, destroyed."""

from datetime import datetime

from django.db.models import Max

from guanjia.apps.manuals import queries, rules
from guanjia.apps.manuals.events import CopyMoved
from guanjia.apps.manuals.lifecycle import COPY
from guanjia.apps.manuals.models import ControlledCopy, Document, Version
from guanjia.apps.manuals.services.permitting import about, permit_for
from guanjia.apps.manuals.terms import Can, CopyState, Holder
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.refusals import refuse


def issue(
    document: Document,
    *,
    by: Actor,
    at: datetime,
    holder_kind: str,
    holder_name: str,
    staff_id: int | None = None,
) -> ControlledCopy:
    """Hand out the next numbered copy of the edition in force, to a person, a post or a department."""
    with locked(document) as row:
        permit_for(by, Can.HAND_OUT, row)
        version = queries.in_force(row)
        refuse(rules.why_not_issue(in_force=version is not None, holder=holder_name.strip()))
        assert version is not None
        last = row.copies.aggregate(last=Max("number"))["last"] or 0
        copy = ControlledCopy(
            company_id=row.company_id,
            document=row,
            version=version,
            number=last + 1,
            state=COPY.initial.value,
            holder_kind=Holder(holder_kind).value,
            holder_name=holder_name.strip()[:80],
            staff_id=staff_id,
            issued_at=at,
            issued_by_name=by.name,
        )
        copy.save(force_insert=True)
        _tell(copy, "issued", by=by, at=at)
    return copy


def take_back(copy: ControlledCopy, *, by: Actor, at: datetime) -> ControlledCopy:
    """A copy came back from its holder."""
    return _step(copy, "give_back", "returned", by=by, at=at)


def destroy(copy: ControlledCopy, *, by: Actor, at: datetime) -> ControlledCopy:
    """A copy that was asked back or came back is destroyed."""
    return _step(copy, "destroy", "destroyed", by=by, at=at)


def recall(version: Version, *, at: datetime) -> int:
    """Ask back every copy of a version that is out; answers how many. In the caller's transaction."""
    assert COPY.allows(CopyState.ISSUED, "recall")
    out = ControlledCopy.objects.filter(version=version, state=CopyState.ISSUED.value)
    return out.update(state=CopyState.RECALLED.value, recalled_at=at)


def _step(copy: ControlledCopy, verb: str, how: str, *, by: Actor, at: datetime) -> ControlledCopy:
    with locked(copy) as row:
        permit_for(by, Can.HAND_OUT, row.document)
        row.state = COPY.step(row.state, verb)
        setattr(row, f"{how}_at", at)
        row.closed_by_name = by.name
        row.save(update_fields=["state", f"{how}_at", "closed_by_name"])
        _tell(row, how, by=by, at=at)
    return row


def _tell(copy: ControlledCopy, how: str, *, by: Actor, at: datetime) -> None:
    event = CopyMoved(
        **about(copy.document, copy.version), copy_number=copy.number, holder=copy.holder_name, how=how
    )
    record(event, by=by, at=at)
