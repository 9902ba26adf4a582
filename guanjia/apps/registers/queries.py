"""Reading registers: which a site keeps, what was entered, who signs next, what may be done with an entry now."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.people import queries as people
from guanjia.apps.places import queries as places
from guanjia.apps.registers import grams, inbox, rules, sight
from guanjia.apps.registers.lifecycle import LIFECYCLE
from guanjia.apps.registers.models import Entries, Entry, EntryImport
from guanjia.apps.registers.terms import ANY, CAN_OF, CUSTOMER, Can
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce, SiteRules
from guanjia.apps.rulebook.terms import Action, Field, FieldKind, RegisterTerm
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound, Text


@dataclass(frozen=True)
class Register:
    """A register of a site: how the site keeps the pack that declares it, and what it declares.

    ``is_in_force`` is False for one the present rulebook no longer has; ``entries`` counts those of this month.
    """

    here: InForce
    term: RegisterTerm
    is_in_force: bool = True
    entries: int = 0

    @property
    def pack(self) -> str:
        """The key of the pack whose book it is: a company's own edition of a shipped register goes on in the book of that one."""
        return self.term.replaces.partition(".")[0] or self.here.pack.key

    @property
    def key(self) -> str:
        """The key of the register in its pack."""
        return self.term.key

    @property
    def signers(self) -> str:
        """Everybody who signs an entry, in order."""
        return " → ".join(str(self.name_of(one)) for one in self.term.signed_by)

    @property
    def fields_asked(self) -> tuple[Field, ...]:
        """The fields that are filled in when an entry is made; the others wait for an action."""
        return tuple(one for one in self.term.fields if not one.at_action)

    @property
    def posts(self) -> list[tuple[str, str]]:
        """The posts of the pack, to choose from."""
        return [(key, str(post.name)) for key, post in self.here.pack.posts.items()]

    def post_names(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What the posts are called that an entry names, by reference ("post:cs_manager")."""
        named = [
            values[one.key] for one in self.term.fields if one.kind is FieldKind.POST and values.get(one.key)
        ]
        return {f"post:{key}": str(self.name_of(key)) for key in named}

    def fields_at(self, action: str) -> tuple[Field, ...]:
        """The fields an action asks for."""
        return tuple(one for one in self.term.fields if one.at_action == action)

    def field(self, key: str) -> Field:
        """One of the fields. Raises ``NotFound``."""
        found = next((one for one in self.term.fields if one.key == key), None)
        if found is None:
            raise NotFound
        return found

    @property
    def entered_by(self) -> str:
        """The posts that may make entries; "" where whoever has the capability may."""
        return " / ".join(str(self.name_of(one)) for one in self.term.enter_by)

    def may_enter(self, actor: Actor) -> bool:
        """Whether somebody may make entries: with the capability, and one of the posts that are named for it."""
        site_id, posts = self.here.site_id, self.term.enter_by
        if not actor.can(Can.ENTER, site_id):
            return False
        return not posts or actor.is_system or any(actor.holds(one, site_id) for one in posts)

    @property
    def has_private(self) -> bool:
        """Whether something in it is not for everybody who sees the register."""
        return any(one.is_private for one in self.term.fields)

    def action(self, key: str) -> Action:
        """One of the actions the register declares. Raises ``NotFound``."""
        found = next((one for one in self.term.actions if one.key == key), None)
        if found is None:
            raise NotFound
        return found

    def stage_label(self, key: str) -> Text:
        """What a state of the register's own is called."""
        return next((str(one.label) for one in self.term.stages if one.key == key), key)

    def name_of(self, signer: str) -> Text:
        """What a post of the pack, or the customer, is called."""
        if signer == CUSTOMER:
            return _("Customer")
        if ANY in signer:
            return " / ".join(str(self.name_of(one)) for one in signer.split(ANY))
        post = self.here.pack.posts.get(signer)
        return str(post.name) if post else signer


# --- Registers ---------------------------------------------------------------------------------------------------------


def list_registers(actor: Actor, site_id: int, at: datetime) -> list[Register]:
    """The registers a site keeps at a moment, pack by pack, with the number of entries since the first of the month.

    Struck entries do not count. Raises ``NotFound`` for a site where the actor sees no registers.
    """
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    zone = ZoneInfo(organisations.site(site_id).timezone)
    first = at.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Entry.objects.filter(site_id=site_id, entered_at__gte=first).counting()
    counted = rows.order_by().values_list("pack", "register").annotate(Count("pk"))
    counts = {(pack, register): count for pack, register, count in counted}
    return [
        replace(one, entries=counts.get((one.pack, one.key), 0))
        for one in _kept(rulebook.rules_of(site_id), at)
    ]


def _kept(site_rules: SiteRules, at: datetime) -> list[Register]:
    """The registers in force at a moment. A company's own edition stands in place of the shipped one, where that pack is kept."""
    in_force = site_rules.in_force(at)
    there = {f"{here.pack.key}.{key}" for here in in_force for key in here.pack.registers}
    own = {
        term.replaces: Register(here, term)
        for here in in_force
        for term in here.pack.registers.values()
        if term.replaces in there
    }
    return [
        own.get(f"{here.pack.key}.{term.key}", Register(here, term))
        for here in in_force
        for term in here.pack.registers.values()
        if not term.replaces
    ]


def get_register(actor: Actor, site_id: int, pack: str, register: str, at: datetime) -> Register:
    """One register of a site: as it is kept at this moment, else as it was kept last. Raises ``NotFound``."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    site_rules = rulebook.rules_of(site_id)
    for one in _kept(site_rules, at):
        if (one.pack, one.key) == (pack, register):
            return one
    for _from_at, step in reversed(site_rules.lines.get(pack, ())):
        if step is not None and register in step.pack.registers:
            return Register(step, step.pack.registers[register], is_in_force=False)
    raise NotFound


def register_of(entry: Entry) -> Register:
    """The register an entry was made in, in the version of that day."""
    return register_in(entry.site_id, entry.adoption_id, entry.register)


def register_in(site_id: int, adoption_id: int, register: str) -> Register:
    """A register in one of the versions a site kept."""
    here = rulebook.adoption_by_id(site_id, adoption_id)
    return Register(here, here.pack.registers[register])


# --- Entries -----------------------------------------------------------------------------------------------------------


def list_entries(actor: Actor, site_id: int | None = None) -> Entries:
    """The entries of the sites whose registers an actor sees, perhaps only of one site."""
    rows = Entry.objects.filter(company_id=actor.company_id)
    if site_id is None:
        return rows if actor.is_system else rows.filter(site_id__in=actor.sites_with(Can.SEE))
    # One site alone, and no list of sites beside it: with both PostgreSQL would sort the register instead of reading it in order.
    return rows.filter(site_id=site_id) if actor.can(Can.SEE, site_id) else rows.none()


def search(
    actor: Actor, words: str, *, site_id: int | None = None, pack: str = "", register: str = ""
) -> Entries:
    """The entries in which all these words stand, of the sites the actor sees, perhaps of one site or one of its registers.

    Nobody finds an entry by what only some may see of it: that is not among the words it is found by.
    """
    rows, marks = list_entries(actor, site_id), []
    if pack and register:
        rows = rows.of(pack, register)
    if site_id is not None:
        is_book = pack and register
        marks = [grams.book_word(site_id, pack, register) if is_book else grams.site_word(site_id)]
    return rows.saying(words, marks)


def get_entry(actor: Actor, ref: str) -> Entry:
    """One entry with its site and what stands in its place. Raises ``NotFound``."""
    rows = list_entries(actor).filter(ref=ref)
    found = rows.select_related("site__company", "replaced_by", "replaces").first()
    if found is None:
        raise NotFound
    return found


def list_imports(actor: Actor, site_id: int, pack: str, register: str) -> QuerySet[EntryImport]:
    """The imports of a register, the latest first."""
    rows = EntryImport.objects.filter(
        company_id=actor.company_id, site_id=site_id, pack=pack, register=register
    )
    return rows.defer("lines").order_by("-id")


def get_import(actor: Actor, ref: str) -> EntryImport:
    """One import. Raises ``NotFound``."""
    rows = EntryImport.objects.filter(company_id=actor.company_id, ref=ref)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.STRIKE))
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def last_of(actor: Actor, kept: Register) -> Entry | None:
    """The latest entry somebody made in a register, to begin the next one with what it says."""
    rows = list_entries(actor, kept.here.site_id).of(kept.pack, kept.key).counting()
    return rows.filter(entered_by_id=actor.id, destroyed_at=None).order_by("-id").first()


def get_entries(actor: Actor, refs: Sequence[str]) -> list[Entry]:
    """Several entries in the order of their numbers given. Raises ``NotFound`` when one is not there for the actor."""
    rows = list_entries(actor).filter(ref__in=refs).select_related("site__company", "replaced_by")
    found = {one.ref: one for one in rows.prefetch_related("signatures")}
    if any(ref not in found for ref in refs):
        raise NotFound
    return [found[ref] for ref in refs]


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """What people call the things of references; one query for each kind there is."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        kind, _colon, pk = ref.partition(":")
        if kind in _NAMES and pk.isdecimal() and len(pk) < 19:
            by_kind[kind].add(int(pk))
    return {f"{kind}:{pk}": name for kind, ids in by_kind.items() for pk, name in _NAMES[kind](ids).items()}


def _site_names(ids: Iterable[int]) -> dict[int, str]:
    return {pk: organisations.site(pk).name for pk in ids}


_NAMES: dict[str, Callable[[set[int]], dict[int, str]]] = {
    "site": _site_names,
    "staff": organisations.staff_names,
    "person": people.person_names,
    "unit": places.unit_codes,
    "place": places.place_names,
    "building": places.building_names,
    "group": places.group_names,
}


def names_in(entries: Iterable[Entry]) -> dict[str, str]:
    """The names of everything some entries speak of, in a fixed number of queries."""
    refs: set[str] = set()
    posts: dict[str, str] = {}
    for entry in entries:
        kept = register_of(entry)
        refs |= rules.refs_of(kept.term.fields, entry.values) | {entry.about}
        posts |= kept.post_names(entry.values)
    return names_of(refs) | posts


def seen_values(entry: Entry, reader: Actor) -> tuple[dict[str, Any], list[str]]:
    """The values of an entry a reader sees, by field; and the fields that are filled in and kept from them."""
    return sight.all_seen(register_of(entry).term.fields, entry, reader)


# --- Signing, and what may be done now ---------------------------------------------------------------------------------


def list_to_sign(actor: Actor, at: datetime, site_id: int | None = None) -> Entries:
    """The entries that wait for the actor's signature, at all their sites or one: their posts', and those of vacant posts below."""
    sites = sorted(actor.sites_with(Can.SIGN)) if site_id is None else [site_id]
    return inbox.waiting_for(list_entries(actor, site_id), actor, sites, at)


def signing_ids(entry: Entry, post: str, at: datetime) -> list[int]:
    """Who may sign as a post, or as any of "a|b": holders and stand-ins; where the site has none, those of the post above."""
    pack = register_of(entry).here.pack
    return [pk for _one, found in inbox.holding(entry, pack, post, at) for pk in found]


def signing_as(entry: Entry, level: str, actor: Actor, at: datetime) -> str:
    """As which of the posts of a level somebody signs; the first when none is theirs."""
    found = inbox.holding(entry, register_of(entry).here.pack, level, at)
    return next((one for one, holders in found if actor.id in holders), found[0][0])


def acting_ids(entry: Entry, action: Action, at: datetime) -> list[int]:
    """Who may take an action that posts are named for."""
    return signing_ids(entry, ANY.join(action.by), at)


@dataclass(frozen=True)
class Choice:
    """One step that would be accepted now; ``primary`` for the likeliest."""

    verb: str
    label: Text
    primary: bool = False
    action: str = ""
    """Of the verb ``act``: which action of the register."""


def next_steps(entry: Entry, actor: Actor, at: datetime) -> list[Choice]:
    """The steps the actor may take with an entry now, likeliest first."""
    if entry.is_destroyed:
        return []
    kept = register_of(entry)
    signed_by = kept.term.signed_by
    signed = entry.signatures.count()
    offered = [
        step
        for step in LIFECYCLE.next_steps(entry.state)
        if actor.can(CAN_OF[step.verb], entry.site_id)
        and step.verb != "act"
        and step.verb != ("sign" if signed + 1 >= len(signed_by) else "sign_last")
        and (CAN_OF[step.verb] != Can.SIGN or _may_sign(entry, actor, at))
        and (step.verb != "rewrite" or _may_rewrite(entry, actor, at))
    ]
    choices = [Choice(step.verb, step.label, primary=step.verb.startswith("sign")) for step in offered]
    signs = any(one.primary for one in choices)
    actions = [
        Choice("act", str(one.label), primary=not signs and place == 0, action=one.key)
        for place, one in enumerate(one for one in kept.term.actions if _may_act(entry, one, actor, at))
    ]
    return [*choices[:1], *actions, *choices[1:]] if signs else [*actions, *choices]


def _may_act(entry: Entry, action: Action, actor: Actor, at: datetime) -> bool:
    if not LIFECYCLE.allows(entry.state, "act") or not actor.can(Can.ENTER, entry.site_id):
        return False
    if action.capability and not actor.can(action.capability, entry.site_id):
        return False
    holders = acting_ids(entry, action, at) if action.by else ()
    unsigned = bool(entry.signer_due)
    return (
        rules.why_not_act(action, entry.stage, is_unsigned=unsigned, actor_id=actor.id, holders=holders)
        is None
    )


def _may_sign(entry: Entry, actor: Actor, at: datetime) -> bool:
    signer = entry.signer_due
    holders = signing_ids(entry, signer, at) if signer not in ("", CUSTOMER) else ()
    return rules.why_not_sign(signer, signer_name="", actor_id=actor.id, holders=holders) is None


def _may_rewrite(entry: Entry, actor: Actor, at: datetime) -> bool:
    if not actor.can(Can.ENTER, entry.site_id):
        return False
    return get_register(actor, entry.site_id, entry.pack, entry.register, at).is_in_force
