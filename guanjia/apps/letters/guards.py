"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "letters.no_review_of_own_draft": (_("Nobody reviews what they drafted themselves"), "own_draft"),
        "letters.sent_only_when_approved": (
            _("A letter goes out only once it is approved"),
            "not_approved",
        ),
        "letters.sealed_before_sending": (
            _("A letter that needs a seal is sealed before it goes"),
            "not_sealed",
        ),
        "letters.posted_only_when_approved": (
            _("A notice is put up only once it is approved"),
            "notice_not_approved",
        ),
        "letters.delivery_proved": (
            _("A rectification notice is delivered with a signature, a witness or a photo"),
            "delivery_not_proved",
        ),
        "letters.no_recheck_of_own_correction": (
            _("Nobody checks again what they reported as put right themselves"),
            "own_report",
        ),
        "letters.closed_only_after_recheck": (
            _("A delivered rectification notice closes only by a re-check"),
            "not_rechecked",
        ),
    }
)
