"""Reading registers: which a site keeps, what was entered, who signs next, what may be done with an entry now."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.people import queries as people
from guanjia.apps.places import queries as places
from guanjia.apps.registers import rules
from guanjia.apps.registers.lifecycle import LIFECYCLE
from guanjia.apps.registers.models import Entries, Entry
from guanjia.apps.registers.terms import CAN_OF, CUSTOMER, Can
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import RegisterTerm
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
        """The key of the pack."""
        return self.here.pack.key

    @property
    def key(self) -> str:
        """The key of the register in its pack."""
        return self.term.key

    @property
    def signers(self) -> str:
        """Everybody who signs an entry, in order."""
        return " → ".join(str(self.name_of(one)) for one in self.term.signed_by)

    def name_of(self, signer: str) -> Text:
        """What a post of the pack, or the customer, is called."""
        if signer == CUSTOMER:
            return _("Customer")
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
        Register(here, term, entries=counts.get((here.pack.key, term.key), 0))
        for here in rulebook.rules_of(site_id).in_force(at)
        for term in here.pack.registers.values()
    ]


def get_register(actor: Actor, site_id: int, pack: str, register: str, at: datetime) -> Register:
    """One register of a site: as it is kept at this moment, else as it was kept last. Raises ``NotFound``."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    site_rules = rulebook.rules_of(site_id)
    for here in site_rules.in_force(at):
        if here.pack.key == pack and register in here.pack.registers:
            return Register(here, here.pack.registers[register])
    for _from_at, step in reversed(site_rules.lines.get(pack, ())):
        if step is not None and register in step.pack.registers:
            return Register(step, step.pack.registers[register], is_in_force=False)
    raise NotFound


def register_of(entry: Entry) -> Register:
    """The register an entry was made in, in the version of that day."""
    here = rulebook.adoption_by_id(entry.site_id, entry.adoption_id)
    return Register(here, here.pack.registers[entry.register])


# --- Entries -----------------------------------------------------------------------------------------------------------


def list_entries(actor: Actor, site_id: int | None = None) -> Entries:
    """The entries of the sites whose registers an actor sees, perhaps only of one site."""
    rows = Entry.objects.filter(company_id=actor.company_id)
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return rows if actor.is_system else rows.filter(site_id__in=actor.sites_with(Can.SEE))


def get_entry(actor: Actor, ref: str) -> Entry:
    """One entry with its site and what stands in its place. Raises ``NotFound``."""
    rows = list_entries(actor).filter(ref=ref)
    found = rows.select_related("site__company", "replaced_by", "replaces").first()
    if found is None:
        raise NotFound
    return found


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """What people call the things of references; one query for each kind there is."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        kind, _colon, pk = ref.partition(":")
        if kind in _NAMES and pk.isdecimal():
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
    for entry in entries:
        refs |= rules.refs_of(register_of(entry).term.fields, entry.values) | {entry.about}
    return names_of(refs)


# --- Signing, and what may be done now ---------------------------------------------------------------------------------


def list_to_sign(actor: Actor, site_id: int) -> Entries:
    """The entries that wait for the signature of a post the actor holds or stands in for."""
    return list_entries(actor, site_id).to_sign(actor.posts)


def signing_ids(entry: Entry, post: str, at: datetime) -> list[int]:
    """Who may sign as a post: its holders and their stand-ins; where the site has none, those of the post above."""
    pack = register_of(entry).here.pack
    for one in (post, *pack.line_above(post)):
        if found := organisations.holder_ids(entry.site_id, one, at):
            return found
    return []


@dataclass(frozen=True)
class Choice:
    """One step that would be accepted now; ``primary`` for the likeliest."""

    verb: str
    label: Text
    primary: bool = False


def next_steps(entry: Entry, actor: Actor, at: datetime) -> list[Choice]:
    """The steps the actor may take with an entry now, likeliest first."""
    signed_by = register_of(entry).term.signed_by
    signed = entry.signatures.count()
    offered = [
        step
        for step in LIFECYCLE.next_steps(entry.state)
        if actor.can(CAN_OF[step.verb], entry.site_id)
        and step.verb != ("sign" if signed + 1 >= len(signed_by) else "sign_last")
        and (CAN_OF[step.verb] != Can.SIGN or _may_sign(entry, actor, at))
        and (step.verb != "rewrite" or _may_rewrite(entry, actor, at))
    ]
    return [Choice(step.verb, step.label, primary=step.verb.startswith("sign")) for step in offered]


def _may_sign(entry: Entry, actor: Actor, at: datetime) -> bool:
    signer = entry.signer_due
    holders = signing_ids(entry, signer, at) if signer not in ("", CUSTOMER) else ()
    return rules.why_not_sign(signer, signer_name="", actor_id=actor.id, holders=holders) is None


def _may_rewrite(entry: Entry, actor: Actor, at: datetime) -> bool:
    if not actor.can(Can.ENTER, entry.site_id):
        return False
    return get_register(actor, entry.site_id, entry.pack, entry.register, at).is_in_force
