"""From raw tables to a pack."""

from collections.abc import Callable
from functools import partial
from typing import Any

from guanjia.apps.rulebook.loading import fileplans, parts, registers, words
from guanjia.apps.rulebook.loading.problems import meant
from guanjia.apps.rulebook.loading.source import PARTS, Source
from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.duties import Duty, Each, Level, Subject, Trigger
from guanjia.apps.rulebook.terms.packs import Clause, Pack, PostTerm
from guanjia.apps.rulebook.terms.parts import (
    Checklist,
    FilePlan,
    GuardTerm,
    Measure,
    OpenPoint,
    Planned,
    RegisterTerm,
    Statement,
)
from guanjia.apps.rulebook.terms.schedules import Schedule
from guanjia.apps.rulebook.terms.texts import Bilingual
from guanjia.kernel.working_time import Duration, Unit

_NO_TIME = Duration(Unit.MINUTES, 0)


class Draft:
    """A pack while it is read: its parts by key, each with the table it came from."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.clauses: dict[str, tuple[Clause, Table]] = {}
        self.departments: dict[str, tuple[Bilingual, Table]] = {}
        self.posts: dict[str, tuple[PostTerm, Table]] = {}
        self.duties: dict[str, tuple[Duty, Table]] = {}
        self.checklists: dict[str, tuple[Checklist, Table]] = {}
        self.registers: dict[str, tuple[RegisterTerm, Table]] = {}
        self.measures: dict[str, tuple[Measure, Table]] = {}
        self.open_points: dict[str, tuple[OpenPoint, Table]] = {}
        self.file_plans: dict[str, tuple[FilePlan, Table]] = {}
        self.guards: list[tuple[GuardTerm, Table]] = []
        self.statements: list[tuple[Statement, Table]] = []
        self.planned: list[tuple[Planned, Table]] = []
        self.head: dict[str, Any] = {}
        self.head_table: Table | None = None

    def keyed(self) -> tuple[tuple[str, dict[str, Any], str, Callable[[Table], Any]], ...]:
        """The parts that have a key: their table, where they are kept, the name of the key, and what makes one of a row."""
        return (
            ("clause", self.clauses, "number", _clause),
            ("department", self.departments, "key", _department),
            ("post", self.posts, "key", _post),
            ("duty", self.duties, "key", partial(_duty, pack=self.source.name)),
            ("checklist", self.checklists, "key", parts.checklist),
            ("register", self.registers, "key", registers.register),
            ("measure", self.measures, "key", parts.measure),
            ("open_point", self.open_points, "key", parts.open_point),
            ("file_plan", self.file_plans, "key", fileplans.file_plan),
        )

    def pack(self) -> Pack:
        """The finished value. Only sound when the source has no findings."""
        return Pack(
            digest=self.source.digest,
            clauses={key: clause for key, (clause, _table) in self.clauses.items()},
            posts={key: post for key, (post, _table) in self.posts.items()},
            duties={key: duty for key, (duty, _table) in self.duties.items()},
            checklists={key: checklist for key, (checklist, _table) in self.checklists.items()},
            registers={key: register for key, (register, _table) in self.registers.items()},
            measures={key: measure for key, (measure, _table) in self.measures.items()},
            open_points={key: point for key, (point, _table) in self.open_points.items()},
            file_plans={key: plan for key, (plan, _table) in self.file_plans.items()},
            guards=tuple(guard for guard, _table in self.guards),
            statements=tuple(statement for statement, _table in self.statements),
            planned=tuple(planned for planned, _table in self.planned),
            **self.head,
        )


def pack_from_content(name: str, content: dict[str, Any]) -> Pack:
    """A pack from its stored content. It was checked when it was stored; events known then may be gone by now."""
    source = Source.of_content(name, content)
    draft = read(source)
    source.findings.raise_any()
    return draft.pack()


def read(source: Source) -> Draft:
    """Read every file; mistakes are collected in ``source.findings``."""
    draft = Draft(source)
    for top in source.heads():
        if top.has("pack"):
            if draft.head:
                top.wrong("The pack is described twice; keep one [pack].", "pack")
            draft.head_table = top.table("pack")
            _head(draft, draft.head_table)
        for part, kept, name, built in draft.keyed():
            for row in top.tables(part):
                _keep(kept, row, name, built(row))
        draft.guards += [(parts.guard(row), row) for row in top.tables("guard")]
        draft.statements += [(parts.statement(row), row) for row in top.tables("statement")]
        draft.planned += [(parts.planned(row), row) for row in top.tables("planned")]
        top.asked.update(PARTS)
        top.done()
    if not draft.head:
        source.heads()[0].wrong("There is no [pack] with key, version and title.")
    return draft


def _keep(kept: dict[str, Any], row: Table, name: str, built: Any) -> None:
    row.done()
    key = row.values.get(name)
    if not isinstance(key, str) or not key:
        return
    if key in kept:
        row.wrong(f"“{key}” is given twice; the first is at {kept[key][1].place(name)}.", name)
    else:
        kept[key] = (built, row)


def _head(draft: Draft, table: Table) -> None:
    quiet = table.text("quiet_hours")
    key = table.text("key", required=True)
    if key and key != draft.source.name:
        table.wrong(f"“{key}” must be the name of the pack's folder, “{draft.source.name}”.", "key")
    draft.head = {
        "key": key,
        "version": table.text("version", required=True),
        "title": table.bilingual("title"),
        "summary": table.bilingual("summary", required=False),
        "begins_with": frozenset(table.texts("begins_with")),
        "acknowledgement_lasts": table.duration("acknowledgement_lasts"),
        "quiet_hours": table.parsed(quiet, words.quiet_hours, "quiet_hours") if quiet else None,
    }
    table.done()


def _clause(row: Table) -> Clause:
    return Clause(
        number=row.text("number", required=True),
        heading=row.bilingual("heading", required=False),
        text=row.bilingual("text"),
        sources=row.texts("sources"),
    )


def _post(row: Table) -> PostTerm:
    return PostTerm(
        key=row.text("key", required=True),
        name=row.bilingual("name"),
        reports_to=row.text("reports_to"),
        department=row.text("department"),
        grouped=row.flag("grouped"),
        capabilities=row.texts("capabilities"),
    )


def _department(row: Table) -> Bilingual:
    row.text("key", required=True)
    return row.bilingual("name")


def _duty(row: Table, pack: str) -> Duty:
    return Duty(
        key=row.text("key", required=True),
        pack=pack,
        clause=row.text("clause", required=True),
        title=row.bilingual("title"),
        on=_triggers(row, "on"),
        conditions=words.both_conditions(row),
        subject=_subject(row),
        start=_value(row, "start"),
        deadline=row.duration("deadline"),
        deadline_value=_value(row, "deadline_field"),
        owners=_owners(row),
        follow=_triggers(row, "follow", words.Need.OR_BACK),
        met_by=_triggers(row, "met_by"),
        void_by=_triggers(row, "void_by"),
        pause_by=_triggers(row, "pause_by", words.Need.OPTIONAL),
        resume_by=_triggers(row, "resume_by"),
        pause_limit=row.duration("pause_limit"),
        re_due_by=_triggers(row, "re_due_by", words.Need.REQUIRED),
        reminders=row.durations("reminders"),
        ladder=tuple(_level(rung) for rung in row.tables("ladder")),
        safety=row.flag("safety"),
        safety_when=words.conditions(row, "safety_when"),
        renews=row.flag("renews"),
        announce=row.flag("announce"),
        our_figure=row.flag("our_figure"),
        note=row.bilingual("note", required=False),
        consequence=row.bilingual("consequence", required=False),
        every=_read(row, "every", Schedule.parse),
        each=_read(row, "each", words.each) or Each(),
        evidence=_read(row, "evidence", words.evidence),
        sources=row.texts("sources"),
        topic=row.text("topic"),
    )


def _subject(row: Table) -> Subject:
    given = row.text("subject") or Subject.THREAD.value
    if given in set(Subject):
        return Subject(given)
    row.wrong(f"“{given}” is not a subject; write thread or ref.{meant(given, set(Subject))}", "subject")
    return Subject.THREAD


def _value(row: Table, key: str) -> Any:
    return _read(row, key, words.value)


def _read(row: Table, key: str, parse: Callable[[str], Any]) -> Any:
    given = row.text(key)
    return row.parsed(given, parse, key) if given else None


def _owners(row: Table) -> tuple[Any, ...]:
    given = row.texts("owner")
    if not given:
        row.wrong(
            "“owner” is missing; a duty nobody owns is done by nobody.",
            *(["owner"] if row.has("owner") else []),
        )
    read = [row.parsed(one, words.owner, "owner", index) for index, one in enumerate(given)]
    return tuple(one for one in read if one is not None)


def _triggers(row: Table, key: str, field: words.Need = words.Need.NONE) -> tuple[Trigger, ...]:
    """A list of triggers; a plain event name stands for ``{on = name}`` where no field is needed."""
    row.asked.add(key)
    given = row.values.get(key, [])
    if not isinstance(given, list):
        row.wrong(f"“{key}” must be a list.", key)
        return ()
    read = [_trigger(row, key, index, one, field) for index, one in enumerate(given)]
    return tuple(one for one in read if one is not None)


def _trigger(row: Table, key: str, index: int, given: Any, field: words.Need) -> Trigger | None:
    if isinstance(given, str) and field in (words.Need.NONE, words.Need.OPTIONAL):
        return Trigger(given)
    if isinstance(given, dict):
        return words.trigger(Table(given, row.findings, row.file, (*row.path, key, index), row.lines), field)
    row.wrong(f'“{key}” must list tables like {{on = "cases.promised", field = "promised_at"}}.', key, index)
    return None


def _level(rung: Table) -> Level:
    after = rung.duration("after")
    if after is None and "after" not in rung.values:
        rung.wrong("“after” is missing; say how long after the due time this rung is reached.")
    given = rung.texts("to")
    if not given:
        rung.wrong("“to” is missing; a rung that tells nobody is no rung.")
    to = [rung.parsed(one, words.target, "to", index) for index, one in enumerate(given)]
    rung.done()
    return Level(after or _NO_TIME, tuple(one for one in to if one is not None))
