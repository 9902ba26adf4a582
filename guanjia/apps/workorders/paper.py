"""The paper form of an order (派工单, A-FORM-85): what stands on it, and the PDF of it.

The screen's print form and the PDF are made from the same ``Sheet``, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.panels import masked, reads_phone
from guanjia.apps.workorders.queries import Bill
from guanjia.kernel.actor import Actor
from guanjia.kernel.money import format_fen
from guanjia.ui import paper as papers

_TEMPLATE = Path(__file__).resolve().parent / "print" / "work_order.typ"
_BLANK_MATERIALS = 4


@dataclass(frozen=True)
class Sheet:
    """Everything on the paper, in the reader's language; ``pairs`` are label and value, two to a line."""

    title: str
    company: str
    site: str
    number: str
    address: str
    pairs: list[tuple[str, str]]
    what_label: str
    what: str
    outcome_label: str
    outcome: str
    materials_label: str
    material_heads: list[str]
    materials: list[list[str]]
    money: list[tuple[str, str]]
    opinion_label: str
    opinions: list[str]
    signature_labels: list[str]
    signed: list[dict[str, str]]
    date_label: str
    printed: str

    @cached_property
    def qr(self) -> SafeString:
        """The code that leads a phone to the order's page."""
        return papers.qr_drawing(self.address)


def sheet(
    order: WorkOrder, *, bill: Bill, signatures: list[Any], address: str, actor: Actor, at: datetime
) -> Sheet:
    """The paper of an order. A number the reader may not see stays masked on paper too."""
    phone = (
        order.contact_phone
        if reads_phone(order, actor) or not order.contact_phone
        else masked(order.contact_phone)
    )
    return Sheet(
        title=_("Work order"),
        company=order.site.company.name,
        site=order.site.name,
        number=order.ref,
        address=address,
        pairs=_pairs(order, phone),
        what_label=_("What is to be done"),
        what="\n".join(part for part in (order.title, order.description) if part),
        outcome_label=_("What was found and done"),
        outcome=order.outcome,
        materials_label=_("Materials used"),
        material_heads=[
            _("Name"),
            _("Quantity"),
            pgettext("measure", "Unit"),
            _("Unit price (yuan)"),
            _("Amount (yuan)"),
        ],
        materials=_materials(bill),
        money=_money(order, bill),
        opinion_label=_("Customer's opinion"),
        opinions=[_("Satisfied"), _("Fairly satisfied"), _("Not satisfied")],
        signature_labels=[_("Dispatcher"), _("Technician"), _("Customer"), _("Return visit by")],
        signed=[
            {"name": one.signer_name, "path": one.path, "how": str(one.get_how_display())}
            for one in signatures
        ],
        date_label=_("Date"),
        printed=_("Printed %(at)s by %(name)s") % {"at": _moment(at), "name": actor.name},
    )


def _pairs(order: WorkOrder, phone: str) -> list[tuple[str, str]]:
    return [
        (_("Place"), order.where),
        (_("Urgency"), str(order.urgency_label)),
        (_("Contact"), order.contact_name),
        (_("Phone"), phone),
        (_("Trade"), str(order.skill_label)),
        (_("Technician"), order.assignee.name if order.assignee else ""),
        (_("First receipt"), _moment(order.received_at)),
        (_("Issued"), f"{_moment(order.issued_at)} {order.issued_by_name}"),
        (_("Time of arrival agreed"), _moment(order.appointed_at)),
        (_("Case"), order.thread if order.has_case else ""),
        (_("Arrived"), _moment(order.arrived_at)),
        (_("Completed"), _moment(order.closed_at)),
    ]


def _materials(bill: Bill) -> list[list[str]]:
    rows = [
        [one.name, one.quantity_text, one.unit, format_fen(one.unit_price_fen), format_fen(one.amount_fen)]
        for one in bill.materials
    ]
    return rows or [[""] * 5 for _row in range(_BLANK_MATERIALS)]


def _money(order: WorkOrder, bill: Bill) -> list[tuple[str, str]]:
    if not order.paid:
        return []
    quoted = f"¥{format_fen(bill.quote.total_fen)}" if bill.quote else ""
    agreed = ""
    if bill.quote and bill.quote.consented_at:
        agreed = f"{bill.quote.consent_name} {_moment(bill.quote.consented_at)}"
    charge = f"¥{format_fen(order.charge_fen)}" if order.charge_fen else ""
    return [(_("Quoted"), quoted), (_("Consent"), agreed), (_("To be paid"), charge)]


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """These papers as one PDF. Raises ``Refused`` (``font_missing``) when its font is not installed."""
    data = [{**asdict(one), "qr": papers.qr_svg(one.address)} for one in sheets]
    return papers.typeset(_TEMPLATE, {"sheets": data, "lang": papers.language()})
