"""The register paper and receipt of a thing (寄存登记), and the list of a batch: A4, for the printer and as PDF."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.safekeeping.models import Batch, KeptItem
from guanjia.apps.safekeeping.terms import Kind
from guanjia.kernel.actor import Actor
from guanjia.kernel.money import format_fen
from guanjia.ui.paper import Pair, Paper, Rows, Signed


def title_of(kind: str) -> str:
    """What the paper of a kind is called."""
    if kind == Kind.STORAGE:
        return _("Register and receipt of a thing left in keeping")
    return _("Register of a thing found") if kind == Kind.FOUND else _("Register of mail signed for")


def of_item(item: KeptItem, signatures: list[Any], *, address: str, actor: Actor, at: datetime) -> Paper:
    """The paper of one thing. What only its owner knows, and whole numbers, never stand on it."""
    return Paper(
        title=title_of(item.kind),
        company=item.site.company.name,
        site=item.site.name,
        number=item.ref,
        address=address,
        printed=_("Printed %(at)s by %(name)s") % {"at": _moment(at), "name": actor.name},
        pairs=_pairs(item),
        tables=_lines(item),
        signed=[_signed(one) for one in signatures],
        blanks=_blanks(item),
    )


def of_batch(
    batch: Batch,
    items: list[KeptItem],
    signatures: list[Any],
    *,
    address: str,
    actor: Actor,
    at: datetime,
) -> Paper:
    """The list of what a steward took over."""
    heads = [_("Number"), _("What it is"), _("Unit or place"), _("For"), _("Pieces"), _("Signature")]
    rows = [[one.ref, one.what, one.where, one.for_name, str(one.count), ""] for one in items]
    return Paper(
        title=_("List of what was handed on"),
        company=batch.site.company.name,
        site=batch.site.name,
        number=batch.ref,
        address=address,
        printed=_("Printed %(at)s by %(name)s") % {"at": _moment(at), "name": actor.name},
        pairs=[
            (_("Steward"), batch.steward_name),
            (_("Handed on"), _moment(batch.at)),
            (_("By"), batch.by_name),
            (_("Things"), str(batch.count)),
        ],
        tables=[Rows(_("What was handed on"), heads, [False, False, False, False, True, False], rows)],
        signed=[_signed(one) for one in signatures],
    )


def _pairs(item: KeptItem) -> list[Pair]:
    pairs: list[tuple[str, Any]] = [
        (_("What it is"), item.what),
        (_("Sort"), item.sort_label),
        (_("Pieces"), item.count),
        (_("Features"), item.features),
        (_("Shelf"), item.shelf),
        (_("Unit or place"), item.where),
        (_("Taken in on"), _moment(item.received_at)),
        (_("Taken in by"), item.received_by_name),
    ]
    if item.kind == Kind.FOUND:
        pairs += [
            (_("Found when"), _moment(item.found_at)),
            (_("Found by"), item.found_by),
            (_("Counted together with"), item.counted_with.name if item.counted_with else ""),
        ]
    else:
        pairs += [
            (_("Addressee") if item.kind == Kind.MAIL else _("Left by"), item.for_name),
            (_("Phone"), item.masked_phone),
            (_("Who else may fetch it"), item.collector),
            (_("Tracking number"), item.tracking),
        ]
    if item.kind == Kind.STORAGE:
        pairs += [
            (_("Value as its owner says"), format_fen(item.value_fen) if item.value_fen is not None else ""),
            (_("State it is in"), item.condition),
            (_("Collection code"), item.code if item.is_here else ""),
            (_("Fetched by"), _moment(item.due_at)),
        ]
    pairs += [(_("Taken by"), item.taken_by), (_("Given out"), _moment(item.settled_at))]
    return [(str(label), str(value)) for label, value in pairs if value not in ("", None)]


def _lines(item: KeptItem) -> list[Rows]:
    if not item.lines:
        return []
    rows = [[str(code), str(copies), ""] for code, copies in item.lines]
    return [Rows(_("Who gets it"), [_("Unit"), _("Copies"), _("Signature")], [False, True, False], rows)]


def _blanks(item: KeptItem) -> list[str]:
    if not item.is_here:
        return []
    first = {Kind.STORAGE: _("Left by"), Kind.FOUND: _("Found by")}.get(Kind(item.kind), _("Taken in by"))
    return [first, _("Taken by")]


def _signed(one: Any) -> Signed:
    return Signed(label=_("Signature"), name=one.signer_name, at=_moment(one.at), path=one.path)


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
