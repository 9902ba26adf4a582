"""Where a replay happens: an existing site, or one of its own in a company of its own, staffed for the days of the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.api import services as api
from guanjia.apps.cases import queries as cases
from guanjia.apps.cases import services as case_services
from guanjia.apps.cases.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations import services
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook import services as rulebooks
from guanjia.commands._replay_records import Record
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.scope import company_scope

CODE = "REPLAY"
PACK = "estate_desk"
POSTS = (
    "property_gm",
    "property_manager",
    "office_director",
    "cs_manager",
    "cs_supervisor",
    "duty_officer",
    "front_desk",
    "engineering_head",
)
DESK = "front_desk"
LONGEST = 3650  # days a token may work
ON_DUTY = {"duty_officer": (time(0), 24), "front_desk": (time(7, 50), 10)}


@dataclass
class Stage:
    """The site, its company's system actor, and the token of the program that sends the records."""

    site: Any
    system: Actor
    _token: Any = None
    _text: str = ""
    _matters: dict[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The site's own clock."""
        return ZoneInfo(self.site.timezone)

    def token_at(self, at: datetime) -> str:
        """A token of the program that replays, good at ``at``: it works in the name of whoever holds the desk."""
        if self._token is None or at >= self._token.expires_at:
            holder = organisations.holder_ids(self.site.pk, DESK, at)[0]
            owner = organisations.actor_for_staff(holder, at)
            self._token, self._text = api.make_token(
                owner,
                by=self.system,
                at=at,
                name="replay",
                days=LONGEST,
                scopes=[str(Can.RECEIVE), str(Can.SEE)],
                site_id=self.site.pk,
            )
        return self._text

    def leave(self, at: datetime) -> None:
        """The program's token is of no use to anybody afterwards."""
        if self._token is not None:
            api.revoke_token(self._token, by=self.system, at=at)

    def classification_of(self, record: Record) -> str:
        """The key of the fault, as named or guessed from the words; guesses are remembered, because types repeat."""
        if record.classification:
            return record.classification
        if record.matter not in self._matters:
            guessed = cases.classification_for_text(record.matter, limit=1)
            self._matters[record.matter] = guessed[0].key if guessed else ""
        return self._matters[record.matter]


def find_stage(code: str | None) -> Stage:
    """The site with this code, or the replay's own, founded when it is not there. Raises ``NotFound``."""
    for company in organisations.list_companies():
        system = Actor.system(company.pk, "replay")
        with company_scope(company.pk):
            for site in organisations.list_sites(system):
                if site.code == (code or CODE):
                    return Stage(site, system)
    if code is not None:
        raise NotFound
    return _found_company()


def prepare(stage: Stage, records: list[Record]) -> None:
    """Make sure that on every day of the records the rulebook holds and the posts are filled. Only adds what is missing."""
    first = records[0].received_at
    system, site = stage.system, stage.site
    if not cases.classification_tree():
        case_services.load_classification(by=system, at=first)
    if not list(rulebook.rules_of(site.pk).in_force(first)):
        _adopt(stage, first - timedelta(days=1))
    days = sorted({record.received_at.astimezone(stage.zone).date() for record in records})
    posts = {post.key: post for post in organisations.list_posts(site.pk)}
    for key in POSTS:
        if key not in posts or _is_filled(stage, key, first, records[-1].received_at):
            continue
        person = services.hire(by=system, name=posts[key].name, name_en=posts[key].name_en)
        services.appoint(person, posts[key], by=system, at=first, from_on=days[0] - timedelta(days=1))
        if key in ON_DUTY:
            _plan_shifts(stage, posts[key], person, days, first)


def _adopt(stage: Stage, at: datetime) -> None:
    """Keep the rulebook from before the first record on, without the duties that begin anew for ever.

    Nobody works the matters of a replay: a word to be told every day would be missed every day, for years.
    """
    rulebooks.adopt(stage.site.pk, by=stage.system, at=at, pack=PACK, reason="replay")
    for here in list(rulebook.rules_of(stage.site.pk).in_force(at)):
        for key in sorted(key for key, duty in here.duties.items() if duty.renews):
            rulebooks.set_figure(
                stage.site.pk,
                by=stage.system,
                at=at,
                pack=PACK,
                duty=key,
                name="off",
                figure=True,
                reason="replay",
            )


def _is_filled(stage: Stage, key: str, first: datetime, last: datetime) -> bool:
    return all(organisations.holder_ids(stage.site.pk, key, moment) for moment in (first, last))


def _plan_shifts(stage: Stage, post: Any, person: Any, days: Iterable[date], at: datetime) -> None:
    start, hours = ON_DUTY[post.key]
    for day in days:
        begins = datetime.combine(day, start, stage.zone)
        services.plan_shift(
            post, person, by=stage.system, at=at, from_at=begins, until_at=begins + timedelta(hours=hours)
        )


def _found_company() -> Stage:
    company = services.found_company(code=CODE, name="重放", name_en="Replay")
    system = Actor.system(company.pk, "replay")
    with company_scope(company.pk):
        site = services.open_site(by=system, code=CODE, name="重放", name_en="Replay")
        services.open_posts(site, by=system, pack=PACK)
    return Stage(site, system)
