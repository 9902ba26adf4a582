"""Whom an alarm tells: the owner or their stand-in, the people of a post who are on duty, or somebody up the line."""

from collections.abc import Iterable
from datetime import datetime

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook.terms import Duty, OwnerKind, Pack, TargetKind


class People:
    """Looks people up for one sweep, each post and each person once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._posts: dict[tuple[int, str, str], tuple[int, ...]] = {}
        self._lines: dict[tuple[int, str], list[str]] = {}
        self._staff: dict[int, int] = {}
        self._asked: set[int] = set()

    def expect(self, owner_ids: Iterable[int | None]) -> None:
        """Look up many owners at once."""
        new = {one for one in owner_ids if one} - self._asked
        self._asked |= new
        self._staff |= organisations.whom_to_tell(new, self.at)

    def of_owner(self, obligation: Obligation, duty: Duty, pack: Pack) -> tuple[int, ...]:
        """The owner, their stand-in, or the people of the owning post; if there is nobody, whoever stands above."""
        if obligation.owner_id:
            self.expect([obligation.owner_id])
            found = self._staff.get(obligation.owner_id)
            if found:
                return (found,)
        post = obligation.owner_post or post_behind(duty)
        return self.of_post(obligation.site_id, post, pack, obligation.group_code)[1]

    def holds_any(self, obligation: Obligation) -> bool:
        """Whether anybody holds the owning post now, stand-ins included."""
        post = obligation.owner_post
        return bool(post) and bool(self._of(obligation.site_id, post, obligation.group_code))

    def of_post(
        self, site_id: int, post: str, pack: Pack, group_code: str = ""
    ) -> tuple[str, tuple[int, ...]]:
        """The people of a post; if there is nobody, those of the nearest post above it that is filled."""
        if not post:
            return "", ()
        here = self._of(site_id, post, group_code)
        if here:
            return post, here
        for candidate in self._above(site_id, post, pack):
            found = self._of(site_id, candidate, "")
            if found:
                return candidate, found
        return post, ()

    def _of(self, site_id: int, post: str, group_code: str) -> tuple[int, ...]:
        """Those of the holders who are on duty at the post now; if none is, all holders, or whoever is on duty there."""
        key = (site_id, post, group_code)
        if key not in self._posts:
            on_duty = organisations.on_duty_ids(site_id, self.at, post)
            holding = organisations.holder_ids(site_id, post, self.at, group_code)
            both = [one for one in holding if one in on_duty]
            self._posts[key] = tuple(dict.fromkeys(both or (holding if group_code else on_duty or holding)))
        return self._posts[key]

    def _above(self, site_id: int, post: str, pack: Pack) -> list[str]:
        key = (site_id, post)
        if key not in self._lines:
            line = organisations.line_above(site_id, post)
            # A site that has not set up the post at all still has the line its rulebook draws.
            self._lines[key] = list(dict.fromkeys([*line, *pack.line_above(post)]))
        return self._lines[key]


def post_behind(duty: Duty) -> str:
    """The post that answers for a duty whose owner is a person: the first it names as owner, else on its ladder."""
    posts = [owner.post for owner in duty.owners if owner.kind is OwnerKind.POST]
    posts += [target.post for level in duty.ladder for target in level.to if target.kind is TargetKind.POST]
    return next(iter(posts), "")
