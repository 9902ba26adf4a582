"""What can be done here, and how a figure or a day of a clause stands."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over boards and measures."""

    SEE = "insight.see"


declare({Can.SEE: _("See how the rulebook is kept: the board of clauses and the measures")})


class Health(StrEnum):
    """How a measure stands against its healthy value."""

    HEALTHY = "healthy"
    NEAR = "near"
    OFF = "off"
    OPEN = "open"


HEALTHS = {
    Health.HEALTHY: _("healthy"),
    Health.NEAR: _("within tolerance"),
    Health.OFF: _("not healthy"),
    Health.OPEN: _("no healthy value set"),
}
