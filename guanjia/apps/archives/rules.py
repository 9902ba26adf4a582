"""Pure decisions: what a file must hold, how each item stands, and why a step is refused."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.apps.archives.terms import LACKING, LoanState, Sheet, Standing
from guanjia.apps.rulebook.terms import Bilingual, Expression, FileItem, FilePlan
from guanjia.kernel.periods import why_too_far
from guanjia.kernel.refusals import Refusal, Text

SHORTEST_REASON = 2
DEFAULT_YEARS = 10
"""How long a closed file is kept at a site whose rulebooks have no plan for it."""

FACT_WORDS: dict[str, Text] = {
    "owned": _("it has an owner"),
    "let": _("it is let"),
    "delivered": _("it has been handed over"),
    "fitted_out": _("it is or was fitted out"),
    "moved_in": _("somebody has moved in"),
    "lived_in": _("somebody lives or works there"),
    "business": _("the customer is a business"),
    "owner": _("they own a unit"),
    "tenant": _("they rent a unit"),
    "family": _("they belong to a family here"),
    "contact": _("they are a contact"),
    "emergency": _("they are an emergency contact"),
}


# --- What a file must hold ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of a pack a site keeps, with the pack's key and title and the names of its posts."""

    pack: str
    pack_title: Bilingual
    plan: FilePlan
    posts: Mapping[str, Bilingual] = field(default_factory=dict)

    def holds_for(self, facts: Mapping[str, bool]) -> bool:
        """Whether it is the plan of a holder."""
        return self.plan.when is None or bool(self.plan.when.of(facts))


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing a file is asked for, perhaps by several plans at once.

    ``by`` are the papers that fulfil it, those of a pack with its name ("entry:estate_posts/ep_customer_file"); ``expiry`` names for them the
    field with the last day. ``clauses`` are pack, its title and number of each clause that asks. ``needed`` is False for what is
    optional or not asked for in this case; ``only_when`` then says when it would be.
    """

    key: str
    title: Bilingual
    needed: bool
    by: tuple[str, ...] = ()
    expiry: Mapping[str, str] = field(default_factory=dict)
    who: Bilingual = field(default_factory=Bilingual)
    who_key: str = ""
    optional: bool = False
    only_when: tuple[Expression, ...] = ()
    sensitive: bool = False
    lasting: bool = False
    expires: bool = False
    valid_years: int = 0
    clauses: tuple[tuple[str, Bilingual, str], ...] = ()

    @property
    def register(self) -> tuple[str, str] | None:
        """The pack and key of the register in which an entry supplies it, if there is one."""
        found = next((one.removeprefix("entry:") for one in self.by if one.startswith("entry:")), "")
        pack, _slash, key = found.partition("/")
        return (pack, key) if key else None


def asked_of(plans: Iterable[Plan], facts: Mapping[str, bool]) -> list[Ask]:
    """What the plans ask of a holder, in their order; the same key in several plans is one thing."""
    found: dict[str, list[tuple[Plan, FileItem]]] = {}
    for here in plans:
        if here.holds_for(facts):
            for item in here.plan.items:
                found.setdefault(item.key, []).append((here, item))
    return [_merged(key, same, facts) for key, same in found.items()]


def _merged(key: str, same: Sequence[tuple[Plan, FileItem]], facts: Mapping[str, bool]) -> Ask:
    items = [item for _here, item in same]
    who = next(((here, item.who) for here, item in same if item.who), None)
    by = {_kind(here.pack, one): item.expires_field for here, item in same for one in item.by}
    return Ask(
        key=key,
        title=items[0].title,
        needed=any(not one.optional and (one.when is None or bool(one.when.of(facts))) for one in items),
        by=tuple(by),
        expiry={kind: name for kind, name in by.items() if name},
        who=who[0].posts.get(who[1], Bilingual()) if who else Bilingual(),
        who_key=who[1] if who else "",
        optional=all(one.optional for one in items),
        only_when=tuple(one.when for one in items if one.when),
        sensitive=any(one.sensitive for one in items),
        lasting=any(one.lasting for one in items),
        expires=any(one.expires for one in items),
        valid_years=max(one.valid_years for one in items),
        clauses=tuple((here.pack, here.pack_title, here.plan.clause) for here, _item in same),
    )


def _kind(pack: str, by: str) -> str:
    kind, colon, key = by.partition(":")
    return f"{kind}:{pack}/{key}" if colon else by


def condition_words(when: Expression) -> str:
    """When an item is needed, in words."""
    return _words(when.tree)


def _words(node: Any) -> str:
    if node.op == "name":
        return str(FACT_WORDS.get(node.value, node.value))
    if node.op == "not":
        return gettext("not: %(condition)s") % {"condition": _words(node.parts[0])}
    joint = gettext(" or ") if node.op == "or" else gettext(" and ")
    return joint.join(_words(one) for one in node.parts)


def keep_years(plans: Sequence[Plan], facts: Mapping[str, bool]) -> int:
    """For how many years a file is kept once it is closed: by the plan that keeps it longest."""
    mine = [one for one in plans if one.holds_for(facts)] or list(plans)
    return max((one.plan.keep_years for one in mine), default=DEFAULT_YEARS)


def kept_until(closed_on: date, years: int) -> date:
    """The first day a file closed on a day need not be kept any more."""
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:  # the 29th of February
        return closed_on.replace(year=closed_on.year + years, day=28)


# --- How each item stands ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper that counts for an item: of some room, or filed by hand (then ``filed`` is it, else None).

    ``url`` opens it, "" for whoever may not; ``title`` is then only what kind it is of.
    """

    ref: str
    title: Text
    on: date
    url: str = ""
    kind: Text = ""
    expires_on: date | None = None
    filed: Any = None

    def is_expired(self, today: date) -> bool:
        """Whether it holds no longer."""
        return self.expires_on is not None and self.expires_on <= today


@dataclass(frozen=True, slots=True)
class Slot:
    """One item of one holder's file: how it stands, and by what. ``reason`` says why it is done without."""

    ask: Ask
    standing: Standing
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""

    @property
    def is_lacking(self) -> bool:
        """Whether somebody has to supply it."""
        return self.standing in LACKING

    @property
    def counts(self) -> bool:
        """Whether it belongs to the m of "n of m"."""
        return self.is_lacking or (self.standing is Standing.PRESENT and self.ask.needed)


def slot_of(ask: Ask, evidence: Sequence[Evidence], waived: str, today: date) -> Slot:
    """How an item stands; ``waived`` is the reason it is done without, "" when it is not."""
    found = tuple(sorted(evidence, key=lambda one: (one.is_expired(today), -one.on.toordinal())))
    if any(not one.is_expired(today) for one in found):
        return Slot(ask, Standing.PRESENT, found)
    if waived:
        return Slot(ask, Standing.WAIVED, found, waived)
    if not ask.needed:
        return Slot(ask, Standing.OPTIONAL if ask.optional else Standing.NOT_NEEDED, found)
    return Slot(ask, Standing.EXPIRED if found else Standing.MISSING, found)


def expiry_of(sheet: Sheet, ask: Ask | None) -> date | None:
    """The first day a paper holds no longer: as given, else by the years the plan gives it."""
    if sheet.expires_on is not None or ask is None or not ask.valid_years or sheet.dated_on is None:
        return sheet.expires_on
    return kept_until(sheet.dated_on, ask.valid_years)


# --- Why not -----------------------------------------------------------------------------------------------------------


def why_not_reason(reason: str, field: str = "reason") -> Refusal | None:
    """A look, a waiver, a taking out needs a reason that says something."""
    if len(reason.strip()) >= SHORTEST_REASON:
        return None
    return Refusal("reason_missing", _("Write the reason; the journal keeps it."), field=field)


def why_not_file(
    sheet: Sheet, ask: Ask | None, *, known: Collection[str], scans: int, today: date
) -> list[Refusal | None]:
    """A paper is of an item the file has (or has a name), has a day, and can be found again: by a scan or by its place."""
    dated, expires = sheet.dated_on, sheet.expires_on
    unknown = bool(sheet.item) and sheet.item not in known
    lost = not scans and not (sheet.is_original and sheet.place.strip())
    return [
        Refusal("item_unknown", _("The plan of this file has no such item. Choose one."), field="item")
        if unknown
        else None,
        Refusal("title_missing", _("Say what paper it is."), field="title")
        if not sheet.item and not sheet.title.strip()
        else None,
        Refusal("no_day", _("Give the day the paper bears."), field="dated_on") if dated is None else None,
        Refusal("day_to_come", _("A paper does not bear a day to come."), field="dated_on")
        if dated is not None and dated > today
        else None,
        Refusal(
            "expires_before",
            _("It would expire before its own day. Correct one of the two."),
            field="expires_on",
        )
        if expires is not None and dated is not None and expires <= dated
        else None,
        Refusal("no_expiry", _("This paper holds for a time. Say until when."), field="expires_on")
        if ask is not None and ask.expires and expiry_of(sheet, ask) is None
        else None,
        Refusal("no_pages", _("Count the pages; there is at least one."), field="pages")
        if sheet.pages < 1
        else None,
        Refusal(
            "not_to_be_found",
            _("Add a scan, or say that it is the original and where it stands."),
            field="scans",
        )
        if lost
        else None,
    ]


def why_not_waive(ask: Ask | None) -> Refusal | None:
    """Only what is needed is done without."""
    if ask is not None and ask.needed:
        return None
    return Refusal("not_needed", _("This file does not need that paper anyway."))


def why_waived(*, is_waived: bool) -> Refusal | None:
    """An item is done without once."""
    return Refusal("waived_already", _("This file does without it already.")) if is_waived else None


def why_not_lift(*, is_waived: bool) -> Refusal | None:
    """Only what is done without can be asked for again."""
    return None if is_waived else Refusal("not_waived", _("Nobody said that this file does without it."))


def why_closed(*, is_open: bool) -> Refusal | None:
    """Nothing goes in or out of a closed volume."""
    return None if is_open else Refusal("file_closed", _("This volume is closed; it stays as it is."))


def why_lent(*, is_out: bool) -> Refusal | None:
    """What is with a borrower stays on the list."""
    return Refusal("is_out", _("The original is out. Take it back first.")) if is_out else None


def why_not_ask(
    *, name: str, reason: str, due_at: datetime | None, at: datetime, has_original: bool
) -> list[Refusal | None]:
    """A loan has somebody, a reason, a time of return to come, and an original to hand out."""
    return [
        None if name.strip() else Refusal("borrower_missing", _("Say who borrows it."), field="staff_id"),
        why_not_reason(reason),
        why_too_far(due_at, at, "due_at")
        if due_at is not None and due_at > at
        else Refusal("due_passed", _("Choose a time of return that is still to come."), field="due_at"),
        None
        if has_original
        else Refusal("no_original", _("We do not hold the original of this paper. Open its scan instead.")),
    ]


def why_not_approve(*, by_id: int | None, borrower_id: int | None, is_system: bool) -> Refusal | None:
    """Nobody approves a loan to themselves."""
    if is_system or by_id is None or by_id != borrower_id:
        return None
    return Refusal("own_loan", _("Nobody approves a loan to themselves. Ask a colleague."))


def why_not_hand_out(*, state: str, is_out: bool, holder: str) -> list[Refusal | None]:
    """It is approved, and it is there."""
    return [
        None
        if state == LoanState.APPROVED
        else Refusal("not_approved", _("This loan is not approved. Have it approved first.")),
        Refusal("gone_already", _("%(name)s has it. Take it back first."), params={"name": holder})
        if is_out
        else None,
    ]


def why_not_take_back(*, pages: int, pages_back: int, sound: bool, note: str) -> list[Refusal | None]:
    """The pages are counted; what is missing or damaged needs a word."""
    odd = pages_back != pages or not sound
    return [
        Refusal("pages_negative", _("Count the pages."), field="pages_back") if pages_back < 0 else None,
        Refusal("note_missing", _("Say what is missing or damaged."), field="end_note")
        if odd and not note.strip()
        else None,
    ]


def why_not_close(*, is_out: bool, reason: str) -> list[Refusal | None]:
    """A file is closed for a reason, when everything of it is back."""
    return [
        why_not_reason(reason),
        Refusal("still_out", _("An original of this file is out. Take it back first.")) if is_out else None,
    ]


def why_not_second(*, first: int | None, by_id: int | None, is_system: bool) -> Refusal | None:
    """The second of two is another person."""
    if is_system or first is None or first != by_id:
        return None
    return Refusal("same_person", _("Somebody else has to do this: two pairs of eyes see a file destroyed."))


def why_not_hold(*, is_closed: bool) -> Refusal | None:
    """Only a closed file, not yet destroyed, has a time that could be over."""
    return None if is_closed else Refusal("not_closed", _("Only a closed file is kept beyond its time."))


def why_not_list(*, found: int, waits: bool) -> list[Refusal | None]:
    """There is something to destroy, and no list waits."""
    return [
        Refusal("one_waits", _("A list is waiting already. Have it decided first.")) if waits else None,
        None
        if found
        else Refusal("nothing_past_time", _("No closed file is past its time. There is nothing to destroy.")),
    ]
