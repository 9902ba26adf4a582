"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "obligations.no_pause_when_overdue": (_("A clock that has run out is not stopped"), "overdue"),
        "obligations.not_ones_own_alarm": (_("Nobody silences the alarm about themselves"), "own_ladder"),
    }
)
