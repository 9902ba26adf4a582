"""One case, and lists of them, within what the actor may see."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from guanjia.apps.cases.models import Case, Cases
from guanjia.apps.cases.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import NotFound

_NEAR = ("site", "unit", "classification", "first_receiver", "handler")


def list_cases(actor: Actor, site_id: int | None = None) -> Cases:
    """The cases an actor may see, with site, unit, classification, owner and handler; narrow it by its adjectives.

    ``.open()`` ``.unfinished()`` ``.late(at)`` ``.unruled()`` ``.unanswered()`` ``.urged()`` ``.to_visit()``
    ``.of_staff(id)`` ``.of_kind()`` ``.of_class()`` ``.without_word_since(at)``. Where the actor's post is limited, only
    cases of the own clusters (组团) and department, and those owned or handled.
    """
    return _visible(actor, site_id).select_related(*_NEAR).order_by("-received_at", "-id")


def list_mine(actor: Actor) -> Cases:
    """Open cases the actor owns or handles, the oldest first."""
    mine = _visible(actor).open().of_staff(actor.id) if actor.id else Case.objects.none()
    return mine.select_related(*_NEAR).order_by("received_at", "id")


def list_to_review(actor: Actor, site_id: int) -> Cases:
    """What the daily review goes through: everything unfinished of a site, the oldest first."""
    return _visible(actor, site_id).unfinished().select_related(*_NEAR).order_by("received_at", "id")


def get_case(actor: Actor, ref: str) -> Case:
    """One case with what its head line shows. Raises ``NotFound``: the same for absent and not the actor's."""
    found = (
        _visible(actor)
        .filter(ref=ref)
        .select_related(*_NEAR, "place", "person", "parent", "merged_into", "split_from")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def search(actor: Actor, text: str, limit: int = 8) -> list[Case]:
    """Cases by number, title, place or the end of the caller's number; for the search box."""
    words = text.strip()
    if len(words) < 2:
        return []
    wanted = Q(ref__icontains=words) | Q(title__icontains=words) | Q(where__icontains=words)
    if words.isdigit() and len(words) >= 4:
        wanted |= Q(caller_phone__endswith=words)
    return list(_visible(actor).filter(wanted).select_related(*_NEAR).order_by("-received_at")[:limit])


def count_open(actor: Actor, site_id: int) -> int:
    """How many open cases of a site the actor sees."""
    return _visible(actor, site_id).open().count()


def titles(refs: list[str]) -> dict[str, str]:
    """Titles by number, in one query; for lists of obligations and visits."""
    return dict(Case.objects.filter(ref__in=refs).values_list("ref", "title")) if refs else {}


def _visible(actor: Actor, site_id: int | None = None) -> Cases:
    cases: QuerySet[Case] = Case.objects.filter(company_id=actor.company_id)
    if site_id is not None:
        cases = cases.filter(site_id=site_id)
    if actor.is_system:
        return cases  # type: ignore[return-value]
    sites = actor.sites_with(Can.SEE)
    everywhere = actor.sites_with(Can.SEE_ALL) & sites
    if actor.kind is ActorKind.CUSTOMER or everywhere == sites:
        return cases.filter(site_id__in=sites)  # type: ignore[return-value]
    wanted = Q(site_id__in=everywhere)
    for limited in sites - everywhere:
        wanted |= Q(site_id=limited) & _own(actor, limited)
    return cases.filter(wanted)  # type: ignore[return-value]


def _own(actor: Actor, site_id: int) -> Q:
    """Of a site: what is the actor's own, the own clusters', or was sent to the own department."""
    groups = [group.partition(":")[2] for group in actor.groups if group.startswith(f"{site_id}:")]
    departments = {
        post.department.key
        for post in organisations.list_posts(site_id)
        if post.department and post.key in actor.posts
    }
    own = Q(first_receiver_id=actor.id) | Q(handler_id=actor.id)
    if groups:
        # A steward's area is the clusters, not the whole of the department the steward belongs to.
        return own | Q(group_code__in=groups)
    return own | Q(department__in=departments)


def open_refs(refs: Collection[str]) -> set[str]:
    """Of some numbers, those of cases that are still open; for the machinery, in the open scope."""
    return set(Case.objects.filter(ref__in=refs).open().values_list("ref", flat=True))
