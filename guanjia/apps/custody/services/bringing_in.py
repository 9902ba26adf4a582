"""The first stock from a workbook: every row is good and all come in, or none does and every bad row is named."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.custody import queries, stocking
from guanjia.apps.custody.models import Piece
from guanjia.apps.custody.services.keeping import add_piece
from guanjia.apps.custody.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, Refusal, Refused, refuse
from guanjia.ui.spreadsheets.reader import read


def bring_in(site_id: int, *, by: Actor, at: datetime, content: bytes) -> list[Piece]:
    """Take the pieces of a workbook on the list. Raises ``Refused`` with a reason for every bad row, and keeps none then."""
    with transaction.atomic():
        permit_at(by, Can.MANAGE, site_id)
        if organisations.site(site_id).company_id != by.company_id:
            raise NotFound
        rows = stocking.understand(read(content)[0])
        kinds = {one.name: one for one in queries.list_kinds(by, site_id)}
        units = {one.unit: _unit(by, site_id, one.unit) for one in rows if one.unit}
        known = {text for text, pk in units.items() if pk is not None}
        taken = queries.numbers_taken(site_id, [one.number for one in rows])
        refuse(stocking.why_not(rows, kinds=set(kinds), units=known, taken=taken))
        made, wrong = [], []
        for one in rows:
            try:
                made.append(
                    add_piece(
                        kinds[one.kind],
                        by=by,
                        at=at,
                        number=one.number,
                        name=one.name,
                        hook=one.hook,
                        parts=one.parts,
                        stock=one.stock,
                        unit_id=units.get(one.unit),
                    )
                )
            except Refused as refused:
                wrong += [Refusal(why.code, f"{one.row}: {why}", field="file") for why in refused.refusals]
        refuse(wrong)
        return made


def _unit(by: Actor, site_id: int, code: str) -> int | None:
    try:
        return int(places.get_unit_by_code(by, site_id, code).pk)
    except NotFound:
        return None
