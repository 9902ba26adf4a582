"""The duty designer: the company's own rules, one rule with its editions, writing it, and the steps of its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook import rules as rulebook_rules
from guanjia.apps.rulebook.house import answering, checking, queries, toml
from guanjia.apps.rulebook.house.beginning import BEGINS_WITH
from guanjia.apps.rulebook.house.forms import AdoptHouseForm, DesignerForm, ReasonForm
from guanjia.apps.rulebook.house.lifecycle import HOUSE_RULE
from guanjia.apps.rulebook.house.queries import Rule
from guanjia.apps.rulebook.house.shape import Answers
from guanjia.apps.rulebook.house.vocabulary import Vocabulary
from guanjia.apps.rulebook.memory import pack_of
from guanjia.apps.rulebook.models import HouseRule
from guanjia.apps.rulebook.queries import editions
from guanjia.apps.rulebook.queries.editions import UNWRITTEN
from guanjia.apps.rulebook.sentences import Papers, Told, sentence, told
from guanjia.apps.rulebook.services import house as services
from guanjia.apps.rulebook.terms import Can, Duty, Pack
from guanjia.apps.rulebook.terms.house import HOUSE, STEP_ICONS, TONES, WANT_REASON, RuleState
from guanjia.kernel.journal import label_of, timeline
from guanjia.kernel.refusals import NotFound, Refusal, Refused
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.steps import Offered


@dataclass(frozen=True)
class Read:
    """A rule as it reads: both languages, or what is still missing."""

    zh: str = ""
    en: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A rule of the list."""

    rule: Rule
    row: HouseRule
    tone: str
    icon: str
    read: Read
    is_kept: bool

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return title_of(self.row)


def title_of(row: HouseRule) -> str:
    """A rule's name in the reader's language; a draft may not have one yet."""
    return str(row.title) or _("Rule %(number)s") % {"number": row.number}


def read(pack: Pack, duty: Duty, papers: Papers) -> Read:
    """A duty read out in both languages."""
    found = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found[language] = sentence(duty, pack, papers)
    return Read(found["zh-hans"], found["en"])


# --- Looking -------------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_rules(request: Request) -> HttpResponse:
    """The company's own rules, with what the site keeps of them."""
    words = queries.words_of(request.actor, request.now)
    rules = [_shown(request, one, words) for one in queries.list_rules(request.actor)]
    try:
        version = queries.latest_version(request.actor)
    except NotFound:
        version = None
    return page(
        request,
        "rulebook/house/rules.html",
        rules=[one for one in rules if one.row.state != RuleState.DISCARDED],
        version=version,
        is_kept=request.site is not None and queries.is_kept(request.site.pk, version, request.now),
        may_write=request.actor.can(Can.WRITE_HOUSE, None),
        may_adopt=request.site is not None and request.actor.can(Can.ADOPT, request.site.pk),
        title=_("House rules"),
    )


def _shown(request: Request, rule: Rule, words: Vocabulary) -> Shown:
    row = rule.latest
    tone, icon = TONES[RuleState(row.state)]
    return Shown(rule, row, tone, icon, _read(row.answers, rule.number, words), _keeps(request, rule))


def _keeps(request: Request, rule: Rule) -> bool:
    if request.site is None:
        return False
    here = [one for one in rulebook.rules_of(request.site.pk).in_force(request.now) if one.pack.key == HOUSE]
    return any(key.rpartition("_")[2] == str(rule.number) for one in here for key in one.pack.duties)


def _read(answers: Answers, number: int, words: Vocabulary, labels: Any = None) -> Read:
    checked = checking.check(answers, number, words)
    if checked.pack is not None:
        return read(checked.pack, queries.duty_of(checked.pack, number), words.papers)
    fields = labels.fields if labels is not None else {}
    named = [str(fields[one.field].label) for one in checked.refusals if one.field in fields]
    return Read(missing=tuple(dict.fromkeys(named)))


@screen(can=Can.SEE)
def show_rule(request: Request, number: int) -> HttpResponse:
    """One rule: how it reads, where it stands, what changed from edition to edition."""
    rule = queries.get_rule(request.actor, number)
    words = queries.words_of(request.actor, request.now)
    return page(
        request,
        "rulebook/house/rule.html",
        one=_shown(request, rule, words),
        editions=_editions(rule, words),
        steps=_steps(request, rule),
        edit_url=_edit_url(request, rule),
        edit_label=_("Edit") if rule.latest.state == RuleState.DRAFT else _("Write a new edition"),
        journal=[(label_of(entry), entry) for entry in reversed(timeline(rule.latest.ref))],
        may_try=rule.latest.state != RuleState.DISCARDED,
        may_adopt=request.site is not None and request.actor.can(Can.ADOPT, request.site.pk),
        title=title_of(rule.latest),
    )


@dataclass(frozen=True)
class Edition:
    """One edition, how it reads, and what it changed against the one before."""

    row: HouseRule
    label: Any
    tone: str
    icon: str
    read: Read
    changed: list[tuple[str, str, str]]


def _editions(rule: Rule, words: Vocabulary) -> list[Edition]:
    found = []
    for number, row in enumerate(rule.editions):
        before = rule.editions[number + 1] if number + 1 < len(rule.editions) else None
        changed = _changed(before.answers, row.answers, words) if before else []
        tone, icon = TONES[RuleState(row.state)]
        told_in = _read(row.answers, row.number, words)
        found.append(Edition(row, HOUSE_RULE.label(row.state), tone, icon, told_in, changed))
    return found


def _changed(before: Answers, after: Answers, words: Vocabulary) -> list[tuple[str, str, str]]:
    """Question, answer before, answer after: of those that differ, in words."""
    forms = DesignerForm(words=words, initial=dict(before)), DesignerForm(words=words, initial=dict(after))
    names = [name for form in forms for name in form.fields]
    told_all = [
        (
            str((forms[1].fields.get(name) or forms[0].fields[name]).label),
            forms[0].told(name),
            forms[1].told(name),
        )
        for name in dict.fromkeys(names)
    ]
    return [one for one in told_all if one[1] != one[2]]


def _steps(request: Request, rule: Rule) -> list[Offered]:
    """The buttons, the likeliest last."""
    return [
        Offered(
            step.verb,
            step.label,
            STEP_ICONS[step.verb],
            reverse(f"rulebook:house_{step.verb}", args=[rule.number]),
            at_once=step.verb not in WANT_REASON,
            tone="primary" if step.verb in ("propose", "approve") else "",
        )
        for step in reversed(editions.steps_open(request.actor, rule.latest))
    ]


def _edit_url(request: Request, rule: Rule) -> str:
    may = editions.is_open(request.actor, rule.latest)
    return reverse("rulebook:house_edit", args=[rule.number]) if may else ""


@screen(can=Can.SEE)
def export(request: Request, digest: str) -> HttpResponse:
    """A version of the company's pack as TOML."""
    text = toml.as_toml(dict(queries.content_of(request.actor, digest)))
    name = f"house-{digest[:8]}.toml"
    return HttpResponse(
        text,
        content_type="application/toml; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store, private",
        },
    )


# --- Writing -------------------------------------------------------------------------------------------------------------


@verb(can=Can.WRITE_HOUSE)
def write(request: Request) -> HttpResponse:
    """A new rule; ``?from=pack.duty`` begins with what a duty of a rulebook says."""
    begin_with, replaces, lost = _begin_with(request)
    return _design(request, None, begin_with, replaces=replaces, lost=lost)


@verb(can=Can.WRITE_HOUSE)
def edit(request: Request, number: int) -> HttpResponse:
    """Go on with a draft, or begin a new edition of an approved rule."""
    rule = queries.get_rule(request.actor, number)
    return _design(request, rule, rule.latest.answers)


def _begin_with(request: Request) -> tuple[Answers, str, Told | None]:
    """What to begin with, the duty that is replaced, and what it says where the designer cannot say all of it."""
    pack, _dot, key = request.GET.get("from", "").partition(".")
    if not pack or request.site is None:
        return BEGINS_WITH, "", None
    here = rulebook.adoption_at(request.site.pk, pack, request.now)
    duty = here.duties.get(key)
    if duty is None:
        raise NotFound
    given = answering.answers_of(duty, here.pack)
    words = queries.words_of(request.actor, request.now)
    lost = None if answering.says_all(duty, given, words) else told(duty, here.pack)
    return given, f"{pack}.{key}", lost


def _design(
    request: Request, rule: Rule | None, begin_with: Answers, replaces: str = "", lost: Told | None = None
) -> HttpResponse:
    words = queries.words_of(request.actor, request.now)
    form = DesignerForm.for_rule(request, words, begin_with)
    step = request.POST.get("step", "")
    if step in ("save", "propose") and form.ready():
        with transaction.atomic():
            row = _save(request, rule, form.answers, replaces)
            if step == "propose":
                row = services.propose(row, by=request.actor, at=request.now)
        said = _("Proposed.") if step == "propose" else _("The draft is kept.")
        return done(request, reverse("rulebook:house_rule", args=[row.number]), said)
    number = rule.number if rule else UNWRITTEN
    return page(
        request,
        "rulebook/house/designer.html#form",
        form=form,
        read=_read(form.answers, number, words, form),
        lost=lost,
        title=title_of(rule.latest) if rule else _("Write a rule"),
        back=reverse("rulebook:house_rule", args=[number]) if rule else reverse("rulebook:house"),
    )


def _save(request: Request, rule: Rule | None, answers: Answers, replaces: str) -> HouseRule:
    if rule is not None and rule.in_work is not None:
        return services.edit(rule.in_work, by=request.actor, at=request.now, answers=answers)
    number = rule.number if rule else None
    return services.draft(by=request.actor, at=request.now, answers=answers, number=number, replaces=replaces)


@verb(can=Can.WRITE_HOUSE)
def shape(request: Request) -> HttpResponse:
    """The questions and the reading for what is chosen so far; stores nothing."""
    words = queries.words_of(request.actor, request.now)
    given = DesignerForm(request.POST, words=words).answers if request.method == "POST" else dict(BEGINS_WITH)
    form = DesignerForm(words=words, initial=given)
    fragment = "reading" if request.GET.get("part") == "reading" else "questions"
    return page(
        request,
        f"rulebook/house/designer.html#{fragment}",
        form=form,
        read=_read(form.answers, UNWRITTEN, words, form),
        title=_("Write a rule"),
        back=reverse("rulebook:house"),
    )


# --- Steps ---------------------------------------------------------------------------------------------------------------


@verb(can=Can.WRITE_HOUSE, ask=gettext_lazy("Propose this rule?"))
def propose(request: Request, number: int) -> HttpResponse:
    """Ask for approval."""
    services.propose(_latest(request, number), by=request.actor, at=request.now)
    return done(request, reverse("rulebook:house_rule", args=[number]), _("Proposed."))


@verb(can=Can.APPROVE_HOUSE, ask=gettext_lazy("Approve this rule?"))
def approve(request: Request, number: int) -> HttpResponse:
    """Put it into the company's pack."""
    services.approve(_latest(request, number), by=request.actor, at=request.now)
    return done(
        request,
        reverse("rulebook:house_rule", args=[number]),
        _("Approved. It runs once a site adopts the house rules."),
    )


@verb(can=Can.WRITE_HOUSE, ask=gettext_lazy("Discard this draft?"))
def discard(request: Request, number: int) -> HttpResponse:
    """Give a draft up."""
    services.discard(_latest(request, number), by=request.actor, at=request.now)
    return done(request, "rulebook:house", _("Discarded."))


@verb(can=Can.APPROVE_HOUSE)
def send_back(request: Request, number: int) -> HttpResponse:
    """Make a proposed rule a draft again."""
    form = ReasonForm.of(request)
    if form.ready():
        services.send_back(_latest(request, number), by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, reverse("rulebook:house_rule", args=[number]), _("Sent back."))
    return _ask(request, form, number, _("Send this rule back"))


@verb(can=Can.APPROVE_HOUSE)
def retire(request: Request, number: int) -> HttpResponse:
    """Take a rule out of the company's pack."""
    form = ReasonForm.of(request)
    if form.ready():
        services.retire(_latest(request, number), by=request.actor, at=request.now, **form.cleaned_data)
        return done(
            request,
            reverse("rulebook:house_rule", args=[number]),
            _("Retired. It ends at a site once that adopts the new version."),
        )
    return _ask(request, form, number, _("Retire this rule"))


def _ask(request: Request, form: ReasonForm, number: int, title: str) -> HttpResponse:
    rule = queries.get_rule(request.actor, number)
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        hint=title_of(rule.latest),
        submit=title,
        back=reverse("rulebook:house_rule", args=[number]),
    )


@verb(can=Can.ADOPT)
def adopt(request: Request) -> HttpResponse:
    """Keep the latest version of the house rules at the site from a moment on; what changes is shown first."""
    if request.site is None:
        raise NotFound
    try:
        version = queries.latest_version(request.actor)
    except NotFound as absent:
        raise Refused(
            Refusal(
                "nothing_approved",
                gettext_lazy("No house rule is approved yet. Write and propose one first."),
            )
        ) from absent
    form = AdoptHouseForm.of(request, initial={"from_at": _next_monday(request.now)})
    if form.ready():
        services.adopt_house(request.site.pk, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "rulebook:house", _("Adopted."))
    pack = pack_of(version)
    here = next(
        (one for one in rulebook.rules_of(request.site.pk).in_force(request.now) if one.pack.key == HOUSE),
        None,
    )
    before = here.pack if here else None
    changed = rulebook_rules.difference(before, pack)
    return page(
        request,
        "rulebook/adopt.html#form",
        form=form,
        offer=rulebook.Offer(pack, version, here),
        changed=changed,
        duties=[
            (
                one,
                told(one.before, before) if one.before and before else None,
                told(one.after, pack) if one.after else None,
            )
            for one in changed.duties
        ],
        title=_("Adopt the house rules, version %(version)s") % {"version": version.version},
        submit=_("Adopt this version"),
        back=reverse("rulebook:house"),
    )


def _next_monday(now: datetime) -> datetime:
    """The first moment of next week on the site's clock."""
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=7 - day.weekday())


def _latest(request: Request, number: int) -> HouseRule:
    return queries.get_rule(request.actor, number).latest
