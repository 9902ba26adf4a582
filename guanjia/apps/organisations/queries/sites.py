"""Companies, sites, their departments and posts."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from django.db.models import Q, QuerySet

from guanjia.apps.organisations.models import (
    Company,
    Department,
    Post,
    Site,
)
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.scope import across_companies


def line_above(site_id: int, post_key: str) -> list[str]:
    """The posts above a post, nearest first, up its reporting line."""
    posts = {post.pk: post for post in Post.objects.filter(site_id=site_id)}
    here = next((post for post in posts.values() if post.key == post_key), None)
    line: list[str] = []
    while here is not None and here.reports_to_id is not None:
        here = posts.get(here.reports_to_id)
        if here is None or here.key in line:
            break
        line.append(here.key)
    return line


def line_from(post: Post, posts: Mapping[int, Post]) -> Iterable[str]:
    """The keys of the posts above one of them."""
    seen = {post.pk}
    above = posts.get(post.reports_to_id or 0)
    while above is not None and above.pk not in seen:
        seen.add(above.pk)
        yield above.key
        above = posts.get(above.reports_to_id or 0)


def list_posts(site_id: int) -> list[Post]:
    """The posts of a site with their departments, in order of department and name."""
    return list(
        Post.objects.filter(site_id=site_id)
        .select_related("department", "reports_to")
        .order_by("department", "id")
    )


def list_departments(site_id: int) -> list[Department]:
    """The departments of a site."""
    return list(Department.objects.filter(site_id=site_id).order_by("id"))


def list_sites(actor: Actor, text: str = "") -> QuerySet[Site]:
    """The sites an actor sees: those of the posts held; for the system, all of the company. With ``text``, those with it in
    code or name."""
    sites = Site.objects.filter(company_id=actor.company_id).order_by("id")
    if text:
        sites = sites.filter(Q(code__icontains=text) | Q(name__icontains=text) | Q(name_en__icontains=text))
    return sites if actor.is_system else sites.filter(pk__in=actor.site_ids)


def get_site(actor: Actor, code: str) -> Site:
    """One site by its code. Raises ``NotFound`` when absent or not the actor's."""
    found = list_sites(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def list_companies() -> list[Company]:
    """All companies; for the worker and the command line only."""
    return list(Company.objects.order_by("id"))


@lru_cache(maxsize=4096)
def site(site_id: int) -> Site:
    """A site by id, kept in memory: its code, names and time zone change so rarely that a restart is asked for."""
    with across_companies(reason="looking up a site by its id"):
        found = Site.objects.filter(pk=site_id).first()
    if found is None:
        raise NotFound
    return found


def timezones(site_ids: Collection[int]) -> dict[int, str]:
    """The time zones of sites by id: of one from memory, of many by one query."""
    if len(site_ids) == 1:
        return {one: site(one).timezone for one in site_ids}
    return dict(Site.objects.filter(pk__in=site_ids).values_list("pk", "timezone"))


def get_post(actor: Actor, post_id: int) -> Post:
    """One post at the actor's sites. Raises ``NotFound``."""
    found = (
        Post.objects.filter(pk=post_id, site__in=list_sites(actor))
        .select_related("department", "site")
        .first()
    )
    if found is None:
        raise NotFound
    return found
