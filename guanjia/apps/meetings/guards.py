"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "meetings.approved_by_the_chair": (_("Minutes are approved by nobody but the chair"), "not_chair"),
        "meetings.reported_with_proof": (
            _("A decision is reported done with a word or a photo of the result"),
            "report_missing",
        ),
        "meetings.no_check_of_own_report": (
            _("Nobody checks a decision they reported done themselves"),
            "own_report",
        ),
        "meetings.handed_over_prepared": (
            _("A shift is not handed over while its preparation is unfinished"),
            "not_prepared",
        ),
        "meetings.received_before_opening": (
            _("The next shift begins once it received the former one, or writes why not"),
            "former_not_received",
        ),
        "meetings.received_by_another": (
            _("A shift is received by somebody else than who handed it over"),
            "own_handover",
        ),
    }
)
