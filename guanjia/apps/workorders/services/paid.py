"""Paid work: price, consent, and only then the work."""

from collections.abc import Sequence
from datetime import datetime

from guanjia.apps.documents import services as papers
from guanjia.apps.documents.terms import Signing
from guanjia.apps.workorders import events, queries, rules
from guanjia.apps.workorders.lifecycle import LIFECYCLE
from guanjia.apps.workorders.models import Quote, QuoteLine, WorkOrder
from guanjia.apps.workorders.pricing import Line, total, why_not_lines
from guanjia.apps.workorders.queries.paid import latest_quote
from guanjia.apps.workorders.services.subject import about, holder_id, require_own
from guanjia.apps.workorders.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse

CONSENT = "consent"
"""The purpose of a customer's signature under a price."""


def quote(order: WorkOrder, *, by: Actor, at: datetime, lines: Sequence[Line], note: str = "") -> Quote:
    """Name a price. It makes the order paid work, and replaces an earlier quote together with its consent."""
    with locked(order) as fresh:
        permit(by, Can.QUOTE, fresh)
        require_own(fresh, by)
        fresh.state = LIFECYCLE.step(fresh.state, "quote")
        refuse([*why_not_lines(list(lines)), rules.why_not_quote(total_fen=total(lines), lines=len(lines))])
        earlier = latest_quote(fresh)
        fresh.paid, fresh.started_at = True, None
        fresh.save(update_fields=["paid", "started_at"])
        new = Quote(
            company_id=fresh.company_id,
            order=fresh,
            number=earlier.number + 1 if earlier else 1,
            total_fen=total(lines),
            note=note.strip()[:200],
            at=at,
            by_name=by.name,
        )
        new.save(force_insert=True)
        _keep_lines(new, lines)
        record(events.Quoted(**about(fresh), number=new.number, total_fen=new.total_fen), by=by, at=at)
        return new


def _keep_lines(new: Quote, lines: Sequence[Line]) -> None:
    QuoteLine.objects.bulk_create(
        [
            QuoteLine(
                company_id=new.company_id,
                quote=new,
                position=place,
                name=line.name.strip()[:80],
                quantity=line.quantity,
                unit=line.unit.strip()[:10],
                unit_price_fen=line.unit_price_fen,
                amount_fen=line.amount_fen,
            )
            for place, line in enumerate(lines, start=1)
        ]
    )


def consent(order: WorkOrder, *, by: Actor, at: datetime, signing: Signing) -> Quote:
    """Keep the customer's yes to the last quote: signed on the screen, or by phone to ``by``."""
    with locked(order) as fresh:
        permit(by, Can.QUOTE, fresh)
        require_own(fresh, by)
        fresh.state = LIFECYCLE.step(fresh.state, "consent")
        refuse(rules.why_not_consent(queries.money_of(fresh)))
        agreed = latest_quote(fresh)
        assert agreed is not None
        signature = papers.sign(
            by=by,
            at=at,
            site_id=fresh.site_id,
            about_ref=fresh.ref,
            thread=fresh.thread,
            purpose=CONSENT,
            signer_name=signing.signer_name,
            how=signing.how,
            strokes=signing.strokes,
        )
        agreed.consented_at, agreed.consent_name, agreed.consent_how = (
            at,
            signature.signer_name,
            str(signature.how),
        )
        agreed.signature = signature
        agreed.save(update_fields=["consented_at", "consent_name", "consent_how", "signature"])
        record(
            events.Consented(
                **about(fresh),
                number=agreed.number,
                total_fen=agreed.total_fen,
                signer_name=signature.signer_name,
                how=str(signature.how),
            ),
            by=by,
            at=at,
        )
        return agreed


def start(order: WorkOrder, *, by: Actor, at: datetime) -> WorkOrder:
    """Begin paid work; refused before price and consent."""
    with locked(order) as fresh:
        permit(by, Can.WORK, fresh)
        require_own(fresh, by)
        new_state = LIFECYCLE.step(fresh.state, "start")
        refuse(rules.why_not_start(queries.money_of(fresh), started=fresh.started_at is not None))
        fresh.state, fresh.started_at = new_state, at
        fresh.save(update_fields=["state", "started_at"])
        record(events.Started(**about(fresh), assignee_id=holder_id(fresh)), by=by, at=at)
        return fresh
