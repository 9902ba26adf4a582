"""Reading what the desk keeps; losses and newspapers stand beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.safekeeping import rules
from guanjia.apps.safekeeping.lifecycle import ITEM
from guanjia.apps.safekeeping.models import Batch, Handing, KeepRules, KeptItem, TurnedAway
from guanjia.apps.safekeeping.queries.losses import (
    find_losses,
    get_loss,
    list_losses,
    proposals_for_item,
    proposals_for_loss,
)
from guanjia.apps.safekeeping.queries.papers import (
    get_paper_day,
    get_subscription,
    list_paper_days,
    list_subscriptions,
    papers_of,
    subscriptions_on,
)
from guanjia.apps.safekeeping.terms import CAN_OF, HERE, REFUSED, Can, Kind, Refused, Sort, State
from guanjia.kernel.actor import Actor
from guanjia.kernel.lifecycle import Step
from guanjia.kernel.refusals import NotFound, Refusal, Text

__all__ = [
    "find_losses",
    "get_loss",
    "get_paper_day",
    "get_subscription",
    "list_losses",
    "list_paper_days",
    "list_subscriptions",
    "papers_of",
    "proposals_for_item",
    "proposals_for_loss",
    "subscriptions_on",
]

M = TypeVar("M", bound=Model)


def _visible(actor: Actor, rows: QuerySet[M], site_id: int | None) -> QuerySet[M]:
    found = rows.filter(company_id=actor.company_id)
    if not actor.is_system:
        found = found.filter(site_id__in=actor.sites_with(Can.SEE))
    return found if site_id is None else found.filter(site_id=site_id)


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def list_items(actor: Actor, *, site_id: int | None = None) -> QuerySet[KeptItem]:
    """The things the actor may see, the latest first."""
    rows = _visible(actor, KeptItem.objects.select_related("unit", "group"), site_id)
    return rows.order_by("-received_at", "-id")


def list_here(actor: Actor, *, site_id: int | None = None) -> QuerySet[KeptItem]:
    """The things that are with us now."""
    return list_items(actor, site_id=site_id).filter(state__in=HERE)


def get_item(actor: Actor, ref: str) -> KeptItem:
    """One thing by its number. Raises ``NotFound`` for others' and for none."""
    rows = KeptItem.objects.select_related("unit", "group", "site", "batch", "counted_with")
    return _one(_visible(actor, rows.filter(ref=ref), None))


def get_items(actor: Actor, refs: Iterable[str]) -> list[KeptItem]:
    """Several things in the order of their numbers given; what is not the actor's is left out."""
    found = {one.ref: one for one in list_items(actor).select_related("site").filter(ref__in=list(refs))}
    return [found[ref] for ref in refs if ref in found]


def at_the_counter(actor: Actor, site_id: int, typed: str, most: int = 12) -> list[KeptItem]:
    """What is here under a tag, a tracking number, a collection code, a room number or a name; exact numbers first."""
    text = typed.strip().rstrip("/").rpartition("/")[2]
    if not text:
        return []
    here = list_here(actor, site_id=site_id)
    exact = Q(ref__iexact=text) | Q(tracking__iexact=text) | Q(code=text)
    found = list(here.filter(exact)[:most])
    if found:
        return found
    loose = Q(unit__code__icontains=text) | Q(for_name__icontains=text) | Q(collector__icontains=text)
    return list(here.filter(loose | Q(ref__endswith=text) | Q(tracking__iendswith=text))[:most])


def find_items(actor: Actor, text: str, *, site_id: int | None = None) -> QuerySet[KeptItem]:
    """The things whose number, name or addressee holds what was typed."""
    wanted = Q(ref__icontains=text) | Q(what__icontains=text) | Q(tracking__icontains=text)
    return list_items(actor, site_id=site_id).filter(wanted | Q(for_name__icontains=text))


def items_of_unit(actor: Actor, unit_id: int, most: int) -> list[KeptItem]:
    """What is here for a unit."""
    return list(list_here(actor).filter(unit_id=unit_id)[:most])


def latest_by(actor: Actor, site_id: int, kind: Kind) -> KeptItem | None:
    """What the actor took in last of a kind: the pattern for repeating it."""
    return list_items(actor, site_id=site_id).filter(kind=kind.value, received_by_id=actor.id).first()


def handings_of(item: KeptItem) -> list[Handing]:
    """How it was handed over, the first time first. The caller has permitted itself to see the item."""
    return list(Handing.objects.filter(item=item).order_by("at", "id"))


def list_batches(actor: Actor, *, site_id: int | None = None) -> QuerySet[Batch]:
    """What stewards took over, the latest first."""
    return _visible(actor, Batch.objects.all(), site_id).order_by("-at", "-id")


def get_batch(actor: Actor, ref: str) -> Batch:
    """One batch by its number. Raises ``NotFound``."""
    return _one(_visible(actor, Batch.objects.select_related("site").filter(ref=ref), None))


def items_of_batch(batch: Batch) -> list[KeptItem]:
    """What is in a batch, in order of the units. The caller has permitted itself to see the batch."""
    rows = KeptItem.objects.select_related("unit", "group").filter(batch=batch)
    return list(rows.order_by("unit__code", "id"))


def list_turned_away(actor: Actor, *, site_id: int | None = None) -> QuerySet[TurnedAway]:
    """What was not taken in, the latest first."""
    rows = _visible(actor, TurnedAway.objects.select_related("unit"), site_id)
    return rows.order_by("-at", "-id")


def keep_rules(site_id: int) -> KeepRules:
    """The site's own rules of keeping, or an unsaved row with the defaults."""
    return KeepRules.objects.filter(site_id=site_id).first() or KeepRules(site_id=site_id)


def refused_classes(site_id: int) -> list[tuple[str, Text]]:
    """The classes a site does not take in: key and words; its own classes are their own keys."""
    row = keep_rules(site_id)
    usual: list[tuple[str, Text]] = [
        (one, REFUSED[Refused(one)]) for one in row.refused if one in set(Refused)
    ]
    return [*usual, *((word, word) for word in row.own)]


def class_words(reason: str) -> Text:
    """What a class is called; the words themselves for one of a site's own."""
    return REFUSED[Refused(reason)] if reason in set(Refused) else reason


@dataclass(frozen=True)
class Waits:
    """How many things wait for what at a site."""

    here: int
    late: int
    unclaimed: int
    to_dispose: int
    with_me: int


def count_waiting(actor: Actor, site_id: int, at: datetime) -> Waits:
    """The figures of the desk: one query."""
    late = Q(state=State.KEPT.value, due_at__lte=at)
    found = (
        list_here(actor, site_id=site_id)
        .order_by()
        .aggregate(
            here=Count("pk"),
            late=Count("pk", filter=late),
            unclaimed=Count("pk", filter=Q(state=State.UNCLAIMED.value)),
            to_dispose=Count("pk", filter=Q(state=State.TO_DISPOSE.value)),
            with_me=Count("pk", filter=Q(state=State.WITH_STEWARD.value, steward_id=actor.id)),
        )
    )
    return Waits(**found)


def steps_of(item: KeptItem, actor: Actor) -> list[Step]:
    """What the actor can do with a thing now, likeliest first; what its kind never allows is left out."""
    away = set()
    if item.kind != Kind.MAIL:
        away.add("send_back")
    if item.kind != Kind.FOUND:
        away.add("give_to_police")
    if item.kind == Kind.FOUND:
        away |= {"hand_on", "tell", "prolong"}
    if item.sort == Sort.NEWSPAPER:
        away |= {"tell", "prolong"}
    return [
        step
        for step in ITEM.next_steps(item.state)
        if step.verb in CAN_OF and step.verb not in away and actor.can(CAN_OF[step.verb], item.site_id)
    ]


def colleagues(site_id: int, at: datetime, *, but: int | None = None) -> list[tuple[int, str]]:
    """Everybody with a post at a site, by name; for choosing a steward, or a second person."""
    people = {staff.pk: str(staff.name) for staff, _groups in organisations.appointed(site_id, at)}
    return sorted(((pk, name) for pk, name in people.items() if pk != but), key=lambda one: one[1])


def stewards(site_id: int, at: datetime, items: Iterable[KeptItem]) -> list[tuple[int, str]]:
    """Everybody with a post at a site; those of the groups the things belong to come first."""
    wanted = {one.group.code for one in items if one.group_id and one.group}
    own: dict[int, str] = {}
    others: dict[int, str] = {}
    for staff, groups in organisations.appointed(site_id, at):
        (own if wanted & groups else others)[staff.pk] = str(staff.name)
    return [
        *sorted(own.items(), key=lambda one: one[1]),
        *sorted(((pk, name) for pk, name in others.items() if pk not in own), key=lambda one: one[1]),
    ]


def why_gone(item: KeptItem) -> Refusal:
    """What became of a thing somebody looks for: who has it, since when, from whom."""
    batch = item.batch if item.batch_id else None
    last = item.settled_at or (batch.at if batch else item.received_at)
    by_name = item.settled_by_name or item.steward_name or item.received_by_name
    words = f"{timezone.localtime(last):%Y-%m-%d %H:%M}"
    return rules.why_gone(item.state_label, by_name, words, item.taken_by)


def why_not_here(item: KeptItem) -> Refusal | None:
    """Why a thing cannot be given out any more; None while it can."""
    return None if ITEM.allows(item.state, "hand_out") else why_gone(item)
