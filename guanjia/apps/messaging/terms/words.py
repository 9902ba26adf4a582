"""What can be done with messages, how urgent they are, and the ways they travel."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over messages. Reading one's own needs none."""

    SET_CHANNELS = "messaging.set_channels"


declare({Can.SET_CHANNELS: _("Set e-mail addresses and group robots for messages")})


class Urgency(StrEnum):
    """How loudly a message speaks. Only safety speaks in quiet hours."""

    NORMAL = "NORMAL"
    URGENT = "URGENT"
    SAFETY = "SAFETY"


URGENCIES = {
    Urgency.NORMAL: _("Normal"),
    Urgency.URGENT: _("Urgent"),
    Urgency.SAFETY: _("Safety"),
}


class Channel(StrEnum):
    """A way out of the product; in the product itself a message is always shown."""

    EMAIL = "EMAIL"
    DINGTALK = "DINGTALK"
    WECOM = "WECOM"


CHANNELS = {
    Channel.EMAIL: _("E-mail"),
    Channel.DINGTALK: _("DingTalk group robot"),
    Channel.WECOM: _("WeCom group robot"),
}
