"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "people.reason_to_reveal": (_("No private data is shown without a reason"), "reason_missing"),
    }
)
