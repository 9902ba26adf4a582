"""Files as they stand: every item present, missing, expired or not needed, of one holder or of all of a site at once.

The number of queries is that of the rooms that have papers, and a few of our own; it does not grow with the number of holders.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.archives import rules
from guanjia.apps.archives.models import File, FiledPaper, PaperLoan, Waiver
from guanjia.apps.archives.queries.holders import Whose, holders
from guanjia.apps.archives.queries.plans import plans_of
from guanjia.apps.archives.rules import Ask, Evidence, Plan, Slot
from guanjia.apps.archives.terms import OPEN_LOANS, FileState, Holder, LoanState, PaperState, Standing
from guanjia.apps.documents.terms import PAPERS, Paper, Wanted, paper_kinds
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Text


@dataclass(frozen=True)
class Dossier:
    """One holder's file: what is asked for and how it stands, and the volume in use (None while nothing was done to it)."""

    whose: Whose
    plans: tuple[Plan, ...]
    slots: tuple[Slot, ...]
    file: File | None = None
    loans: tuple[PaperLoan, ...] = ()
    others: tuple[FiledPaper, ...] = ()
    """Papers filed by hand that no plan asks for."""

    @property
    def needed(self) -> int:
        """How many papers the file needs."""
        return sum(one.counts for one in self.slots)

    @property
    def have(self) -> int:
        """How many of them are there."""
        return sum(one.counts and one.standing is Standing.PRESENT for one in self.slots)

    @property
    def lacking(self) -> list[Slot]:
        """What is missing or has expired."""
        return [one for one in self.slots if one.is_lacking]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is lacking."""
        return not self.lacking

    @property
    def percent(self) -> int:
        """How complete it is."""
        return 100 * self.have // self.needed if self.needed else 100

    @property
    def box(self) -> str:
        """Where the binder stands."""
        return self.file.box if self.file else ""

    def slot(self, key: str) -> Slot | None:
        """One item by its key."""
        return next((one for one in self.slots if one.ask.key == key), None)


def dossiers(
    actor: Actor, site_id: int, at: datetime, of: Holder, ids: Iterable[int] | None = None
) -> list[Dossier]:
    """The files of a kind of holder at a site, or these. Raises ``NotFound`` where the actor sees no files."""
    return _of(actor, site_id, at, of, holders(actor, site_id, of, ids), everybody=ids is None)


def dossier_of(actor: Actor, whose: Whose, at: datetime) -> Dossier:
    """The file of one holder."""
    return _of(actor, whose.site_id, at, whose.of, [whose], everybody=False)[0]


def today_at(site_id: int, at: datetime) -> date:
    """The day on the clock of the site."""
    return at.astimezone(ZoneInfo(organisations.site(site_id).timezone)).date()


@dataclass
class _Own:
    """What is filed, waived and lent here, by volume."""

    files: dict[int, File] = field(default_factory=dict)
    papers: dict[int, list[FiledPaper]] = field(default_factory=lambda: defaultdict(list))
    waivers: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    loans: dict[int, list[PaperLoan]] = field(default_factory=lambda: defaultdict(list))


def _of(
    actor: Actor, site_id: int, at: datetime, of: Holder, found: list[Whose], *, everybody: bool
) -> list[Dossier]:
    plans = plans_of(site_id, at, of)
    known: dict[tuple[tuple[str, bool], ...], tuple[tuple[Plan, ...], list[Ask]]] = {}
    for one in found:
        facts = tuple(sorted(one.facts.items()))
        if facts not in known:
            mine = tuple(plan for plan in plans if plan.holds_for(one.facts))
            known[facts] = mine, rules.asked_of(mine, one.facts)
    asked = [ask for _mine, asks in known.values() for ask in asks]
    gathered = _gathered(site_id, of, asked, None if everybody else {one.pk for one in found})
    own = _own(site_id, of, None if everybody else [one.pk for one in found])
    look = _Look(actor, site_id, today_at(site_id, at), ZoneInfo(organisations.site(site_id).timezone))
    made = []
    for one in found:
        mine, asks = known[tuple(sorted(one.facts.items()))]
        made.append(_dossier(one, mine, asks, own, gathered.get(one.pk, {}), look))
    return made


def _dossier(
    whose: Whose,
    plans: tuple[Plan, ...],
    asks: list[Ask],
    own: _Own,
    gathered: Mapping[str, list[Paper]],
    look: "_Look",
) -> Dossier:
    file = own.files.get(whose.pk)
    papers = own.papers[file.pk] if file else []
    waived = own.waivers[file.pk] if file else {}
    by_item: dict[str, list[FiledPaper]] = defaultdict(list)
    for paper in papers:
        by_item[paper.item].append(paper)
    slots = []
    for ask in asks:
        since = None if file is None or ask.lasting else file.from_at
        there = [
            look.seen(paper)
            for kind in ask.by
            for paper in gathered.get(kind, ())
            if since is None or paper.at >= since
        ]
        there += [_filed(paper) for paper in by_item.pop(ask.key, ())]
        slots.append(rules.slot_of(ask, there, waived.get(ask.key, ""), look.today))
    others = tuple(paper for rest in by_item.values() for paper in rest)
    return Dossier(whose, plans, tuple(slots), file, tuple(own.loans[file.pk]) if file else (), others)


def _filed(paper: FiledPaper) -> Evidence:
    return Evidence(
        paper.ref,
        paper.title,
        paper.dated_on,
        paper.get_absolute_url(),
        expires_on=paper.expires_on,
        filed=paper,
    )


@dataclass
class _Look:
    """How papers of other rooms are shown to a reader: by title and link to whoever may open them."""

    actor: Actor
    site_id: int
    today: date
    zone: ZoneInfo
    kinds: dict[str, Text] = field(default_factory=paper_kinds)

    def seen(self, paper: Paper) -> Evidence:
        opens = self.actor.can(paper.can, self.site_id)
        begins, colon, _rest = paper.key.partition(":")
        kind = self.kinds.get(f"{begins}:" if colon else paper.key, "")
        return Evidence(
            paper.ref if opens else "",
            paper.title if opens else kind,
            paper.at.astimezone(self.zone).date(),
            paper.url if opens else "",
            kind,
            paper.expires_on,
        )


def _gathered(
    site_id: int, of: Holder, asked: Iterable[Ask], ids: set[int] | None
) -> dict[int, dict[str, list[Paper]]]:
    """The papers of the rooms, by holder and kind; each room is asked once."""
    asks = list(asked)
    keys = frozenset(kind for ask in asks for kind in ask.by)
    if not keys:
        return {}
    wanted = _wanted(
        site_id, of, ids, keys, {kind: name for ask in asks for kind, name in ask.expiry.items()}
    )
    found: dict[int, dict[str, list[Paper]]] = defaultdict(lambda: defaultdict(list))
    for source in PAPERS.values():
        if any(_has(source.kinds, key) for key in keys):
            for paper in source.find(wanted):
                for pk in _holders_of(paper, of):
                    found[pk][paper.key].append(paper)
    return found


def _wanted(
    site_id: int, of: Holder, ids: set[int] | None, keys: frozenset[str], expiry: dict[str, str]
) -> Wanted:
    if ids is None:
        return Wanted(site_id, keys, None, None, expiry)
    some = frozenset(ids)
    units, persons = (some, frozenset()) if of is Holder.UNIT else (frozenset(), some)
    return Wanted(site_id, keys, units, persons, expiry)


def _has(kinds: Mapping[str, Text], key: str) -> bool:
    return key in kinds or f"{key.partition(':')[0]}:" in kinds


def _holders_of(paper: Paper, of: Holder) -> tuple[int, ...]:
    if of is Holder.PERSON:
        return paper.person_ids
    return (paper.unit_id,) if paper.unit_id else ()


def _own(site_id: int, of: Holder, ids: list[int] | None) -> _Own:
    who: dict[str, Any] = {f"{of}__isnull": False} if ids is None else {f"{of}_id__in": ids}
    files = File.objects.filter(site_id=site_id, state=FileState.OPEN.value, **who)
    own = _Own({one.holder_id: one for one in files})
    of_file = {f"file__{name}": value for name, value in who.items()}
    in_use: dict[str, Any] = {"site_id": site_id, "file__state": FileState.OPEN.value, **of_file}
    lent = PaperLoan.objects.filter(state__in=[one.value for one in OPEN_LOANS], **in_use)
    for loan in lent.select_related("paper", "file__unit", "file__person").order_by("due_at"):
        own.loans[loan.file_id].append(loan)
    for paper in FiledPaper.objects.filter(state=PaperState.FILED.value, **in_use).order_by(
        "-dated_on", "-id"
    ):
        own.papers[paper.file_id].append(paper)
    for waiver in Waiver.objects.filter(lifted_at=None, **in_use):
        own.waivers[waiver.file_id][waiver.item] = waiver.reason
    return own


def further(actor: Actor, dossier: Dossier, at: datetime, most: int = 40) -> list[Evidence]:
    """What else the rooms have about a holder, the latest first: papers that count for no item of the file."""
    whose = dossier.whose
    wanted = _wanted(whose.site_id, whose.of, {whose.pk}, frozenset(), {})
    counted = {kind for slot in dossier.slots for kind in slot.ask.by}
    since = dossier.file.from_at if dossier.file else None
    papers = [
        paper
        for source in PAPERS.values()
        for paper in source.find(wanted)
        if paper.key not in counted and whose.pk in _holders_of(paper, whose.of)
        if since is None or paper.at >= since
    ]
    papers.sort(key=lambda one: one.at, reverse=True)
    look = _Look(
        actor,
        whose.site_id,
        today_at(whose.site_id, at),
        ZoneInfo(organisations.site(whose.site_id).timezone),
    )
    return [look.seen(one) for one in papers[:most]]


def is_out(loans: Iterable[PaperLoan]) -> bool:
    """Whether something of a file is with a borrower."""
    return any(one.state == LoanState.OUT for one in loans)
