"""From raw tables to registers: fields with their conditions and formulas, checks, states and actions of their own."""

import re
from collections.abc import Iterable, Mapping

from guanjia.apps.rulebook.loading.problems import meant
from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.expressions import Expression, Node, Type
from guanjia.apps.rulebook.terms.parts import (
    IN_ROWS,
    Action,
    Check,
    Field,
    FieldKind,
    RegisterPaper,
    RegisterTerm,
    Stage,
)
from guanjia.apps.rulebook.terms.texts import Bilingual

CUSTOMER = "customer"
"""Who signs an entry besides posts of the pack; as the kind of a field another word for “person”."""
ANY = "|"
"""Stands between posts of which any one signs."""

MOST_FIELDS, MOST_COLUMNS, MOST_CHOICES, MOST_STEPS = 100, 30, 60, 40
"""So many fields, columns of a table, choices of a field, and checks, states or actions one register has at most."""

LONGEST_KEPT = 100
"""Years."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CHOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_SERIES = re.compile(r"[A-Z]{2,4}")

_MASKED = (FieldKind.TEXT, FieldKind.SCAN)
"""What has a middle to hide: a number of some length, as text."""

_TYPES = {
    FieldKind.NUMBER: Type.NUMBER,
    FieldKind.MONEY: Type.NUMBER,
    FieldKind.COMPUTED: Type.NUMBER,
    FieldKind.DATE: Type.DAY,
    FieldKind.MOMENT: Type.MOMENT,
    FieldKind.TIME: Type.TIME,
    FieldKind.PERIOD: Type.PERIOD,
    FieldKind.FLAG: Type.FLAG,
    FieldKind.ROWS: Type.ROWS,
    **dict.fromkeys(
        (
            FieldKind.TEXT,
            FieldKind.LONG_TEXT,
            FieldKind.CHOICE,
            FieldKind.CONTRACTOR,
            FieldKind.EQUIPMENT,
            FieldKind.SCAN,
            FieldKind.POST,
        ),
        Type.TEXT,
    ),
}


def register(row: Table) -> RegisterTerm:
    """A form or ledger."""
    fields = _fields(row, "field")
    if not fields:
        row.wrong("There is no field; an entry would say nothing.")
    for part, most in (
        ("field", MOST_FIELDS),
        ("check", MOST_STEPS),
        ("state", MOST_STEPS),
        ("action", MOST_STEPS),
    ):
        _at_most(row, part, most)
    found = RegisterTerm(
        key=_key(row),
        clause=row.text("clause", required=True),
        title=row.bilingual("title"),
        fields=fields,
        signed_by=row.texts("signed_by"),
        keep_years=_years(row),
        sources=row.texts("sources"),
        checks=tuple(_checks(row, fields)),
        stages=tuple(_stage(one) for one in row.tables("state")),
        actions=tuple(_action(one) for one in row.tables("action")),
        enter_by=row.texts("enter_by"),
        series=_series(row),
        paper=_paper(row, fields),
        replaces=row.text("replaces"),
    )
    if found.replaces and found.replaces.partition(".")[2] != found.key:
        row.wrong("It stands in place of a register of another key; keep that key.", "replaces")
    _reckoning(row, "field", fields)
    _private_sums(row, fields)
    _steps(row, found)
    return found


def _key(row: Table, most: int = 40) -> str:
    """A key that can stand in addresses and expressions."""
    found = row.text("key", required=True)
    if found and (not _KEY.fullmatch(found) or len(found) > most):
        row.wrong(
            f"“{found[:60]}” is no key; write small letters, digits and _, beginning with a letter.", "key"
        )
    return found


def _at_most(row: Table, part: str, most: int) -> None:
    rows = row.values.get(part)
    if isinstance(rows, list) and len(rows) > most:
        row.wrong(f"There are more than {most} of “{part}”; divide the form.", part)


def _years(row: Table) -> int:
    found = row.count("keep_years", 3)
    if found > LONGEST_KEPT:
        row.wrong(f"Nothing is kept for more than {LONGEST_KEPT} years.", "keep_years")
    return min(found, LONGEST_KEPT)


def _series(row: Table) -> str:
    found = row.text("series")
    if found and not _SERIES.fullmatch(found):
        row.wrong("“series” is two to four capital letters.", "series")
    return found


def _paper(row: Table, fields: Iterable[Field]) -> RegisterPaper:
    if not row.has("paper"):
        return RegisterPaper()
    table = row.table("paper")
    found = RegisterPaper(table.count("columns", 2), table.texts("left_out"), _lines(table))
    if found.columns not in (1, 2):
        table.wrong("The facts stand in 1 or 2 columns.", "columns")
    keys = {field.key for field in fields}
    for index, key in enumerate(found.left_out):
        if key not in keys:
            table.wrong(f"“{key}” is not a field of this register.{meant(key, keys)}", "left_out", index)
    table.done()
    return found


def _lines(table: Table) -> tuple[Bilingual, ...]:
    _at_most(table, "line", MOST_STEPS)
    found = []
    for line in table.tables("line"):
        found.append(line.bilingual("label"))
        line.done()
    return tuple(found)


# --- Fields ------------------------------------------------------------------------------------------------------------


def _fields(row: Table, part: str) -> tuple[Field, ...]:
    fields = tuple(_field(one, in_rows=part == "column") for one in row.tables(part))
    keys = [field.key for field in fields]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            row.wrong(f"The {part} “{key}” is given twice.", part, index, "key")
    return fields


def _field(row: Table, *, in_rows: bool) -> Field:
    kind = _kind(row)
    choices = _choices(row)
    if (kind is FieldKind.CHOICE) is not bool(choices):
        row.wrong("A field of kind “choice”, and only that, lists its choices.", "kind")
    if in_rows and kind not in IN_ROWS:
        row.wrong(f"A column cannot be of kind “{kind}”; it is one of: {', '.join(IN_ROWS)}.", "kind")
    _at_most(row, "column", MOST_COLUMNS)
    columns = () if in_rows else _fields(row, "column")
    if (kind is FieldKind.ROWS) is not bool(columns) and not in_rows:
        row.wrong("A field of kind “rows”, and only that, lists its columns.", "kind")
    if columns:
        _reckoning(row, "column", columns)
    formula = _formula(row, kind)
    required = row.flag("required")
    if required and kind is FieldKind.COMPUTED:
        row.wrong("A computed field is never asked for; leave “required” out.", "required")
    found = Field(
        key=_key(row),
        label=row.bilingual("label"),
        kind=kind,
        required=required,
        unit=row.text("unit"),
        choices=choices,
        required_when=None if in_rows else _when(row, kind),
        formula=formula,
        in_yuan=row.flag("in_yuan"),
        columns=columns,
        at_action="" if in_rows else row.text("at_action"),
        seen_by=() if in_rows else row.texts("seen_by"),
        masked=False if in_rows else row.flag("masked"),
    )
    if found.masked and kind not in _MASKED:
        row.wrong(f"Only a field of these kinds is masked: {', '.join(_MASKED)}.", "masked")
    if found.in_yuan and kind is not FieldKind.COMPUTED:
        row.wrong("“in_yuan” belongs to a computed field; an amount is of kind “money”.", "in_yuan")
    row.done()
    return found


def _choices(row: Table) -> tuple[tuple[str, Bilingual], ...]:
    _at_most(row, "choice", MOST_CHOICES)
    found: list[tuple[str, Bilingual]] = []
    for one in row.tables("choice"):
        key = one.text("key", required=True)
        if key and not _CHOICE.fullmatch(key):
            one.wrong(f"“{key[:60]}” is no key; write letters, digits, _ and -.", "key")
        if key in dict(found):
            one.wrong(f"The choice “{key}” is given twice.", "key")
        found.append((key, one.bilingual("label")))
    return tuple(found)


def _kind(row: Table) -> FieldKind:
    if row.text("kind") == CUSTOMER:
        return FieldKind.PERSON
    return row.one_of("kind", FieldKind, FieldKind.TEXT)


def _formula(row: Table, kind: FieldKind) -> Expression | None:
    text = row.text("formula")
    if (kind is FieldKind.COMPUTED) is not bool(text):
        row.wrong(
            "A field of kind “computed”, and only that, has a “formula”.", *(["formula"] if text else [])
        )
    return row.parsed(text, Expression.parse, "formula") if text else None


def _when(row: Table, kind: FieldKind) -> Expression | None:
    """``required_when = {sort = "door"}``, or an expression."""
    if not row.has("required_when"):
        return None
    if kind in (FieldKind.COMPUTED, FieldKind.FLAG):
        row.wrong("This kind of field is never asked for; leave “required_when” out.", "required_when")
        return None
    given = row.values["required_when"]
    if isinstance(given, str):
        return row.parsed(given, Expression.parse, "required_when")
    wanted = row.table("required_when").values
    among = {name: one if isinstance(one, list) else [one] for name, one in wanted.items()}
    plain = all(one and all(isinstance(value, str | int) for value in one) for one in among.values())
    if not among or not plain:
        row.wrong("“required_when” compares fields with texts, numbers, true or false.", "required_when")
        return None
    return Expression.of_conditions(among)


def _checks(row: Table, fields: tuple[Field, ...]) -> Iterable[Check]:
    types = types_of(fields)
    keys = {field.key for field in fields}
    for one in row.tables("check"):
        text = one.text("holds", required=True)
        holds = one.parsed(text, Expression.parse, "holds") if text else None
        field = one.text("field")
        if field and field not in keys:
            one.wrong(f"“{field}” is not a field of this register.{meant(field, keys)}", "field")
        message = one.bilingual("message")
        one.done()
        if holds is not None:
            _reckoned(one, holds, types, fields, Type.FLAG, "holds")
            yield Check(holds, message, field)


# --- Formulas and conditions held against the fields -------------------------------------------------------------------


def types_of(fields: Iterable[Field]) -> dict[str, Type | Mapping[str, Type]]:
    """What each field is in an expression; of a table of rows what its columns are."""
    return {field.key: _column_types(field) or _TYPES.get(field.kind, Type.OTHER) for field in fields}


def _column_types(field: Field) -> dict[str, Type]:
    return {column.key: _TYPES.get(column.kind, Type.OTHER) for column in field.columns}


def _reckoning(row: Table, part: str, fields: tuple[Field, ...]) -> None:
    """A formula looks at what is filled in, or is computed above it; so none can wait for itself."""
    computed = {field.key for field in fields if field.kind is FieldKind.COMPUTED}
    types = types_of(fields)
    above: set[str] = set()
    for index, field in enumerate(fields):
        if field.formula is not None:
            seen = {name: kind for name, kind in types.items() if name not in computed or name in above}
            _reckoned(row, field.formula, seen, fields, Type.NUMBER, part, index, "formula")
        if field.required_when is not None:
            _reckoned(row, field.required_when, types, fields, Type.FLAG, part, index, "required_when")
        above.add(field.key)


def _reckoned(
    row: Table,
    expression: Expression,
    types: Mapping[str, Type | Mapping[str, Type]],
    fields: Iterable[Field],
    wanted: Type,
    *keys: str | int,
) -> None:
    try:
        found = expression.check(types)
    except ValueError as error:
        unknown = next((name for name in expression.names if name not in types), "")
        row.wrong(f"{error}{meant(unknown, types) if unknown else ''}", *keys)
        return
    if found is not wanted:
        row.wrong(f"The expression comes to {found}; {wanted} is needed here.", *keys)
    choices = {field.key: {key for key, _label in field.choices} for field in fields if field.choices}
    for field, said in _compared(expression.tree):
        if field in choices and said not in choices[field]:
            row.wrong(f"“{said}” is not a choice of “{field}”.{meant(str(said), choices[field])}", *keys)


def _private_sums(row: Table, fields: tuple[Field, ...]) -> None:
    """What is worked out from a field that few see is seen by no more people than that."""
    kept = {field.key: set(field.seen_by) for field in fields if field.seen_by}
    for index, field in enumerate(fields):
        names = field.formula.names if field.formula is not None else ()
        for name in sorted(set(names) & set(kept)):
            if not field.seen_by or not set(field.seen_by) <= kept[name]:
                message = (
                    f"It is worked out from “{name}”; write seen_by = {sorted(kept[name])}, or fewer of them."
                )
                row.wrong(message, "field", index, *(["seen_by"] if field.seen_by else ["formula"]))


def _compared(node: Node) -> Iterable[tuple[str, str]]:
    """Every field that is compared with a text, and the text."""
    if node.op in ("compare", "in"):
        names = [part.value for part in node.parts if part.op == "name"]
        texts = [part.value for part in node.parts if part.op == "constant" and isinstance(part.value, str)]
        yield from ((name, text) for name in names for text in texts)
    for part in node.parts:
        yield from _compared(part)


# --- States and actions ------------------------------------------------------------------------------------------------


def _stage(row: Table) -> Stage:
    found = Stage(_key(row), row.bilingual("label"), is_end=row.flag("end"))
    row.done()
    return found


def _action(row: Table) -> Action:
    found = Action(
        key=_key(row),
        label=row.bilingual("label"),
        from_stages=row.texts("from"),
        to_stage=row.text("to", required=True),
        by=row.texts("by"),
        capability=row.text("capability"),
        unsigned=row.flag("unsigned"),
    )
    if not found.from_stages:
        row.wrong("“from” is missing; name the states in which the action can be taken.")
    row.done()
    return found


def _steps(row: Table, found: RegisterTerm) -> None:
    stages = {one.key: one for one in found.stages}
    _once(row, "state", [one.key for one in found.stages])
    _once(row, "action", [one.key for one in found.actions])
    for index, action in enumerate(found.actions):
        for stage in (*action.from_stages, action.to_stage):
            if stage and stage not in stages:
                at = "to" if stage == action.to_stage else "from"
                row.wrong(
                    f"“{stage}” is not a state of this register.{meant(stage, stages)}", "action", index, at
                )
        for stage in action.from_stages:
            if stage in stages and stages[stage].is_end:
                row.wrong(f"Nothing leads out of “{stage}”; it is an end.", "action", index, "from")
    reached = {action.to_stage for action in found.actions} | {one.key for one in found.stages[:1]}
    for index, one in enumerate(found.stages):
        if one.key not in reached:
            row.wrong(f"No action leads to “{one.key}”.", "state", index, "key")
    keys = {one.key for one in found.actions}
    for index, field in enumerate(found.fields):
        if field.at_action and field.at_action not in keys:
            message = f"“{field.at_action}” is not an action of this register.{meant(field.at_action, keys)}"
            row.wrong(message, "field", index, "at_action")


def _once(row: Table, part: str, keys: list[str]) -> None:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            row.wrong(f"The {part} “{key}” is given twice.", part, index, "key")


def posts_of(term: RegisterTerm) -> Iterable[tuple[str, tuple[str | int, ...]]]:
    """Every post a register names, with the place where it stands; the customer is none."""
    for index, level in enumerate(term.signed_by):
        for post in level.split(ANY):
            if post != CUSTOMER or ANY in level:
                yield post, ("signed_by", index)
    for index, post in enumerate(term.enter_by):
        yield post, ("enter_by", index)
    for index, action in enumerate(term.actions):
        for post in action.by:
            yield post, ("action", index, "by")
    for index, field in enumerate(term.fields):
        for place, post in enumerate(field.seen_by):
            yield post, ("field", index, "seen_by", place)
