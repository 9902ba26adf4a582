"""Making and revoking tokens."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from guanjia.api import rules, secrets
from guanjia.api.events import TokenMade, TokenRevoked
from guanjia.api.models import Token
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.refusals import NotFound, NotPermitted, refuse


def make_token(
    owner: Actor,
    *,
    by: Actor,
    at: datetime,
    name: str,
    days: int = 90,
    scopes: Iterable[str] = (),
    site_id: int | None = None,
) -> tuple[Token, str]:
    """A token that acts as ``owner``, and its text, which nobody can read again.

    Without ``scopes`` it may do all that the owner may do now; what the owner loses later, the token loses with it. Refuses scopes the
    owner does not hold, and a life outside 1 to 3650 days.
    """
    assert owner.id is not None, "only a member of staff has tokens"
    if reason := rules.why_not_own(by, owner.id):
        raise NotPermitted(reason)
    if site_id is not None and site_id not in owner.site_ids:
        raise NotFound
    chosen = rules.written_out(scopes, owner.grants)
    refuse(rules.why_not_token(name, days, chosen, owner.grants))
    prefix, text = secrets.new_token()
    with transaction.atomic():
        token = Token.objects.create(
            company_id=owner.company_id,
            staff_id=owner.id,
            site_id=site_id,
            name=name.strip()[:60],
            prefix=prefix,
            digest=secrets.digest(text),
            scopes=list(chosen),
            made_at=at,
            expires_at=at + timedelta(days=days),
        )
        record(
            TokenMade(
                site_id=site_id,
                ref=f"token:{token.pk}",
                staff_id=owner.id,
                token_name=token.name,
                scopes=chosen,
                expires_at=token.expires_at,
            ),
            by=by,
            at=at,
        )
    return token, text


def revoke_token(token: Token, *, by: Actor, at: datetime) -> Token:
    """Stop a token for good. Revoking it again changes nothing."""
    with locked(token) as token:
        if reason := rules.why_not_own(by, token.staff_id):
            raise NotPermitted(reason)
        if token.revoked_at is not None:
            return token
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(
            TokenRevoked(
                site_id=token.site_id, ref=f"token:{token.pk}", staff_id=token.staff_id, token_name=token.name
            ),
            by=by,
            at=at,
        )
    return token
