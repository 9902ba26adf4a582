"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "workorders.somebody_on_duty": (_("Work goes to somebody on duty, or with a reason"), "off_duty"),
        "workorders.skilled": (_("Work goes to somebody of the trade"), "not_a_technician"),
        "workorders.price_before_work": (
            _("Paid work does not start before the customer consents"),
            "consent_first",
        ),
        "workorders.within_the_quote": (_("No bill above the price agreed"), "over_quote"),
        "workorders.photo_of_the_result": (_("Finished work has its photo"), "photo_missing"),
        "workorders.pause_has_an_end": (_("A pause has an end, and a longest length"), "pause_too_long"),
        "workorders.parts_before_whole": (_("Work in parts does not end before its parts"), "children_open"),
    }
)
