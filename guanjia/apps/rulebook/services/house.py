"""The verbs of house rules: draft, edit, propose, approve, send back, discard, retire, and adopt at a site.

What is approved is written into a new version of the company's pack, which stays for good. Nothing begins to run before a
site adopts that version.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from guanjia.apps.rulebook import memory, services
from guanjia.apps.rulebook.events import (
    HouseRuleApproved,
    HouseRuleDiscarded,
    HouseRuleDrafted,
    HouseRuleProposed,
    HouseRuleRetired,
    HouseRuleSentBack,
)
from guanjia.apps.rulebook.house import checking, queries, rules
from guanjia.apps.rulebook.house.forming import Form
from guanjia.apps.rulebook.house.lifecycle import HOUSE_RULE
from guanjia.apps.rulebook.house.shape import Answers
from guanjia.apps.rulebook.house.vocabulary import vocabulary
from guanjia.apps.rulebook.models import Adoption, FigureChange, HouseForm, HouseRule, PackVersion
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms.figures import ChangeState
from guanjia.apps.rulebook.terms.house import HOUSE, IN_WORK, RuleState
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import refuse


def draft(
    *, by: Actor, at: datetime, answers: Answers, number: int | None = None, replaces: str = ""
) -> HouseRule:
    """Begin a rule, or with ``number`` a new edition of an approved one. The answers need not be complete."""
    with transaction.atomic():
        permit_at(by, Can.WRITE_HOUSE, None)
        of_rule = HouseRule.objects.select_for_update().filter(number=number or 0)
        editions = list(of_rule.order_by("edition"))
        if number is not None:
            states = {RuleState(one.state) for one in editions}
            in_work, approved = bool(states & set(IN_WORK)), RuleState.APPROVED in states
            refuse(rules.why_not_begin(in_work=in_work, is_approved=approved))
            replaces = editions[-1].replaces
        rule = HouseRule(
            company_id=by.company_id,
            number=number or _next_number(),
            edition=editions[-1].edition + 1 if editions else 1,
            replaces=replaces,
            **_written(answers, by, at),
        )
        rule.save(force_insert=True)
        record(HouseRuleDrafted(**_about(rule)), by=by, at=at)
    return rule


def edit(rule: HouseRule, *, by: Actor, at: datetime, answers: Answers) -> HouseRule:
    """Change a draft. Refuses an edition that is proposed or decided."""
    with _held(rule, Can.WRITE_HOUSE, by) as row:
        row.state = HOUSE_RULE.step(row.state, "edit")
        for name, value in _written(answers, by, at).items():
            setattr(row, name, value)
        row.save(update_fields=["state", "answers", "written_at", "written_by", "written_by_id"])
        record(HouseRuleDrafted(**_about(row)), by=by, at=at)
    return row


def propose(rule: HouseRule, *, by: Actor, at: datetime) -> HouseRule:
    """Ask for approval. Refuses every mistake in the answers, each at its question."""
    with _held(rule, Can.WRITE_HOUSE, by) as row:
        refuse(checking.check(row.answers, row.number, vocabulary(by, at)).refusals)
        row.state = HOUSE_RULE.step(row.state, "propose")
        row.proposed_at, row.proposed_by, row.proposed_by_id, row.reason = at, by.name, by.id, ""
        row.save(update_fields=["state", "proposed_at", "proposed_by", "proposed_by_id", "reason"])
        record(HouseRuleProposed(**_about(row)), by=by, at=at)
    return row


def send_back(rule: HouseRule, *, by: Actor, at: datetime, reason: str) -> HouseRule:
    """Make a proposed edition a draft again, with a reason."""
    with _held(rule, Can.APPROVE_HOUSE, by) as row:
        refuse(rules.why_not_reason(reason))
        row.state = HOUSE_RULE.step(row.state, "send_back")
        row.reason = reason.strip()
        row.save(update_fields=["state", "reason"])
        record(HouseRuleSentBack(**_about(row), reason=row.reason), by=by, at=at)
    return row


def approve(rule: HouseRule, *, by: Actor, at: datetime) -> HouseRule:
    """Put a proposed edition into the company's pack, in place of the one before. Refuses whoever wrote or proposed it."""
    with _held(rule, Can.APPROVE_HOUSE, by) as row:
        refuse(rules.why_not_approve(row.proposed_by_id, row.written_by_id, by.id))
        refuse(checking.check(row.answers, row.number, vocabulary(by, at)).refusals)
        state = HOUSE_RULE.step(row.state, "approve")
        for before in HouseRule.objects.filter(number=row.number, state=RuleState.APPROVED):
            before.state = HOUSE_RULE.step(before.state, "supersede")
            before.save(update_fields=["state"])
        row.state, row.decided_at, row.decided_by = state, at, by.name
        row.save(update_fields=["state", "decided_at", "decided_by"])
        version = store_house(by, at)
        record(HouseRuleApproved(**_about(row), version=version.version, digest=version.digest), by=by, at=at)
    return row


def discard(rule: HouseRule, *, by: Actor, at: datetime) -> HouseRule:
    """Give a draft up."""
    with _held(rule, Can.WRITE_HOUSE, by) as row:
        row.state = HOUSE_RULE.step(row.state, "discard")
        row.save(update_fields=["state"])
        record(HouseRuleDiscarded(**_about(row)), by=by, at=at)
    return row


def retire(rule: HouseRule, *, by: Actor, at: datetime, reason: str) -> HouseRule:
    """Take a rule out of the company's pack. Sites keep it until they adopt the new version; what runs runs on."""
    with _held(rule, Can.APPROVE_HOUSE, by) as row:
        refuse(rules.why_not_reason(reason))
        row.state = HOUSE_RULE.step(row.state, "retire")
        row.reason, row.decided_at, row.decided_by = reason.strip(), at, by.name
        row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
        version = store_house(by, at)
        fact = HouseRuleRetired(
            **_about(row), version=version.version, digest=version.digest, reason=row.reason
        )
        record(fact, by=by, at=at)
    return row


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


@contextmanager
def _held(rule: HouseRule, can: Can, by: Actor) -> Iterator[HouseRule]:
    """The rule, locked, for somebody who may."""
    with locked(rule) as row:
        permit(by, can, row)
        yield row


def _next_number() -> int:
    return int(HouseRule.objects.aggregate(most=Max("number"))["most"] or 0) + 1


def _written(answers: Answers, by: Actor, at: datetime) -> dict[str, Any]:
    return {"answers": dict(answers), "written_at": at, "written_by": by.name, "written_by_id": by.id}


def _about(rule: HouseRule) -> dict[str, Any]:
    zh, en = (str(rule.answers.get(name) or "")[:200] for name in ("title_zh", "title_en"))
    return {
        "site_id": None,
        "ref": rule.ref,
        "edition": rule.edition,
        "title": {"zh": zh or en, "en": en or zh},
    }


def store_house(by: Actor, at: datetime) -> PackVersion:
    """The approved rules and forms as a new version of the company's pack."""
    words = vocabulary(by, at)
    approved = HouseRule.objects.filter(state=RuleState.APPROVED).order_by("number")
    count = PackVersion.objects.filter(company_id=by.company_id, key=HOUSE).count()
    designed = HouseForm.objects.filter(state=RuleState.APPROVED).order_by("number")
    forms = [Form(one.number, one.declared, one.replaces) for one in designed]
    both = [(one.answers, one.number) for one in approved]
    content = checking.content_of(both, words, str(count + 1), forms)
    pack, source = checking.load(content, words)
    stored: PackVersion = PackVersion.objects.create(
        company_id=by.company_id,
        key=HOUSE,
        version=pack.version,
        digest=pack.digest,
        content=source.content,
        stored_at=at,
    )
    return stored
