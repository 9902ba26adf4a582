"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "custody.no_room_key_without_approval": (
            _("A key that needs approval is not handed out without it"),
            "unapproved",
        ),
        "custody.no_approval_of_own_loan": (_("Nobody approves their own loan"), "own_loan"),
        "custody.no_room_key_to_the_unrelated": (
            _("Keys that need approval are lent to staff and contractors only"),
            "unrelated",
        ),
        "custody.no_hand_over_without_signature": (
            _("Keys and cards are handed over against a signature"),
            "signature_missing",
        ),
    }
)
