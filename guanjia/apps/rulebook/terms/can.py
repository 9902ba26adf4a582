"""What can be done with a site's rulebook."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over the rulebook of a site."""

    SEE = "rulebook.see"
    ADOPT = "rulebook.adopt"


declare(
    {
        Can.SEE: _("Read the rulebook"),
        Can.ADOPT: _("Adopt a rulebook for a site and set its figures"),
    }
)
