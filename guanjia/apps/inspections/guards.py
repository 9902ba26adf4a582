"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "inspections.no_recheck_of_own_correction": (
            _("Nobody checks again what they put right themselves"),
            "own_correction",
        ),
        "inspections.no_fault_without_a_note": (_("What does not pass is described"), "note_missing"),
    }
)
