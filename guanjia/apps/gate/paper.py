"""The papers of the gate on A4: release slip, receipt of held goods, visitor's badge, pass, machine-room entry.

The print form of the browser and the PDF are made from the same ``Paper``, so they cannot differ.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.documents.terms import Kind
from guanjia.apps.gate.models import HeldGoods, Pass, ReleaseSlip, Visit
from guanjia.apps.gate.panels import facts_of
from guanjia.apps.gate.queries import Thing
from guanjia.apps.gate.terms import PassState, SlipState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound
from guanjia.ui.paper import Paper, Pictures, Rows, Signed

_MOST_PHOTOS = 6


def of(thing: Thing, *, address: str, actor: Actor, at: datetime) -> Paper:
    """The paper of a thing; ``address`` is what its code leads to. Telephone numbers stay masked."""
    site: Any = thing.site
    title, blanks, notice = _form_of(thing, at)
    return Paper(
        title=title,
        company=site.company.name,
        site=site.name,
        number=thing.ref,
        address=address,
        notice=notice,
        printed=_("Printed %(at)s by %(name)s") % {"at": _moment(at), "name": actor.name},
        pairs=[(str(one.label), _text(one.value, one.hint)) for one in facts_of(thing, actor).facts],
        tables=_tables(thing),
        photos=_photos(thing, actor),
        signed=[
            Signed(label=_("Signed"), name=one.signer_name, at=_moment(one.at), path=one.path)
            for one in documents.signatures_for(thing.ref)
        ],
        blanks=blanks,
    )


def _form_of(thing: Thing, at: datetime) -> tuple[str, list[str], str]:
    """Title, signature lines and notice of a paper."""
    if isinstance(thing, ReleaseSlip):
        good = thing.state == SlipState.APPROVED and (thing.expires_at is None or at < thing.expires_at)
        notice = "" if good else _("Not good for passing: %(state)s") % {"state": thing.state_label}
        return (
            _("Release slip"),
            [_("Customer"), _("Desk"), _("Who approved"), _("Guard at the gate")],
            notice,
        )
    if isinstance(thing, HeldGoods):
        return _("Receipt of held goods"), [_("Whose goods"), _("Guard at the gate"), _("Who takes them")], ""
    if isinstance(thing, Visit):
        return _("Visitor's slip"), [_("Who comes"), _("Host"), _("Guard at the gate")], ""
    if isinstance(thing, Pass):
        good = thing.state == PassState.VALID and at < thing.until_at
        notice = "" if good else _("This pass is not good any more.")
        return _("Temporary pass"), [_("Holder of the pass"), _("Issued by")], notice
    return _("Machine-room entry"), [_("Who approved"), _("Who stays beside them"), _("Full name")], ""


def _tables(thing: Thing) -> list[Rows]:
    if not isinstance(thing, ReleaseSlip | HeldGoods):
        return []
    lines = [[one.name, str(one.pieces), one.note] for one in thing.items.order_by("position")]
    heads = [_("Name"), _("Pieces"), _("Note")]
    return [Rows(_("Goods"), heads, [False, True, False], [*lines, [_("Total"), str(thing.pieces), ""]])]


def _photos(thing: Thing, actor: Actor) -> list[Pictures]:
    files = []
    for one in documents.list_for(thing.ref)[:_MOST_PHOTOS]:
        if one.kind != Kind.PHOTO:
            continue
        try:
            files.append(b"".join(documents.stored(actor, one.key, small=True).chunks()))
        except (NotFound, OSError):
            continue
    return [Pictures(_("Photos"), files)] if files else []


def _text(value: Any, hint: Any) -> str:
    shown = _moment(value) if isinstance(value, datetime) else str(value)
    return f"{shown} ({hint})" if hint and shown else shown


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
