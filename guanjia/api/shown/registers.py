"""Registers and entries as programs get them."""

from collections.abc import Iterable
from typing import Any

from guanjia.api.schemas.registers import FieldGiven, RegisterEntryGiven, RegisterGiven
from guanjia.api.terms import PREFIX
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.registers import queries
from guanjia.apps.registers.queries import Register
from guanjia.kernel.actor import Actor


def register(one: Register) -> RegisterGiven:
    """A register with its fields."""
    term = one.term
    return RegisterGiven(
        pack=one.pack,
        register_key=one.key,
        title=str(term.title),
        site=organisations.site(one.here.site_id).code,
        clause=term.clause,
        keep_years=term.keep_years,
        fields=[_field(field) for field in term.fields],
        signed_by=list(term.signed_by),
        stages={stage.key: str(stage.label) for stage in term.stages},
        actions={action.key: str(action.label) for action in term.actions},
        links={"entries": f"{PREFIX}/registers/entries?pack={one.pack}&register_key={one.key}"},
    )


def _field(one: Any) -> FieldGiven:
    return FieldGiven(
        key=one.key,
        label=str(one.label),
        kind=one.kind.value,
        required=one.required,
        unit=one.unit or None,
        choices={key: str(text) for key, text in one.choices} or None,
        columns=[_field(column) for column in one.columns] or None,
        at_action=one.at_action or None,
        seen_by=list(one.seen_by) or None,
        masked=one.masked,
    )


def many(entries: Iterable[Any], reader: Actor) -> list[RegisterEntryGiven]:
    """Entries as their reader sees them; ``replaced_by`` must be joined."""
    return [entry(one, reader) for one in entries]


def entry(one: Any, reader: Actor) -> RegisterEntryGiven:
    """One entry as its reader sees it."""
    values, hidden = queries.seen_values(one, reader)
    here = f"{PREFIX}/registers/entries/{one.ref}"
    return RegisterEntryGiven(
        ref=one.ref,
        pack=one.pack,
        register_key=one.register,
        site=organisations.site(one.site_id).code,
        state=one.state,
        stage=one.stage or None,
        about=one.about,
        values=values,
        hidden=hidden,
        entered_at=one.entered_at,
        entered_by=one.entered_by_name,
        signer_due=one.signer_due or None,
        replaced_by=one.replaced_by.ref if one.replaced_by else None,
        struck_reason=one.struck_reason or None,
        links={"self": here, "page": one.get_absolute_url()},
    )
