"""Finding obligations, each actor within what they may see."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Sum, When, Window

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.terms import PREFIX, RUNNING, Can, State
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel import journal
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

OVERDUE = "OVERDUE"
"""Not a state but what people ask for: running, and past its due time."""


def by_number(number: str) -> Obligation | None:
    """The obligation of a reference ("OB-17") in the open scope, for the machinery; people go by ``get_obligation``."""
    digits = number.removeprefix(PREFIX)
    if not number.startswith(PREFIX) or not digits.isdecimal():
        return None
    return Obligation.objects.filter(pk=int(digits)).first()


def get_obligation(actor: Actor, obligation_id: int) -> Obligation:
    """One obligation the actor may see. Raises ``NotFound`` for others' and for none."""
    found = _visible(actor).filter(pk=obligation_id).select_related("owner", "site").first()
    if found is None:
        raise NotFound
    return found


def running_threads(threads: Iterable[str]) -> set[str]:
    """Of some matters, those in which a duty still runs; for the machinery, in the open scope."""
    rows = Obligation.objects.filter(thread__in=list(threads), state__in=RUNNING)
    return set(rows.values_list("thread", flat=True).distinct())


def for_thread(actor: Actor, ref: str) -> list[Obligation]:
    """The obligations of a matter: running ones by due time, then ended ones, latest first.

    Whoever sees the matter sees its clocks, so any post at the site is enough here.
    """
    found = list(_of_sites(actor).filter(thread=ref).select_related("owner", "site"))
    running = sorted((one for one in found if one.state in RUNNING), key=lambda one: (one.due_at, one.pk))
    ended = sorted((one for one in found if one.state not in RUNNING), key=lambda one: -one.pk)
    return running + ended


def for_ref(actor: Actor, ref: str) -> list[Obligation]:
    """The obligations of the matter a thing belongs to: of a case, or of the case a work order or a visit is part of."""
    entry = journal.timeline(ref).first()
    return for_thread(actor, entry.thread if entry else ref)


def mine(actor: Actor, at: datetime) -> QuerySet[Obligation]:
    """What the actor has to do now, the least time left first: own duties, and those of posts held that no person owns."""
    rows = _running(actor).filter(owned_by(actor), start_at__lte=at)
    return rows.select_related("owner").order_by("due_at", "id")


def most_urgent(actor: Actor, at: datetime) -> Any:
    """Of what the actor has to do the duty whose clock runs out first, a paused one only when all are; None for none.

    It says how many they are (``in_all``) and how many of these are overdue (``late``); one query.
    """
    is_open = Q(state=State.OPEN.value)
    late = Case(When(is_open & Q(due_at__lte=at), then=1), default=0)
    rows = _running(actor).filter(owned_by(actor), start_at__lte=at)
    counted = rows.annotate(in_all=Window(Count("*")), late=Window(Sum(late)))
    return counted.order_by(Case(When(is_open, then=0), default=1), "due_at", "id").first()


def team(actor: Actor, at: datetime) -> QuerySet[Obligation]:
    """The running duties of everybody below the actor's posts in the reporting line, the least time left first."""
    below = Q(pk__in=())
    for site_id in actor.site_ids:
        posts = [
            post.key
            for post in organisations.list_posts(site_id)
            if set(organisations.line_above(site_id, post.key)) & actor.posts
        ]
        people = {one.pk for post in posts for one in organisations.holders(site_id, post, at)} - {actor.id}
        below |= Q(site_id=site_id) & (Q(owner_id__in=people) | Q(owner=None, owner_post__in=posts))
    return _running(actor).filter(below, start_at__lte=at).order_by("due_at", "id")


def list_obligations(
    actor: Actor,
    *,
    state: str | Iterable[str] = RUNNING,
    at: datetime | None = None,
    due_before: datetime | None = None,
    due_after: datetime | None = None,
    site_id: int | None = None,
    duty: str = "",
    owner_id: int | None = None,
) -> QuerySet[Obligation]:
    """The obligations the actor may see, by due time. ``state`` may also be ``OVERDUE``, which needs ``at``."""
    states = [state] if isinstance(state, str) else list(state)
    found = _visible(actor)
    if OVERDUE in states:
        found = found.filter(state__in=RUNNING, due_at__lte=at)
    elif states:
        found = found.filter(state__in=states)
    wanted = {
        "due_at__lt": due_before,
        "due_at__gte": due_after,
        "site_id": site_id,
        "duty": duty or None,
        "owner_id": owner_id,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value is not None})
    return found.order_by("due_at", "id")


def count_by_state(actor: Actor, at: datetime, site_id: int | None = None) -> dict[str, int]:
    """For boards: how many run, how many of them are overdue, how many are paused, within what the actor may see."""
    found = _visible(actor).filter(state__in=RUNNING)
    if site_id is not None:
        found = found.filter(site_id=site_id)
    counted = found.aggregate(
        running=Count("pk"),
        overdue=Count("pk", filter=Q(due_at__lte=at, state="OPEN")),
        paused=Count("pk", filter=Q(state="PAUSED")),
        unassigned=Count("pk", filter=Q(owner=None, owner_post="")),
    )
    return {name: int(number) for name, number in counted.items()}


def _of_sites(actor: Actor) -> QuerySet[Obligation]:
    """Everything at the actor's sites; for the system, of its company."""
    found = Obligation.objects.filter(company_id=actor.company_id)
    return found if actor.is_system else found.filter(site_id__in=actor.site_ids)


def _visible(actor: Actor) -> QuerySet[Obligation]:
    """What lists and pages show: everything where the actor may see all, and their own anywhere."""
    found = _of_sites(actor)
    if actor.is_system:
        return found
    return found.filter(Q(site_id__in=actor.sites_with(Can.SEE)) | owned_by(actor))


def _running(actor: Actor) -> QuerySet[Obligation]:
    return _of_sites(actor).filter(state__in=RUNNING)


def owned_by(actor: Actor, path: str = "") -> Q:
    """Their own, and what their posts own: of a post that shares out groups (组团), only their groups'.

    ``path`` leads from the rows asked to their obligation.
    """
    own = Q(**{f"{path}owner_id": actor.id}) if actor.id is not None else Q(pk__in=())
    codes: dict[int, list[str]] = defaultdict(list)
    for one in actor.groups:
        site_id, _colon, code = one.partition(":")
        codes[int(site_id)].append(code)
    group = Q(**{f"{path}group_code": ""}) | ~Q(**{f"{path}site_id__in": codes})
    for shared, theirs in codes.items():
        group |= Q(**{f"{path}site_id": shared, f"{path}group_code__in": theirs})
    of_posts = Q(
        **{
            f"{path}owner": None,
            f"{path}owner_post__in": sorted(actor.posts),
            f"{path}site_id__in": actor.site_ids,
        }
    )
    return own | (of_posts & group)
