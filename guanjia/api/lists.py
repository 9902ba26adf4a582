"""The lists of tokens, webhooks and deliveries."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.api import rules
from guanjia.api.models import Delivery, Token, WebhookEndpoint
from guanjia.api.terms import DELIVERY_STATES, DeliveryState
from guanjia.kernel.journal import label_of
from guanjia.ui.lists import Column, Empty, Filter, List

_TONES = {
    DeliveryState.WAITING: "soon",
    DeliveryState.DELIVERED: "calm",
    DeliveryState.FAILED: "late",
    DeliveryState.DROPPED: "paused",
}


class TokenList(List):
    """One's own tokens."""

    key = "tokens"
    columns = (
        Column("name", gettext_lazy("Name"), wide=True),
        Column("prefix", gettext_lazy("Begins with"), value=lambda token: f"gj_{token.prefix}…", phone=False),
        Column(
            "site",
            gettext_lazy("Site"),
            value=lambda token: token.site.name if token.site else _("All my sites"),
        ),
        Column(
            "scopes",
            gettext_lazy("May do"),
            kind="number",
            value=lambda token: len(token.scopes),
            phone=False,
        ),
        Column("last_used_at", gettext_lazy("Last used"), kind="ago"),
        Column("expires_at", gettext_lazy("Works until"), kind="day"),
        Column(
            "state",
            gettext_lazy("State"),
            template="api/cells/token.html",
            excel=lambda token: token.state_label,
        ),
    )
    empty = Empty(
        gettext_lazy("No tokens yet"),
        gettext_lazy("A token lets another program act in your name, with what you choose."),
        "programs:make_token",
        gettext_lazy("Make a token"),
        icon="key",
    )

    def prepare(self, things: list[Token]) -> list[Token]:
        """Say of each token whether it still works."""
        for token in things:
            token.live = rules.is_live(token.expires_at, token.revoked_at, self.request.now)  # type: ignore[attr-defined]
            token.state_label = _state(token, self.request.now)  # type: ignore[attr-defined]
        return things


class EndpointList(List):
    """The webhooks of the actor's sites."""

    key = "webhooks"
    columns = (
        Column("name", gettext_lazy("Name"), link=True),
        Column("site.name", gettext_lazy("Site")),
        Column("url", gettext_lazy("Address"), wide=True, phone=False),
        Column("events", gettext_lazy("Events"), value=lambda one: len(one.events) or _("All")),
        Column("failures", gettext_lazy("Failures in a row"), kind="number", phone=False),
        Column(
            "active",
            gettext_lazy("State"),
            kind="badge",
            value=lambda one: _("On") if one.active else _("Off"),
            tone=lambda one: ("soon" if one.failures else "calm") if one.active else "paused",
        ),
    )
    empty = Empty(
        gettext_lazy("No webhooks yet"),
        gettext_lazy("A webhook tells another program at once what happens here."),
        "programs:make_webhook",
        gettext_lazy("Make a webhook"),
        icon="bell",
    )

    def row_url(self, thing: WebhookEndpoint) -> str:
        """Its page."""
        return reverse("programs:webhook", args=[thing.pk])


class DeliveryList(List):
    """What was sent to one webhook, latest first."""

    key = "deliveries"
    columns = (
        Column("event", gettext_lazy("Event"), value=lambda one: label_of(one.entry), wide=True),
        Column("ref", gettext_lazy("Number"), value=lambda one: one.entry.ref),
        Column("made_at", gettext_lazy("Happened"), kind="moment", phone=False),
        Column("tried_at", gettext_lazy("Last try"), kind="ago"),
        Column("attempts", gettext_lazy("Tries"), kind="number", phone=False),
        Column("status", gettext_lazy("Answer"), value=lambda one: one.status or one.error),
        Column(
            "state",
            gettext_lazy("State"),
            kind="badge",
            value=lambda one: DELIVERY_STATES[DeliveryState(one.state)],
            tone=lambda one: _TONES[DeliveryState(one.state)],
        ),
        Column("resend", gettext_lazy("Send again"), template="api/cells/resend.html", excel=lambda _one: ""),
    )
    filters = (Filter("state", gettext_lazy("State"), options=DELIVERY_STATES.items()),)
    empty = Empty(
        gettext_lazy("Nothing sent yet"),
        gettext_lazy("As soon as something happens at the site, it is sent."),
        icon="inbox",
    )

    def prepare(self, things: list[Delivery]) -> list[Delivery]:
        """Deliveries that wait need no button."""
        for one in things:
            one.may_resend = one.state != DeliveryState.WAITING and one.endpoint.active  # type: ignore[attr-defined]
        return things


def _state(token: Token, now: Any) -> str:
    if token.revoked_at is not None:
        return _("Revoked")
    return _("Works") if now < token.expires_at else _("Expired")
