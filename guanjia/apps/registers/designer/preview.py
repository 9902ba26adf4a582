"""The form and the paper of what is being designed, with sample values. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import site_ref
from guanjia.apps.registers import computing, panels
from guanjia.apps.registers.forms import EntryForm
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.rules import FILES, SUBJECTS, Read
from guanjia.apps.registers.terms import State, series_of
from guanjia.apps.rulebook.queries import forms as house_forms
from guanjia.apps.rulebook.queries.forms import Tried
from guanjia.apps.rulebook.terms import Field, FieldKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound
from guanjia.ui.panels import Facts


@dataclass(frozen=True)
class Preview:
    """What an entry would look like: its form, and its paper."""

    register: Register
    form: EntryForm
    entry: Entry
    values: Facts
    texts: list[tuple[str, str]]
    tables: list[panels.Table]
    facts: Facts
    signatures: list[Any]

    @property
    def columns(self) -> int:
        """How many short fields stand beside each other on paper."""
        return self.register.term.paper.columns


def preview(actor: Actor, site_id: int, found: Tried, at: datetime) -> Preview | None:
    """The form and the paper as far as they can be read; None while there is nothing to show."""
    try:
        here, term = house_forms.on_trial(actor, found, site_id, at)
    except NotFound:
        return None
    register = Register(here, term)
    values = {one.key: value for one in term.fields if (value := sample(one, register, at)) is not None}
    if not found.mistakes:
        read = Read({key: value for key, value in values.items() if not isinstance(value, _Drawn)})
        computing.complete(term.fields, (), read)
        values |= read.values
    entry = Entry(
        company_id=actor.company_id,
        site_id=site_id,
        pack=register.pack,
        register=register.key,
        ref=f"{series_of(term.series)}-{at:%Y}-000001",
        state=State.ENTERED,
        values={key: value for key, value in values.items() if not isinstance(value, _Drawn)},
        typed_by={one.key: actor.id for one in term.fields},
        about=site_ref(site_id),
        entered_at=at,
        entered_by_name=actor.name,
    )
    names = {f"{word}:1": _("Sample") for word in SUBJECTS.values()} | register.post_names(entry.values)
    names[entry.about] = organisations.site(site_id).name
    on_paper = panels.on_paper(register)
    return Preview(
        register,
        EntryForm(register=register, people=[(1, _("Sample"))]),
        entry,
        panels.values(entry, on_paper, names, actor),
        panels.texts(entry, on_paper, actor),
        panels.tables(entry, on_paper, actor),
        panels.frame(entry, on_paper, names),
        [*(register.name_of(one) for one in term.signed_by), *term.paper.lines],
    )


class _Drawn(str):
    """Stands for a photograph, file or drawing; there is none to show."""

    __slots__ = ()


def sample(field: Field, register: Register, at: datetime) -> Any:
    """A value such as somebody might enter, as it is stored; None for what has none."""
    if field.kind in FILES:
        return _Drawn()
    if field.kind in SUBJECTS:
        return 1
    if field.kind is FieldKind.CHOICE:
        return field.choices[0][0] if field.choices else None
    if field.kind is FieldKind.POST:
        return next((key for key, _name in register.posts), None)
    if field.kind is FieldKind.ROWS:
        return [_row(field, register, at, factor) for factor in (1, 2)]
    if field.kind in _FIGURES:
        return _FIGURES[FieldKind.MONEY if field.in_yuan else field.kind]
    moment = timezone.localtime(at).replace(second=0, microsecond=0)
    return _of_time(moment).get(field.kind, _("Sample"))


_FIGURES: Mapping[FieldKind, int | bool] = {
    FieldKind.NUMBER: 12,
    FieldKind.MONEY: 12800,
    FieldKind.COMPUTED: 12,
    FieldKind.FLAG: True,
}


def _of_time(moment: datetime) -> dict[FieldKind, Any]:
    return {
        FieldKind.DATE: moment.date().isoformat(),
        FieldKind.TIME: f"{moment:%H:%M}",
        FieldKind.MOMENT: moment.isoformat(),
        FieldKind.PERIOD: {
            "from": moment.isoformat(),
            "until": (moment + timedelta(hours=2)).isoformat(),
        },
    }


def _row(field: Field, register: Register, at: datetime, factor: int) -> dict[str, Any]:
    found = {}
    for column in field.columns:
        value = sample(column, register, at)
        is_figure = column.kind in (FieldKind.NUMBER, FieldKind.MONEY) and isinstance(value, int)
        if value is not None:
            found[column.key] = value * factor if is_figure else value
    return found
