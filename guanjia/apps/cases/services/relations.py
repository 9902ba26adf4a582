"""Cases that belong together: merged, split, one under another."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from guanjia.apps.cases import events
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.queries.classification import find_matter
from guanjia.apps.cases.queries.relations import line_above
from guanjia.apps.cases.queries.standing import standing, whole_standing
from guanjia.apps.cases.rules import closing as rules
from guanjia.apps.cases.rules import intake
from guanjia.apps.cases.rules.steps import NEEDS, why_not
from guanjia.apps.cases.services.intake import classify, register
from guanjia.apps.cases.services.visit_queue import cancel_open_visit
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound, refuse


def merge(case: Case, *, by: Actor, at: datetime, into: Case) -> Case:
    """End a case that is the same matter as ``into``; it points to the survivor from then on.

    Refused while it has open work orders or cases under it.
    """
    with _both_locked(case, into) as (case, into):
        permit(by, NEEDS["merge"], case)
        permit(by, NEEDS["merge"], into)
        refuse(
            [
                *why_not("merge", whole_standing(case, by, at)),
                *rules.why_not_merge_into(
                    ref=case.ref,
                    site_id=case.site_id,
                    into_ref=into.ref,
                    into_site=into.site_id,
                    into_open=into.is_open,
                ),
            ]
        )
        cancel_open_visit(case, by=by, at=at)
        case.state = CASE.step(case.state, "merge")
        case.merged_into, case.closed_at = into, at
        case.save(update_fields=["state", "merged_into", "closed_at"])
        record(events.Merged(site_id=case.site_id, ref=case.ref, into=into.ref), by=by, at=at)
        record(events.Absorbed(site_id=into.site_id, ref=into.ref, merged=case.ref), by=by, at=at)
        return case


def split(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    title: str,
    description: str = "",
    kind: str = "",
    classification_id: int | None = None,
    as_child: bool = True,
) -> Case:
    """Give a part of the matter its own case: same customer, place, owner and time of receipt. Answers the new case.

    As a child it holds the whole open until it has ended itself.
    """
    with transaction.atomic():
        whole = _lock(case)
        permit(by, NEEDS["split"], whole)
        matter = find_matter(classification_id)
        part = _part_of(whole, title=title, description=description, kind=kind or whole.kind, at=at)
        refuse(
            [
                *why_not("split", standing(whole, by, at)),
                *intake.why_not_words(
                    kind=part.kind,
                    channel=part.channel,
                    title=part.title,
                    description=part.description,
                    urgency=part.urgency,
                    caller_name=part.caller_name,
                    caller_phone=part.caller_phone,
                ),
                intake.why_not_found(bool(classification_id), matter is not None, "classification"),
            ]
        )
        classify(part, matter)
        part.parent = whole if as_child else None
        register(part, by=by, at=at, group_id=None, owner_id=whole.first_receiver_id)
        whole.state = CASE.step(whole.state, "split")
        record(events.Split(site_id=whole.site_id, ref=whole.ref, into=part.ref), by=by, at=at)
        if as_child:
            record(events.PlacedUnder(site_id=part.site_id, ref=part.ref, parent=whole.ref), by=by, at=at)
        return part


def place_under(case: Case, *, by: Actor, at: datetime, parent: Case) -> Case:
    """Make a case part of another one, which then cannot close before it."""
    with _both_locked(case, parent) as (case, parent):
        permit(by, NEEDS["place_under"], case)
        permit(by, NEEDS["place_under"], parent)
        refuse(
            [
                *why_not("place_under", standing(case, by, at)),
                *rules.why_not_place_under(
                    ref=case.ref,
                    site_id=case.site_id,
                    parent_ref=parent.ref,
                    parent_site=parent.site_id,
                    parent_open=parent.is_open,
                    line_above=line_above(parent),
                ),
            ]
        )
        case.state = CASE.step(case.state, "place_under")
        case.parent = parent
        case.save(update_fields=["state", "parent"])
        record(events.PlacedUnder(site_id=case.site_id, ref=case.ref, parent=parent.ref), by=by, at=at)
        return case


@contextmanager
def _both_locked(one: Case, other: Case) -> Iterator[tuple[Case, Case]]:
    """Both rows fresh and locked, the older first, so that two merges crossing each other do not wait for ever."""
    with transaction.atomic():
        fresh = {
            case.pk: _lock(case)
            for case in sorted({one.pk: one, other.pk: other}.values(), key=lambda c: c.pk)
        }
        yield fresh[one.pk], fresh[other.pk]


def _lock(case: Case) -> Case:
    fresh = Case.objects.select_for_update().filter(pk=case.pk).first()
    if fresh is None:
        raise NotFound
    return fresh


def _part_of(whole: Case, *, title: str, description: str, kind: str, at: datetime) -> Case:
    return Case(
        company_id=whole.company_id,
        site_id=whole.site_id,
        kind=kind,
        channel=whole.channel,
        written=whole.written,
        title=intake.tidy(title, one_line=True),
        description=intake.tidy(description) or whole.description,
        urgency=whole.urgency,
        unit_id=whole.unit_id,
        place_id=whole.place_id,
        person_id=whole.person_id,
        group_code=whole.group_code,
        where=whole.where,
        caller_name=whole.caller_name,
        caller_phone=whole.caller_phone,
        received_at=whole.received_at,
        registered_at=at,
        complaint_class=intake.first_class(kind, ""),
        split_from=whole,
    )
