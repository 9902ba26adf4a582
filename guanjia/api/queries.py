"""Reading tokens, webhooks and deliveries; turning a token into the actor it stands for."""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.api import rules, secrets
from guanjia.api.models import Delivery, Token, WebhookEndpoint
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import NotFound, Refusal, Refused
from guanjia.kernel.scope import across_companies, company_scope


def token_with(text: str, at: datetime) -> Token | None:
    """The token with this text, when it still works and so does its owner's account."""
    prefix = secrets.prefix_of(text)
    if not prefix:
        return None
    with across_companies(reason="finding out whose token this is"):
        token = Token.objects.select_related("staff__account", "site").filter(prefix=prefix).first()
    if token is None or not secrets.is_token(text, bytes(token.digest)):
        return None
    staff = token.staff
    owner_works = staff.left_on is None and (staff.account is None or staff.account.is_active)
    return token if owner_works and rules.is_live(token.expires_at, token.revoked_at, at) else None


def actor_of(token: Token, at: datetime) -> Actor:
    """The token's owner as of now, limited to the token's scopes and site."""
    with company_scope(token.company_id):
        owner = organisations.actor_for_staff(token.staff_id, at)
    sites = owner.site_ids if token.site_id is None else owner.site_ids & {token.site_id}
    grants = {scope: owner.grants.get(scope, frozenset()) & sites for scope in token.scopes}
    return replace(
        owner,
        kind=ActorKind.TOKEN,
        grants=MappingProxyType({scope: where for scope, where in grants.items() if where}),
        site_ids=sites,
        groups=frozenset(group for group in owner.groups if int(group.partition(":")[0]) in sites),
    )


def owner_with_login(login: str, at: datetime) -> Actor:
    """The member of staff who signs in with this name, for the command line. Raises ``Refused``."""
    account = get_user_model()._default_manager.filter(login=login.strip().lower(), is_active=True).first()
    owner = organisations.actor_for(account, at) if account else None
    if owner is None:
        sentence = _("No member of staff signs in as “%(login)s”. Check the name.")
        raise Refused(Refusal("unknown_login", sentence, params={"login": login}))
    return owner


def list_tokens(actor: Actor) -> QuerySet[Token]:
    """The actor's own tokens, newest first."""
    return (
        Token.objects.filter(company_id=actor.company_id, staff_id=actor.id or 0)
        .select_related("site")
        .order_by("-id")
    )


def get_token(actor: Actor, token_id: int) -> Token:
    """One of the actor's own tokens. Raises ``NotFound``."""
    found = list_tokens(actor).filter(pk=token_id).first()
    if found is None:
        raise NotFound
    return found


def list_endpoints(actor: Actor) -> QuerySet[WebhookEndpoint]:
    """The webhooks of the actor's sites, by name."""
    rows = (
        WebhookEndpoint.objects.filter(company_id=actor.company_id)
        .select_related("site")
        .order_by("name", "id")
    )
    return rows if actor.is_system else rows.filter(site_id__in=actor.site_ids)


def get_endpoint(actor: Actor, endpoint_id: int) -> WebhookEndpoint:
    """One webhook of the actor's sites. Raises ``NotFound``."""
    found = list_endpoints(actor).filter(pk=endpoint_id).first()
    if found is None:
        raise NotFound
    return found


def list_deliveries(endpoint: WebhookEndpoint) -> QuerySet[Delivery]:
    """What went to an endpoint, latest first."""
    return Delivery.objects.filter(endpoint=endpoint).select_related("entry").order_by("-id")


def get_delivery(actor: Actor, delivery_id: int) -> Delivery:
    """One delivery to a webhook of the actor's sites. Raises ``NotFound``."""
    found = (
        Delivery.objects.filter(pk=delivery_id, endpoint__in=list_endpoints(actor))
        .select_related("endpoint", "entry")
        .first()
    )
    if found is None:
        raise NotFound
    return found
