"""Colleagues and departments of a site, as far as handing a case on needs them."""

from datetime import datetime

from guanjia.apps.cases.queries.takers import handler_for
from guanjia.apps.cases.rules.responsibility import Colleague
from guanjia.apps.cases.terms import CENTRE
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.refusals import NotFound


def colleague(staff_id: int, site_id: int, at: datetime) -> Colleague:
    """What somebody is at a site; without posts when they are none of its staff."""
    try:
        actor = organisations.actor_for_staff(staff_id, at)
    except NotFound:
        return Colleague(staff_id, frozenset(), frozenset(), frozenset())
    if site_id not in actor.site_ids:
        return Colleague(staff_id, frozenset(), frozenset(), frozenset())
    mine = frozenset(group.partition(":")[2] for group in actor.groups if group.startswith(f"{site_id}:"))
    return Colleague(staff_id, actor.posts, mine, _departments_of(site_id, actor.posts))


def departments(site_id: int) -> dict[str, str]:
    """The departments of a site: name by key."""
    return {one.key: one.name for one in organisations.list_departments(site_id)}


def department_head(site_id: int, department: str, at: datetime, group_code: str = "") -> int | None:
    """Who takes a case for a department: the holder of its highest post that is filled.

    Coming back to the customer-service centre a case goes to the cluster's steward or the desk.
    """
    if department == CENTRE:
        return handler_for(site_id, at, group_code)
    posts = [
        post
        for post in organisations.list_posts(site_id)
        if post.department and post.department.key == department
    ]
    inside = {post.pk for post in posts}
    for post in sorted(posts, key=lambda one: (one.reports_to_id in inside, one.pk)):
        holders = organisations.holder_ids(site_id, post.key, at)
        if holders:
            return holders[0]
    return None


def _departments_of(site_id: int, posts: frozenset[str]) -> frozenset[str]:
    return frozenset(
        post.department.key
        for post in organisations.list_posts(site_id)
        if post.department and post.key in posts
    )
