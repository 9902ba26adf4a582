"""Reading the forms a company designs: its own, what they could begin with, and what is wrong with one."""

from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import memory
from guanjia.apps.rulebook.house import checking, forming, toml
from guanjia.apps.rulebook.house.forming import Brought, Form, Mistake, Tried
from guanjia.apps.rulebook.house.vocabulary import Vocabulary, vocabulary
from guanjia.apps.rulebook.loading import Knowledge
from guanjia.apps.rulebook.memory import InForce
from guanjia.apps.rulebook.models import HouseForm, HouseRule, PackVersion
from guanjia.apps.rulebook.queries.editions import UNWRITTEN, Lineage, by_number
from guanjia.apps.rulebook.terms import Can, RegisterTerm
from guanjia.apps.rulebook.terms import declared as declaring
from guanjia.apps.rulebook.terms.declared import Declared
from guanjia.apps.rulebook.terms.house import HOUSE, IN_WORK, RuleState
from guanjia.kernel.actor import Actor
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.refusals import NotFound, Refusal, Text

__all__ = [
    "UNWRITTEN",
    "Brought",
    "HouseFormEditions",
    "Mistake",
    "Tried",
    "capability_choices",
    "form_as_toml",
    "from_toml",
    "get_form",
    "list_forms",
    "on_trial",
    "proving_rules",
    "replacing",
    "shipped",
    "tried",
    "why_not_take",
    "words_of",
]

HouseFormEditions: TypeAlias = Lineage[HouseForm]


def list_forms(actor: Actor) -> list[HouseFormEditions]:
    """The forms of the actor's company, the newest first. Raises ``NotFound`` for whoever may not read rulebooks."""
    _require_reader(actor)
    return by_number(HouseForm.objects.filter(company_id=actor.company_id).order_by("-number", "-edition"))


def get_form(actor: Actor, number: int) -> HouseFormEditions:
    """One form. Raises ``NotFound``."""
    _require_reader(actor)
    rows = HouseForm.objects.filter(company_id=actor.company_id, number=number).order_by("-edition")
    if not rows:
        raise NotFound
    return Lineage(number, tuple(rows))


def _require_reader(actor: Actor) -> None:
    if not any(actor.can(one, None) for one in (Can.SEE, Can.DESIGN_FORMS)):
        raise NotFound


# --- What a form can begin with ----------------------------------------------------------------------------------------


def shipped(actor: Actor, name: str, at: datetime) -> Declared:
    """What a register of a shipped pack declares ("estate_desk.visitors"), as some site of the company keeps it.

    Raises ``NotFound`` when none does.
    """
    pack, _dot, key = name.partition(".")
    for site in organisations.list_sites(Actor.system(actor.company_id)):
        for here in memory.rules_of(site.pk).in_force(at):
            if here.pack.key == pack != HOUSE and key in here.pack.registers:
                return _declared_in(here, key)
    raise NotFound


def _declared_in(here: InForce, key: str) -> Declared:
    version = PackVersion.objects.get(pk=here.version.pk)
    row = next(one for one in version.content["register"] if one["key"] == key)
    found = declaring.of_register(row)
    return {**found, "keep_years": here.pack.registers[key].keep_years}


def replacing(actor: Actor, name: str) -> HouseForm | None:
    """The form of the company that stands, or is to stand, in place of a shipped register."""
    states = (*IN_WORK, RuleState.APPROVED)
    return HouseForm.objects.filter(company_id=actor.company_id, replaces=name, state__in=states).first()


def proving_rules(form: HouseForm) -> list[HouseRule]:
    """The approved rules of the company that could not be kept without this form; one in place of a shipped register leaves that."""
    if form.replaces:
        return []
    rows = HouseRule.objects.filter(company_id=form.company_id, state=RuleState.APPROVED).order_by("number")
    key = form.declared.get("key")
    return [one for one in rows if key in (one.answers.get("register"), one.answers.get("of_register"))]


# --- What one comes to -------------------------------------------------------------------------------------------------


def words_of(actor: Actor, at: datetime) -> Vocabulary:
    """The posts and papers the actor's company can choose from."""
    return vocabulary(actor, at)


def capability_choices() -> list[tuple[str, Text]]:
    """Every capability of the product, by name."""
    return sorted(((str(key), label) for key, label in CAPABILITIES.items()), key=lambda one: str(one[1]))


def tried(
    actor: Actor, declared: Declared, at: datetime, *, number: int = UNWRITTEN, replaces: str = ""
) -> Tried:
    """A declaration handed to the loader of all packs: what it comes to, and every mistake at its place. Stores nothing."""
    words = words_of(actor, at)
    form = Form(number, declaring.cleaned(declared), replaces)
    content = checking.content_of((), words, "0", [form])
    found = forming.try_out(content, checking.source_of(content), number, Knowledge.of_product())
    mistakes = [one for one in (_taken(actor, found.key, number, replaces, words),) if one]
    return replace(found, mistakes=(*found.mistakes, *mistakes))


def _taken(actor: Actor, key: str, number: int, replaces: str, words: Vocabulary) -> Mistake | None:
    """A key names one register in a company: what an entry proves goes by it."""
    rows = HouseForm.objects.filter(company_id=actor.company_id, state=RuleState.APPROVED)
    others = {one.declared.get("key") for one in rows.exclude(number=number)}
    if key in others or (not replaces and key in words.registers):
        return Mistake(("key",), _("Another form or register has this key. Choose another."))
    return None


def why_not_take(form: HouseForm, actor: Actor, at: datetime) -> tuple[Refusal, ...]:
    """Everything that is wrong with a form, each at its place ("field.3.label")."""
    found = tried(actor, form.declared, at, number=form.number, replaces=form.replaces)
    return tuple(Refusal("not_loaded", one.sentence, ".".join(map(str, one.path))) for one in found.mistakes)


def on_trial(actor: Actor, found: Tried, site_id: int, at: datetime) -> tuple[InForce, RegisterTerm]:
    """The rules of a site that keeps this form and nothing else; what its form and its paper are shown by.

    Raises ``NotFound`` while it has no key to be found by.
    """
    term = found.pack.registers.get(found.key)
    if term is None or actor.company_id is None:
        raise NotFound
    version = PackVersion(key=HOUSE, version=found.pack.version, digest="0" * 64, stored_at=at)
    return InForce(0, site_id, at, found.pack, version, {}), term


def form_as_toml(form: HouseForm, actor: Actor, at: datetime) -> str:
    """A form with its clause and posts, as a pack could have it in a file."""
    _require_reader(actor)
    content = checking.content_of(
        (), words_of(actor, at), "1", [Form(form.number, form.declared, form.replaces)]
    )
    return toml.as_toml({key: value for key, value in content.items() if value})


def from_toml(actor: Actor, text: str, at: datetime) -> Brought:
    """The forms a TOML file declares, or its mistakes by line."""
    return forming.from_toml(text, words_of(actor, at), Knowledge.of_product())
