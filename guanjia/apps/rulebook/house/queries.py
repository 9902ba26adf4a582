"""Reading house rules, as a company may see its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from guanjia.apps.rulebook import memory
from guanjia.apps.rulebook.house import checking, writing
from guanjia.apps.rulebook.house.vocabulary import Vocabulary, vocabulary
from guanjia.apps.rulebook.models import HouseRule, PackVersion
from guanjia.apps.rulebook.queries.editions import Lineage, by_number
from guanjia.apps.rulebook.terms import Can, Duty, Pack
from guanjia.apps.rulebook.terms.house import HOUSE, RuleState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

Rule: TypeAlias = Lineage[HouseRule]


def list_rules(actor: Actor) -> list[Rule]:
    """The rules of the actor's company, the newest first. Raises ``NotFound`` for whoever may not read rulebooks."""
    if not actor.can(Can.SEE, None):
        raise NotFound
    return by_number(HouseRule.objects.filter(company_id=actor.company_id).order_by("-number", "-edition"))


def get_rule(actor: Actor, number: int) -> Rule:
    """One rule. Raises ``NotFound``."""
    if not actor.can(Can.SEE, None):
        raise NotFound
    rows = HouseRule.objects.filter(company_id=actor.company_id, number=number).order_by("-edition")
    if not rows:
        raise NotFound
    return Rule(number, tuple(rows))


def words_of(actor: Actor, at: datetime) -> Vocabulary:
    """What the actor's company can choose from."""
    return vocabulary(actor, at)


def duty_of(pack: Pack, number: int) -> Duty:
    """The duty of a rule in the company's pack. Raises ``NotFound``."""
    found = pack.duties.get(writing.duty_key(number))
    if found is None:
        raise NotFound
    return found


def house_duty(actor: Actor, number: int, at: datetime) -> tuple[Pack, Duty]:
    """The duty of the latest edition of a rule, as it would run. Raises ``NotFound`` while it has mistakes."""
    answers = get_rule(actor, number).latest.answers
    pack = checking.check(answers, number, words_of(actor, at)).pack
    if pack is None:
        raise NotFound
    return pack, duty_of(pack, number)


def cases(actor: Actor, site_id: int, number: int, at: datetime) -> list[tuple[Pack, Duty]]:
    """What to compare a rule with, if the site keeps it now, and the rule itself last: each with its pack.

    What it is compared with is the same rule as the site keeps it, else the duty of a pack it is to replace. Raises
    ``NotFound`` while the rule has mistakes.
    """
    pack, duty = house_duty(actor, number, at)
    rule = get_rule(actor, number)
    replaced_pack, _dot, replaced_duty = rule.latest.replaces.partition(".")
    found: list[tuple[Pack, Duty]] = []
    for here in memory.rules_of(site_id).in_force(at):
        known = here.duties.get(duty.key if here.pack.key == HOUSE else replaced_duty)
        if known is not None and here.pack.key in (HOUSE, replaced_pack) and _is_other(known, duty):
            found = [(here.pack, known)]
    return [*found, (pack, duty)]


def _is_other(known: Duty, duty: Duty) -> bool:
    return not known.off and known != duty


def latest_version(actor: Actor) -> PackVersion:
    """The latest version of the company's pack. Raises ``NotFound`` while nothing was approved."""
    found = PackVersion.objects.filter(company_id=actor.company_id, key=HOUSE).order_by("-id").first()
    if found is None:
        raise NotFound
    return found


def content_of(actor: Actor, digest: str) -> Mapping[str, Any]:
    """The text of one version of the company's pack. Raises ``NotFound``."""
    if not actor.can(Can.SEE, None):
        raise NotFound
    found = PackVersion.objects.filter(company_id=actor.company_id, key=HOUSE, digest=digest).first()
    if found is None:
        raise NotFound
    content: Mapping[str, Any] = found.content
    return content


def replaced(actor: Actor) -> dict[tuple[str, str], bool]:
    """The duties of shipped packs (pack, duty) that rules were written in place of: whether an approved one still is."""
    rows = HouseRule.objects.filter(
        company_id=actor.company_id, state__in=(RuleState.APPROVED, RuleState.SUPERSEDED, RuleState.RETIRED)
    ).exclude(replaces="")
    found: dict[tuple[str, str], bool] = {}
    for row in rows:
        pack, _dot, duty = row.replaces.partition(".")
        found[pack, duty] = found.get((pack, duty), False) or row.state == RuleState.APPROVED
    return found


def is_kept(site_id: int, version: PackVersion | None, at: datetime) -> bool:
    """Whether a site keeps this version, now or by a decision for later."""
    if version is None:
        return False
    line = memory.rules_of(site_id).lines.get(HOUSE, ())
    last = line[-1][1] if line else None
    return last is not None and last.version.pk == version.pk and at is not None
