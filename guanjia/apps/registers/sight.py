"""Who sees what stands in a field that is not for everybody: the posts its register names, and whoever filled it in.

A post counts at the site of the entry only, held or stood in for; a vacant one passes its sight on to nobody. Whoever filled a
field in knows what they wrote and sees it there, also to correct it; who only wrote the rest of the entry does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from guanjia.apps.people.terms import mask_identity
from guanjia.apps.registers.models import Entry
from guanjia.apps.rulebook.terms import Field
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import NotFound

HIDDEN = "***"
"""What stands in place of a value that is not the reader's to see."""


def sees_column(field: Field, actor: Actor, site_id: int) -> bool:
    """Whether somebody sees a field in all entries of a site, unmasked or not."""
    return not field.seen_by or actor.is_system or any(actor.holds(one, site_id) for one in field.seen_by)


def is_hidden(field: Field, entry: Entry, actor: Actor) -> bool:
    """Whether what stands in a field of an entry is kept from somebody."""
    return not sees_column(field, actor, entry.site_id) and not _typed(field, entry, actor)


def _typed(field: Field, entry: Entry, actor: Actor) -> bool:
    is_staff = actor.kind in (ActorKind.STAFF, ActorKind.TOKEN)
    return is_staff and actor.id is not None and entry.typed_by.get(field.key) == actor.id


def seen(field: Field, entry: Entry, actor: Actor) -> Any:
    """The value of a field as somebody sees it: as it is, with its middle hidden, or ``HIDDEN``; None when there is none."""
    value = entry.values.get(field.key)
    if value is None or value == "":
        return None
    if is_hidden(field, entry, actor):
        return HIDDEN
    return mask_identity(value) if field.masked else value


def all_seen(fields: Iterable[Field], entry: Entry, actor: Actor) -> tuple[dict[str, Any], list[str]]:
    """The values somebody sees, by key; and the keys of those that are there and kept from them."""
    found, kept = {}, []
    for one in fields:
        value = seen(one, entry, actor)
        if value is not None and is_hidden(one, entry, actor):
            kept.append(one.key)
        elif value is not None:
            found[one.key] = value
    return found, kept


def whole(field: Field, entry: Entry, actor: Actor) -> str:
    """The whole value of a masked field, "" for an empty one. Raises ``NotFound`` where it is none, or not this reader's to see."""
    if not field.masked or is_hidden(field, entry, actor):
        raise NotFound
    return str(entry.values.get(field.key, ""))


def stays(field: Field, entry: Entry, actor: Actor) -> bool:
    """Whether a form of correction cannot show what stands there; left empty, it stays as it is."""
    return field.masked or is_hidden(field, entry, actor)


def typed_by(fields: Iterable[Field], keys: Collection[str], by: Actor) -> dict[str, int]:
    """Which private fields somebody just filled in, with their id."""
    if by.id is None:
        return {}
    return {one.key: by.id for one in fields if one.is_private and one.formula is None and one.key in keys}
