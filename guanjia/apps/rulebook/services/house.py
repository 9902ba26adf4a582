"""The verbs of house rules: draft, edit, propose, approve, send back, discard, retire, and adopt at a site.

Nothing begins to run before a site adopts the version of the company's pack that an approval has written.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from guanjia.apps.rulebook import events, memory, services
from guanjia.apps.rulebook.house import checking, queries, rules
from guanjia.apps.rulebook.house.lifecycle import HOUSE_RULE
from guanjia.apps.rulebook.house.shape import Answers
from guanjia.apps.rulebook.house.vocabulary import vocabulary
from guanjia.apps.rulebook.models import Adoption, FigureChange, HouseRule
from guanjia.apps.rulebook.services.editions import Editions
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms.figures import ChangeState
from guanjia.apps.rulebook.terms.house import HOUSE
from guanjia.kernel.actor import Actor
from guanjia.kernel.permissions import permit_at

_editions = Editions(
    model=HouseRule,
    lifecycle=HOUSE_RULE,
    write=Can.WRITE_HOUSE,
    why_not_begin=rules.why_not_begin,
    why_not_approve=rules.why_not_approve,
    why_not_take=lambda row, by, at: checking.check(row.answers, row.number, vocabulary(by, at)).refusals,
    why_not_retire=lambda _row: None,
    drafted=events.HouseRuleDrafted,
    proposed=events.HouseRuleProposed,
    sent_back=events.HouseRuleSentBack,
    approved=events.HouseRuleApproved,
    discarded=events.HouseRuleDiscarded,
    retired=events.HouseRuleRetired,
)
propose, approve, send_back = _editions.propose, _editions.approve, _editions.send_back
discard, retire = _editions.discard, _editions.retire


def draft(
    *, by: Actor, at: datetime, answers: Answers, number: int | None = None, replaces: str = ""
) -> HouseRule:
    """Begin a rule, or with ``number`` a new edition of an approved one. The answers need not be complete."""
    with transaction.atomic():
        permit_at(by, Can.WRITE_HOUSE, None)
        editions = [] if number is None else _editions.of(number)
        rule = _editions.begin(editions, by=by, at=at, replaces=replaces)
        rule.answers = dict(answers)
        return _editions.keep(rule, by=by, at=at)


def edit(rule: HouseRule, *, by: Actor, at: datetime, answers: Answers) -> HouseRule:
    """Change a draft. Refuses an edition that is proposed or decided."""
    return _editions.edit(rule, by=by, at=at, says=lambda _row: {"answers": dict(answers)})


def adopt_house(site_id: int, *, by: Actor, at: datetime, from_at: datetime | None, reason: str) -> Adoption:
    """Keep the latest version of the house rules at a site; duties of packs that its rules replace are switched off
    then, and those of rules that are retired are switched on again unless a person had switched them off."""
    with transaction.atomic():
        version = queries.latest_version(by)
        start = from_at or at
        adoption = services.adopt(
            site_id, by=by, at=at, pack=HOUSE, version=version, from_at=start, reason=reason
        )
        for (pack, duty), still in queries.replaced(by).items():
            _switch(site_id, pack, duty, off=still, by=by, at=at, start=start, reason=reason)
    return adoption


def _switch(
    site_id: int, pack: str, duty: str, *, off: bool, by: Actor, at: datetime, start: datetime, reason: str
) -> None:
    here = next((one for one in memory.rules_of(site_id).in_force(start) if one.pack.key == pack), None)
    known = here.duties.get(duty) if here else None
    if known is None or known.off == off or (known.off and not _is_ours(site_id, pack, duty)):
        return
    services.set_figure(
        site_id,
        by=Actor.system(by.company_id, by.name),  # two people stand behind the rule itself
        at=at,
        pack=pack,
        duty=duty,
        name="off",
        figure=True if off else None,
        reason=reason,
        from_at=start,
    )


def _is_ours(site_id: int, pack: str, duty: str) -> bool:
    """Whether the last to switch the duty at the site was the adopting of house rules, and no person."""
    at_site = Q(site_id=site_id) | Q(site_id=None)
    changes = FigureChange.objects.filter(at_site, state=ChangeState.APPROVED).order_by("-from_at", "-id")
    ours = (
        change.proposed_by_id is None
        for change in changes
        for one in change.entries
        if (one["pack"], one["part"], one["name"]) == (pack, duty, "off")
    )
    return next(ours, False)
