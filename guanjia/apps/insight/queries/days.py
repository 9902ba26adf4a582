"""The day's matters of a site: what is due by post and who is there, what nobody owns, what rings unanswered, what was broken."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from guanjia.apps.insight.queries.sites import today_at, watched
from guanjia.apps.insight.rules import Tally, days_to
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.obligations.queries import Clock
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.terms import Clause
from guanjia.kernel.actor import Actor

FEW = 5


@dataclass(frozen=True)
class Owed:
    """What a post (``person`` is None), or one person, owes today. ``owner`` is what the list of duties is asked for by."""

    owner: str
    name: str
    tally: Tally


@dataclass(frozen=True)
class PostDay:
    """A post today (``post`` is None for what no post of the site answers for): who is on duty there now, what the post itself owes, and what its people owe."""

    key: str
    post: Any
    on_duty: tuple[str, ...]
    owed: tuple[Owed, ...]

    @property
    def whole(self) -> Tally:
        """All of it."""
        return sum((one.tally for one in self.owed), Tally())


@dataclass(frozen=True)
class BrokenClause:
    """A clause that was not kept on a day."""

    pack: str
    clause: Clause
    tally: Tally


@dataclass(frozen=True)
class Day:
    """The matters of a day."""

    day: date
    posts: tuple[PostDay, ...]
    unowned: int
    first_unowned: tuple[Clock, ...]
    unanswered: int
    oldest_unanswered: Clock | None
    yesterday: date
    broken: tuple[BrokenClause, ...]

    @property
    def whole(self) -> Tally:
        """Everything due today."""
        return sum((post.whole for post in self.posts), Tally())

    @property
    def missed(self) -> int:
        """How many were broken yesterday."""
        return sum(one.tally.broken for one in self.broken)


def day_of(actor: Actor, site_id: int, at: datetime) -> Day:
    """The matters of the day it is at a site; a fixed number of queries. Raises ``NotFound`` for a site not the actor's."""
    watched(actor, site_id)
    today = today_at(site_id, at)
    unowned = obligations.unowned(site_id)
    unanswered = obligations.unanswered(site_id, at)
    return Day(
        day=today,
        posts=tuple(_posts(site_id, today, at)),
        unowned=unowned.count(),
        first_unowned=tuple(obligations.clocks(unowned[:FEW], at)),
        unanswered=unanswered.count(),
        oldest_unanswered=next(iter(obligations.clocks(unanswered[:1], at)), None),
        yesterday=today - timedelta(days=1),
        broken=tuple(_broken(site_id, today - timedelta(days=1), at)),
    )


def _posts(site_id: int, today: date, at: datetime) -> list[PostDay]:
    """By post in the order of the organisation; what people without a post owe comes last."""
    posts = {post.key: post for post in organisations.list_posts(site_id)}
    held = {one.staff_id: one.post.key for one in organisations.who_holds_what(site_id, at)}
    there: dict[str, list[str]] = defaultdict(list)
    for shift in organisations.shifts_at(site_id, at):
        there[shift.post.key].append(shift.staff.name)
    owed: dict[str, list[Owed]] = defaultdict(list)
    found = obligations.owed_on(site_id, today, at)
    names = organisations.staff_names(owner for owner, _post in found)
    for (owner, post), one in sorted(found.items(), key=lambda item: (item[0][0] or 0, item[0][1])):
        tally = Tally(one.kept, one.late, one.broken, one.open)
        if owner:
            owed[held.get(owner, "")].append(Owed(str(owner), names.get(owner, ""), tally))
        elif post:
            owed[post].append(Owed(f"post:{post}", "", tally))
        else:
            owed[""].append(Owed("", "", tally))
    order = [key for key in posts if key in owed] + sorted(set(owed) - set(posts), reverse=True)
    return [PostDay(key, posts.get(key), tuple(there[key]), tuple(owed[key])) for key in order]


def _broken(site_id: int, day: date, at: datetime) -> list[BrokenClause]:
    clauses = {
        (here.pack.key, number): clause
        for here in rulebook.rules_of(site_id).by_id.values()
        for number, clause in here.pack.clauses.items()
    }
    found = [
        BrokenClause(one.pack, clauses[one.pack, one.clause], Tally(one.kept, one.late, one.broken, one.open))
        for one in obligations.tally(site_id, days_to(day, 1), at)
        if one.broken and (one.pack, one.clause) in clauses
    ]
    return sorted(found, key=lambda one: -one.tally.broken)
