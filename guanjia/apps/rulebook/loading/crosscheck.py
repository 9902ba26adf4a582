"""Holding a pack against what the product knows, and against itself."""

from collections.abc import Callable, Iterable

from guanjia.apps.rulebook.loading import filecheck, partcheck
from guanjia.apps.rulebook.loading.build import Draft
from guanjia.apps.rulebook.loading.knowledge import Kind, Knowledge
from guanjia.apps.rulebook.loading.partcheck import known
from guanjia.apps.rulebook.loading.subjects import SUBJECTS
from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.duties import (
    Condition,
    Duty,
    Each,
    EachKind,
    EvidenceKind,
    OwnerKind,
    TargetKind,
    Trigger,
    Value,
    ValueSource,
)
from guanjia.kernel.working_time import Duration, Unit

_WHEN = (Kind.MOMENT, Kind.DATE)
_TRIGGERS = ("met_by", "void_by", "pause_by", "resume_by", "re_due_by", "follow")


def check(draft: Draft, knowledge: Knowledge) -> None:
    """Report everything that names nothing known, and every duty that contradicts itself."""
    for name in sorted(draft.head.get("begins_with", ())):
        if draft.head_table is not None:
            known(draft.head_table, name, knowledge.events, "an event of this product", "begins_with")
    for post, table in draft.posts.values():
        known(table, post.reports_to, draft.posts, "a post of this pack", "reports_to")
        known(table, post.department, draft.departments, "a department of this pack", "department")
        for index, pattern in enumerate(post.capabilities):
            _capability(table, pattern, knowledge, index)
        if post.key in _above(draft, post.key):
            table.wrong(f"“{post.key}” reports to itself, by way of others.", "reports_to")
    for clause, table in draft.clauses.values():
        if not clause.sources:
            table.wrong("“sources” is missing; name the catalogue entries the clause stands for.")
    partcheck.check(draft, knowledge)
    filecheck.check(draft, knowledge)
    for duty, table in draft.duties.values():
        _Names(duty, table, knowledge, draft).check()
        for rule in _CONTRADICTIONS:
            rule(duty, table)


def _capability(table: Table, pattern: str, knowledge: Knowledge, index: int) -> None:
    """A capability, or all of an app ("cases.*")."""
    if pattern.endswith(".*") and any(one.startswith(pattern[:-1]) for one in knowledge.capabilities):
        return
    known(table, pattern, knowledge.capabilities, "a capability of this product", "capabilities", index)


def _above(draft: Draft, key: str) -> set[str]:
    seen: set[str] = set()
    while (found := draft.posts.get(key)) and found[0].reports_to and found[0].reports_to not in seen:
        key = found[0].reports_to
        seen.add(key)
    return seen


class _Names:
    """Every name one duty uses."""

    def __init__(self, duty: Duty, table: Table, knowledge: Knowledge, draft: Draft) -> None:
        self.duty, self.table, self.knowledge, self.draft = duty, table, knowledge, draft
        self._checklists = [*draft.checklists, *knowledge.checklists]
        self._registers = [*draft.registers, *knowledge.registers]

    def check(self) -> None:
        duty = self.duty
        if duty.each.having or duty.each.kind is not EachKind.SITE:
            self._each()
        if duty.evidence and duty.evidence.kind in (EvidenceKind.SHEET, EvidenceKind.ENTRY):
            sheet = duty.evidence.kind is EvidenceKind.SHEET
            among: Iterable[str] = self._checklists if sheet else self._registers
            what = "a checklist of this pack" if sheet else "a register of this pack"
            known(self.table, duty.evidence.key, among, what, "evidence")
        for index, trigger in enumerate(duty.on):
            self._trigger(trigger, "on", index)
        made_by = [trigger.on for trigger in duty.on if trigger.on in self.knowledge.events]
        self._conditions(duty.conditions, made_by, ())
        self._conditions(duty.safety_when, made_by, (), "safety_when")
        self._value(duty.start, made_by, _WHEN, "start")
        self._value(duty.deadline_value, made_by, _WHEN, "deadline_field")
        self._owners(made_by)
        for key in _TRIGGERS:
            for index, trigger in enumerate(getattr(duty, key)):
                self._trigger(trigger, key, index)
        for index, level in enumerate(duty.ladder):
            for place, target in enumerate(level.to):
                if target.kind is TargetKind.POST:
                    self._post(target.post, "ladder", index, "to", place)

    def _each(self) -> None:
        each = self.duty.each
        allowed = dict(SUBJECTS[each.kind])
        if each.kind is EachKind.HOLDER:
            allowed["post"] = tuple(self.draft.posts)
        for attribute, wanted in each.having:
            if known(self.table, attribute, allowed, f"something a {each.kind} can be chosen by", "each"):
                known(self.table, wanted, allowed[attribute], f"a {attribute} of a {each.kind}", "each")

    def _owners(self, made_by: list[str]) -> None:
        for index, owner in enumerate(self.duty.owners):
            if owner.kind is OwnerKind.POST:
                self._post(owner.post, "owner", index)
            else:
                wanted = Kind.NUMBER if owner.kind is OwnerKind.FIELD else Kind.TEXT
                self._value(owner.value, made_by, (wanted,), "owner", index)

    def _trigger(self, trigger: Trigger, key: str, index: int) -> None:
        named = known(
            self.table, trigger.on, self.knowledge.events, "an event of this product", key, index, "on"
        )
        events = [trigger.on] if named else []
        self._conditions(trigger.conditions, events, (key, index))
        wanted = (Kind.NUMBER,) if key == "follow" else _WHEN
        self._value(trigger.value, events, wanted, key, index, "field")

    def _conditions(
        self, conditions: tuple[Condition, ...], events: list[str], at: tuple[str | int, ...], key: str = ""
    ) -> None:
        for condition in conditions:
            word = key or ("unless" if condition.negated else "when")
            self._value(condition.value, events, tuple(Kind), *at, word, str(condition.value))
            self._papers(condition, events, *at, word, str(condition.value))

    def _papers(self, condition: Condition, events: list[str], *keys: str | int) -> None:
        """A register or checklist that an event is compared with must be one of the pack, or nothing would ever match."""
        for prefix, field, among in (
            ("registers.", "register", self._registers),
            ("inspections.", "checklist", self._checklists),
        ):
            if condition.value.field == field and any(name.startswith(prefix) for name in events):
                for one in condition.among:
                    known(self.table, str(one), among, f"a {field} of this pack", *keys)

    def _value(
        self, value: Value | None, events: list[str], wanted: tuple[Kind, ...], *keys: str | int
    ) -> None:
        if value is None:
            return
        if value.source is ValueSource.THREAD:
            if known(self.table, value.field, self.knowledge.anywhere, "a field of any event", *keys):
                self._kind(value, self.knowledge.anywhere[value.field], wanted, "", keys)
            return
        for name in events:
            fields = self.knowledge.events[name]
            if known(self.table, value.field, fields, f"a field of {name}", *keys):
                self._kind(value, fields[value.field], wanted, f" of {name}", keys)

    def _kind(
        self, value: Value, kind: Kind, wanted: tuple[Kind, ...], of: str, keys: tuple[str | int, ...]
    ) -> None:
        if kind not in wanted:
            needed = " or ".join(wanted)
            self.table.wrong(f"“{value.field}”{of} holds {kind}; {needed} is needed here.", *keys)

    def _post(self, post: str, *keys: str | int) -> None:
        known(self.table, post, self.draft.posts, "a post of this pack", *keys)


# --- What a duty may not say at once -------------------------------------------------------------------------------------


def _begins_once(duty: Duty, table: Table) -> None:
    if bool(duty.on) is (duty.every is not None):
        table.wrong(
            "Give either “on”, the event that makes the duty, or “every”, its rhythm; not both, not neither."
        )
    if duty.every and (duty.renews or duty.start or duty.deadline_value or duty.deadline):
        table.wrong("A duty of the calendar has its due time in “every”; it needs no other.", "every")
    if duty.every and any(owner.kind is not OwnerKind.POST for owner in duty.owners):
        table.wrong("A duty of the calendar belongs to a post; no event names a person.", "owner")
    if duty.each != Each() and duty.every is None:
        table.wrong("“each” belongs to a duty of the calendar; an event has its subject already.", "each")


def _one_deadline(duty: Duty, table: Table) -> None:
    if duty.every:
        return
    if duty.deadline and duty.deadline_value:
        table.wrong("“deadline” and “deadline_field” exclude each other; keep one.", "deadline_field")
    if not table.has("deadline") and not table.has("deadline_field"):
        table.wrong("There is no time limit; give “deadline” or “deadline_field”.")


def _can_be_met(duty: Duty, table: Table) -> None:
    if not duty.met_by and duty.evidence is None:
        table.wrong("“met_by” or “evidence” is missing; nothing could prove that this duty was done.")
    if duty.met_by and duty.evidence is not None:
        table.wrong("“met_by” and “evidence” exclude each other; keep one.", "evidence")
    for index, trigger in enumerate(duty.void_by):
        if trigger in duty.met_by:
            table.wrong(f"“{trigger.on}” both meets and voids this duty; keep one.", "void_by", index)


def _reminders_before(duty: Duty, table: Table) -> None:
    for index, reminder in enumerate(duty.reminders):
        if not _is_length(reminder):
            table.wrong(f"“{reminder}” names a moment, not a length before the due time.", "reminders", index)
        elif duty.deadline and _is_shorter(duty.deadline, reminder, or_equal=True):
            table.wrong(
                f"The reminder {reminder} before is not shorter than the deadline {duty.deadline}.",
                "reminders",
                index,
            )


def _ladder_climbs(duty: Duty, table: Table) -> None:
    for index, level in enumerate(duty.ladder):
        if not _is_length(level.after):
            table.wrong(
                f"“{level.after}” names a moment, not a length after the due time.", "ladder", index, "after"
            )
        elif index and _is_shorter(level.after, duty.ladder[index - 1].after):
            table.wrong(
                "A rung comes before the one below it; put the rungs in order.", "ladder", index, "after"
            )


def _pauses_end(duty: Duty, table: Table) -> None:
    if duty.pause_by and duty.pause_limit is None:
        table.wrong("“pause_by” needs “pause_limit”; a pause without an end is a way to forget.", "pause_by")
    if (duty.pause_limit or duty.resume_by) and not duty.pause_by:
        table.wrong(
            "“pause_limit” and “resume_by” need “pause_by”.",
            "pause_limit" if duty.pause_limit else "resume_by",
        )


def _renewal_has_a_rhythm(duty: Duty, table: Table) -> None:
    if not duty.renews:
        return
    if duty.deadline is None:
        table.wrong("“renews” needs “deadline”; the next occurrence has no time limit otherwise.", "renews")
    elif not _moves_on(duty.deadline):
        table.wrong(
            "A duty that renews itself needs a length of time, or a moment of the next day.", "deadline"
        )
    if duty.pause_by:
        table.wrong(
            "A duty that renews itself cannot be paused; void it and make it again instead.", "pause_by"
        )
    for index, level in enumerate(duty.ladder):
        if level.after.amount:
            table.wrong(
                "A missed occurrence is closed at its due time; later rungs would never be reached.",
                "ladder",
                index,
            )


_CONTRADICTIONS: tuple[Callable[[Duty, Table], None], ...] = (
    _begins_once,
    _one_deadline,
    _can_be_met,
    _reminders_before,
    _ladder_climbs,
    _pauses_end,
    _renewal_has_a_rhythm,
)


def _moves_on(deadline: Duration) -> bool:
    """Whether each occurrence is certainly due later than the one before."""
    return deadline.unit in _OF_ANOTHER_DAY or (_is_length(deadline) and deadline.amount > 0)


_OF_ANOTHER_DAY = {
    Unit.CLOCK_NEXT_DAY,
    Unit.CLOCK_NEXT_WORKING_DAY,
    Unit.END_OF_NEXT_DAY,
    Unit.NEXT_WORKING_DAY,
}


def _is_length(duration: Duration) -> bool:
    return duration.is_elapsed or duration.is_working


def _is_shorter(one: Duration, other: Duration, *, or_equal: bool = False) -> bool:
    """Whether ``one`` is certainly shorter than ``other``; False where only the calendar could tell."""
    if (one.is_elapsed and other.is_elapsed) or (
        one.seconds and other.seconds and one.is_working and other.is_working
    ):
        a, b = one.seconds, other.seconds
    elif one.unit is other.unit is Unit.WORKING_DAYS:
        a, b = one.amount, other.amount
    else:
        return False
    return a <= b if or_equal else a < b
