"""What the screens of tokens and webhooks ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.api.terms import published_events
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.ui.forms import Choice, Choices, Form, Line
from guanjia.ui.request import Request

_LIVES = ((30, _("30 days")), (90, _("90 days")), (365, _("One year")))


class TokenForm(Form):
    """A token for oneself."""

    name = Line(_("Name"), max_length=60, help_text=_("Which program will use it."))
    days = Choice(_("Works for"), _LIVES, initial=90)
    site = Choice(_("Site"), required=False)
    scopes = Choices(
        _("May do"),
        required=False,
        help_text=_("Choose as little as the program needs; nothing chosen means all you may do."),
    )

    def __init__(self, *args: Any, sites: list[Any], scopes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"] = Choice(
            _("Site"), [("", _("All my sites")), *((site.code, site.name) for site in sites)], required=False
        )
        self.fields["scopes"] = Choices(
            _("May do"),
            [(key, CAPABILITIES.get(key, key)) for key in scopes],
            required=False,
            help_text=_("Choose as little as the program needs; nothing chosen means all you may do."),
        )


class EndpointForm(Form):
    """A webhook."""

    name = Line(_("Name"), max_length=60, help_text=_("Which program is told."))
    url = Line(
        _("Address"),
        max_length=500,
        placeholder="https://",
        help_text=_("Where we send to; begins with https://."),
    )
    events = Choices(
        _("Events"),
        lambda: [(name, f"{label} ({name})") for name, label in published_events().items()],
        required=False,
        shown="pick",
        help_text=_("Nothing chosen means all of them, those of later versions too."),
    )


class NewEndpointForm(EndpointForm):
    """A webhook of one of several sites."""

    site = Choice(_("Site"))
    field_order = ("site", "name", "url", "events")

    def __init__(self, *args: Any, sites: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"] = Choice(_("Site"), [(site.code, site.name) for site in sites])
        self.order_fields(self.field_order)


def sites_where(request: Request, sites: list[Any], capability: str) -> list[Any]:
    """Of ``sites`` those where the actor holds a capability."""
    return [site for site in sites if request.actor.can(capability, site.pk)]
