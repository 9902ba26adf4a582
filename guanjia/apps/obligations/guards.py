"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "obligations.no_pause_when_overdue": (_("A clock that has run out is not stopped"), "overdue"),
        "obligations.not_ones_own_alarm": (_("Nobody silences the alarm about themselves"), "own_ladder"),
        "obligations.not_ones_own_correction": (
            _("Nobody accepts their own correction of a breach"),
            "own_answer",
        ),
        "obligations.nothing_is_deducted": (_("No consequence takes anything from pay"), "no_deduction"),
        "obligations.heard_before_the_decision": (
            _("Nothing is approved before the person concerned could state their view"),
            "not_heard",
        ),
        "obligations.not_ones_own_proposal": (
            _("Nobody decides on a consequence they proposed themselves"),
            "own_proposal",
        ),
    }
)
