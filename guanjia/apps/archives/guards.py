"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "archives.reason_to_open": (
            _("Nobody opens a sensitive paper of a file without a reason"),
            "reason_missing",
        ),
        "archives.no_approval_of_own_loan": (
            _("Nobody approves the loan of an original to themselves"),
            "own_loan",
        ),
        "archives.no_original_without_approval": (
            _("The original of a paper is handed out only when its loan is approved"),
            "not_approved",
        ),
        "archives.destroyed_by_two": (
            _("A file is destroyed by two, and approved by somebody who did not ask for it"),
            "same_person",
        ),
    }
)
