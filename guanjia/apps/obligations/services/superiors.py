"""Who stands above somebody and may do a thing: to whom a correction or a proposal is shown."""

from collections.abc import Collection
from datetime import datetime

from guanjia.apps.organisations import queries as organisations


def superior_ids(
    site_id: int,
    staff_id: int | None,
    post: str,
    capability: str,
    at: datetime,
    *,
    but: Collection[int | None],
) -> tuple[int, ...]:
    """The holders of the nearest post above a person (or a post) whose post carries the capability, without ``but``.

    Empty when nobody up the line may.
    """
    posts = [post] if staff_id is None else _posts_of(site_id, staff_id, at)
    able = {one.key for one in organisations.list_posts(site_id) if str(capability) in one.capabilities}
    for start in posts:
        for above in organisations.line_above(site_id, start):
            if above in able:
                found = [one for one in organisations.holder_ids(site_id, above, at) if one not in but]
                if found:
                    return tuple(found)
    return ()


def _posts_of(site_id: int, staff_id: int, at: datetime) -> list[str]:
    return [
        held.post.key
        for held in organisations.held_posts(staff_id, at)
        if held.post.site_id == site_id and held.absent is None
    ]
