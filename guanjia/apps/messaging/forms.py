"""Where messages go outside the product: people's addresses, and the robots of group chats."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.messaging.terms import CHANNELS, URGENCIES, Channel, Urgency
from guanjia.apps.organisations import queries as organisations
from guanjia.ui.forms import Choice, Form, Line


class AddressForm(Form):
    """The e-mail address of a member of staff; an empty one takes it away."""

    staff = Choice(_("Who"), (), shown="pick")
    address = Line(
        _("E-mail address"), required=False, help_text=_("Leave it empty to send no e-mail any more.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.request is not None
        site = self.request.site
        staff = organisations.list_staff(self.request.actor, site.pk if site else None)
        self.fields["staff"].choices = [("", "—"), *((str(one.pk), one.name) for one in staff)]  # type: ignore[attr-defined]


class RobotForm(Form):
    """The robot of a group chat; one of the same name is replaced."""

    channel = Choice(
        _("Channel"), [(key.value, label) for key, label in CHANNELS.items() if key is not Channel.EMAIL]
    )
    name = Line(_("Name of the group"), max_length=60)
    token = Line(_("Token"), help_text=_("Only the part after “access_token=” (DingTalk) or “key=” (WeCom)."))
    secret = Line(_("Secret"), required=False, help_text=_("If the robot signs its messages (DingTalk)."))
    least_urgency = Choice(
        _("From which urgency on"),
        [(key.value, label) for key, label in URGENCIES.items()],
        initial=Urgency.URGENT.value,
    )
