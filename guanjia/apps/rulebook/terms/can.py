"""What can be done with a site's rulebook."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over the rulebook of a site."""

    SEE = "rulebook.see"
    ADOPT = "rulebook.adopt"
    APPROVE = "rulebook.approve"
    WRITE_HOUSE = "rulebook.write_house"
    APPROVE_HOUSE = "rulebook.approve_house"
    DESIGN_FORMS = "rulebook.design_forms"


declare(
    {
        Can.SEE: _("Read the rulebook"),
        Can.ADOPT: _("Adopt a rulebook for a site and propose its figures"),
        Can.APPROVE: _("Approve figures of the rulebook somebody else proposed"),
        Can.WRITE_HOUSE: _("Write and propose house rules"),
        Can.APPROVE_HOUSE: _("Approve and retire house rules"),
        Can.DESIGN_FORMS: _("Design forms of the company and propose them"),
    }
)
