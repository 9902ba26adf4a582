"""Where a replay happens: an existing site, or one of its own in a company of its own, staffed for the days of the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.cases import queries as cases
from guanjia.apps.cases import services as case_services
from guanjia.apps.cases.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations import services
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook import services as rulebooks
from guanjia.commands._replay_records import Record
from guanjia.kernel.actor import Actor, ActorKind
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
ON_DUTY = {"duty_officer": (time(0), 24), "front_desk": (time(7, 50), 10)}


@dataclass
class Stage:
    """The site, its company's system actor, and those who register: the desk, a customer, another program."""

    site: Any
    system: Actor
    _desk: dict[tuple[int, date], Actor] = field(default_factory=dict)
    _matters: dict[str, int | None] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The site's own clock."""
        return ZoneInfo(self.site.timezone)

    def actor_for(self, record: Record) -> Actor:
        """Who registers a record: whoever is at the desk then, the customer, or another program."""
        if record.channel == "portal":
            return cases.reporter_at(self.system.company_id, self.site.pk)
        if record.channel == "api":
            may = MappingProxyType({str(Can.RECEIVE): frozenset({self.site.pk})})
            return Actor(
                kind=ActorKind.TOKEN,
                company_id=self.system.company_id,
                name="replay",
                grants=may,
                site_ids=frozenset({self.site.pk}),
            )
        return self._at_the_desk(record.received_at) or self.system

    def _at_the_desk(self, at: datetime) -> Actor | None:
        on_duty = organisations.on_duty_ids(self.site.pk, at, "front_desk") or organisations.on_duty_ids(
            self.site.pk, at, "duty_officer"
        )
        if not on_duty:
            return None
        key = (on_duty[0], at.astimezone(self.zone).date())
        if key not in self._desk:
            self._desk[key] = organisations.actor_for_staff(on_duty[0], at)
        found = self._desk[key]
        return found if found.can(Can.RECEIVE, self.site.pk) else None

    def classification_of(self, record: Record) -> int | None:
        """The fault named by key or guessed from the words; guesses are remembered, because types repeat."""
        words = record.classification or record.matter
        if words not in self._matters:
            named = cases.get_classification(record.classification) if record.classification else None
            guessed = cases.classification_for_text(words, limit=1) if not record.classification else []
            found = named or (guessed[0] if guessed else None)
            self._matters[words] = found.pk if found else None
        return self._matters[words]


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
