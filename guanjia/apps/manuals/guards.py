"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "manuals.three_people_sign": (
            _("Who prepared a document does not review it, and neither of them approves it"),
            "signed_before",
        ),
        "manuals.nothing_in_force_unsigned": (
            _("A draft without clauses is not signed"),
            "nothing_to_sign",
        ),
        "manuals.no_copy_of_what_is_not_in_force": (
            _("Controlled copies are made of the edition in force only"),
            "not_in_force",
        ),
    }
)
