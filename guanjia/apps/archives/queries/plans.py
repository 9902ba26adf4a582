"""The plans a site's rulebooks declare."""

from datetime import datetime

from guanjia.apps.archives.rules import Plan
from guanjia.apps.archives.terms import Holder
from guanjia.apps.rulebook import queries as rulebook


def plans_of(site_id: int, at: datetime, of: Holder | None = None) -> list[Plan]:
    """The plans in force at a site at a moment, pack by pack; no query in the steady state."""
    return [
        Plan(
            here.pack.key,
            here.pack.title,
            plan,
            {key: post.name for key, post in here.pack.posts.items()},
        )
        for here in rulebook.rules_of(site_id).in_force(at)
        for plan in here.pack.file_plans.values()
        if of is None or plan.of.value == of.value
    ]
