"""Whose signature is due, and what waits for somebody: at all their sites, also what falls to them from a vacant post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.registers.models import Entries, Entry
from guanjia.apps.registers.terms import ANY, Can
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.terms import Pack
from guanjia.kernel.actor import Actor


def waiting_for(rows: Entries, actor: Actor, sites: Iterable[int], at: datetime) -> Entries:
    """Of some entries those that wait for the actor at these sites: for a post they hold or stand in for, or one above a vacant one.

    Which posts these are is worked out in memory from who holds what, one query for each site; so the rows themselves are
    found by the index of signatures that are due.
    """
    wanted = Q()
    for site_id in sites:
        if actor.can(Can.SIGN, site_id):
            wanted |= _due_at(actor, site_id, at)
    return rows.open_level().filter(wanted) if wanted else rows.none()


def _due_at(actor: Actor, site_id: int, at: datetime) -> Q:
    """What of a site is due from the actor: by the posts of each version of a rulebook the site ever kept."""
    holders = organisations.holders_by_post(site_id, at)
    by_posts: dict[frozenset[str], set[int]] = defaultdict(set)
    for step in rulebook.rules_of(site_id).by_id.values():
        if step.pack.registers:
            by_posts[frozenset(falling_to(actor.id, step.pack, holders))].add(step.adoption_id)
    found = Q()
    for posts, adoptions in by_posts.items():
        if posts:
            found |= Entry.due_from(posts) & Q(adoption_id__in=adoptions)
    return found & Q(site_id=site_id) if found else Q(pk=None)


def falling_to(staff_id: int | None, pack: Pack, holders: Mapping[str, Collection[int]]) -> set[str]:
    """The posts of a pack somebody signs for: whoever holds one, else whoever holds the nearest one above it."""
    return {
        post
        for post in pack.posts
        for who in [next((holders[one] for one in (post, *pack.line_above(post)) if holders.get(one)), ())]
        if staff_id in who
    }


def holding(entry: Entry, pack: Pack, level: str, at: datetime) -> list[tuple[str, list[int]]]:
    """Of a level "a|b" each post with who signs as it: holders and stand-ins; where the site has none, those of the post above."""
    return [(one, _holding(entry.site_id, pack, one, at)) for one in level.split(ANY)]


def _holding(site_id: int, pack: Pack, post: str, at: datetime) -> list[int]:
    for one in (post, *pack.line_above(post)):
        if found := organisations.holder_ids(site_id, one, at):
            return found
    return []
