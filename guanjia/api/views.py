"""The screens of programs: one's own tokens, the webhooks, and the description of the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.api import forms, lists, queries, reference, services
from guanjia.api.terms import Can, published_events
from guanjia.apps.organisations import queries as organisations
from guanjia.ui.http import SIGNED_IN, Request, done, page, public_screen, screen, verb
from guanjia.ui.panels import Facts

_SHOWN_ONCE = "api_shown_once"
"""Where a secret waits, in the session, until the next page has shown it."""


@screen(can=SIGNED_IN)
def list_tokens(request: Request) -> HttpResponse:
    """My tokens."""
    listed = lists.TokenList(request, queries.list_tokens(request.actor))
    return listed.answer(
        "api/tokens.html", title=_("My tokens"), fresh=request.session.pop(_SHOWN_ONCE, None)
    )


@verb(can=SIGNED_IN)
def make_token(request: Request) -> HttpResponse:
    """Make a token; it is shown once, on the list."""
    actor = request.actor
    form = forms.TokenForm.of(
        request, sites=list(organisations.list_sites(actor)), scopes=sorted(actor.grants)
    )
    if form.ready():
        asked = form.cleaned_data
        site = organisations.get_site(actor, asked["site"]) if asked["site"] else None
        _token, text = services.make_token(
            actor,
            by=actor,
            at=request.now,
            name=asked["name"],
            days=int(asked["days"]),
            scopes=asked["scopes"],
            site_id=site.pk if site else None,
        )
        request.session[_SHOWN_ONCE] = text
        return done(request, "programs:tokens", _("The token is made. Copy it now."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Make a token"),
        submit=_("Make the token"),
        back=reverse("programs:tokens"),
    )


@verb(can=SIGNED_IN, ask=gettext_lazy("Revoke this token? The program that uses it stops working at once."))
def revoke_token(request: Request, token_id: int) -> HttpResponse:
    """Stop a token for good."""
    services.revoke_token(queries.get_token(request.actor, token_id), by=request.actor, at=request.now)
    return done(request, "programs:tokens", _("The token is revoked."))


@screen(can=Can.MANAGE_WEBHOOKS)
def list_webhooks(request: Request) -> HttpResponse:
    """The webhooks of my sites."""
    return lists.EndpointList(request, queries.list_endpoints(request.actor)).answer(
        "api/webhooks.html", title=_("Webhooks")
    )


@screen(can=Can.MANAGE_WEBHOOKS)
def show_webhook(request: Request, endpoint_id: int) -> HttpResponse:
    """One webhook and what was sent to it."""
    endpoint = queries.get_endpoint(request.actor, endpoint_id)
    labels = published_events()
    facts = Facts.of(
        [
            (_("Address"), endpoint.url),
            (_("Site"), endpoint.site.name),
            (_("State"), _("On") if endpoint.active else _("Off")),
            (_("Events"), ", ".join(str(labels.get(name, name)) for name in endpoint.events) or _("All")),
            (_("Failures in a row"), endpoint.failures),
        ],
        title=_("Webhook"),
    )
    listed = lists.DeliveryList(request, queries.list_deliveries(endpoint).select_related("endpoint"))
    fresh = request.session.pop(_SHOWN_ONCE, None)
    return listed.answer("api/webhook.html", title=endpoint.name, endpoint=endpoint, facts=facts, fresh=fresh)


@verb(can=Can.MANAGE_WEBHOOKS)
def make_webhook(request: Request) -> HttpResponse:
    """Make a webhook; its secret is shown once, on its page."""
    sites = forms.sites_where(request, list(organisations.list_sites(request.actor)), Can.MANAGE_WEBHOOKS)
    form = forms.NewEndpointForm.of(
        request, sites=sites, initial={"site": request.site.code if request.site else None}
    )
    if form.ready():
        asked = dict(form.cleaned_data)
        site = organisations.get_site(request.actor, asked.pop("site"))
        endpoint, secret = services.make_endpoint(by=request.actor, at=request.now, site_id=site.pk, **asked)
        request.session[_SHOWN_ONCE] = secret
        return done(request, reverse("programs:webhook", args=[endpoint.pk]), _("The webhook is made."))
    return _form_page(request, form, _("Make a webhook"), reverse("programs:webhooks"))


@verb(can=Can.MANAGE_WEBHOOKS)
def change_webhook(request: Request, endpoint_id: int) -> HttpResponse:
    """Change name, address and events of a webhook."""
    endpoint = queries.get_endpoint(request.actor, endpoint_id)
    now = {"name": endpoint.name, "url": endpoint.url, "events": endpoint.events}
    form = forms.EndpointForm.of(request, initial=now)
    if form.ready():
        services.change_endpoint(endpoint, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, _page_of(endpoint), _("Saved."))
    return _form_page(request, form, _("Change the webhook"), _page_of(endpoint))


@verb(can=Can.MANAGE_WEBHOOKS, ask=gettext_lazy("Make a new signing secret? The old one is void at once."))
def renew_secret(request: Request, endpoint_id: int) -> HttpResponse:
    """A new signing secret, shown once."""
    endpoint = queries.get_endpoint(request.actor, endpoint_id)
    _endpoint, secret = services.renew_secret(endpoint, by=request.actor, at=request.now)
    request.session[_SHOWN_ONCE] = secret
    return done(request, _page_of(endpoint), _("The secret is new. Copy it now."))


@verb(can=Can.MANAGE_WEBHOOKS, ask=gettext_lazy("Switch this webhook on?"))
def switch_on(request: Request, endpoint_id: int) -> HttpResponse:
    """Send again from now on."""
    endpoint = queries.get_endpoint(request.actor, endpoint_id)
    services.switch_endpoint(endpoint, by=request.actor, at=request.now, on=True)
    return done(request, _page_of(endpoint), _("The webhook is on."))


@verb(
    can=Can.MANAGE_WEBHOOKS, ask=gettext_lazy("Switch this webhook off? What still waits for it is dropped.")
)
def switch_off(request: Request, endpoint_id: int) -> HttpResponse:
    """Send nothing any more."""
    endpoint = queries.get_endpoint(request.actor, endpoint_id)
    services.switch_endpoint(endpoint, by=request.actor, at=request.now, on=False)
    return done(request, _page_of(endpoint), _("The webhook is off."))


@verb(can=Can.MANAGE_WEBHOOKS, ask=gettext_lazy("Send a test to this webhook?"))
def ping(request: Request, endpoint_id: int) -> HttpResponse:
    """Send a test."""
    endpoint = queries.get_endpoint(request.actor, endpoint_id)
    services.ping(endpoint, by=request.actor, at=request.now)
    return done(request, _page_of(endpoint), _("A test is on its way."))


@verb(can=Can.MANAGE_WEBHOOKS, ask=gettext_lazy("Send this delivery again?"))
def resend(request: Request, delivery_id: int) -> HttpResponse:
    """Send a delivery once more."""
    delivery = queries.get_delivery(request.actor, delivery_id)
    services.resend(delivery, by=request.actor, at=request.now)
    return done(request, _page_of(delivery.endpoint), _("It is sent again."))


@screen(can=SIGNED_IN)
def show_reference(request: Request) -> HttpResponse:
    """The description of the API, drawn from the same schema, without any script."""
    return page(request, "api/reference.html", title=_("The API"), chapters=reference.chapters())


@public_screen()
def show_schema(_request: Request) -> HttpResponse:
    """The OpenAPI description. It says what can be asked, never what there is, so anybody may read it."""
    response = JsonResponse(reference.schema(), json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _form_page(request: Request, form: Any, title: str, back: str) -> HttpResponse:
    return page(request, "ui/verb.html#form", form=form, title=title, submit=_("Save"), back=back)


def _page_of(endpoint: Any) -> str:
    return reverse("programs:webhook", args=[endpoint.pk])
