"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import GuardFigure, declare

declare(
    {
        "safekeeping.scope_checked": (
            _("Nothing is taken in before its class is checked and the owner reminded"),
            "scope_unchecked",
        ),
        "safekeeping.nothing_precious": (_("Nothing precious is taken into keeping"), "too_precious"),
        "safekeeping.looked_at": (_("What is taken in is looked at before its owner"), "not_looked_at"),
        "safekeeping.shelf_named": (_("Whatever is kept has its shelf"), "shelf_missing"),
        "safekeeping.two_count": (_("Cash and valuables found are counted by two"), "second_person"),
        "safekeeping.to_its_owner": (
            _("A thing goes to its owner, a named person or by its code"),
            "not_the_collector",
        ),
        "safekeeping.ownership_shown": (
            _("Who claims a thing found shows that it is theirs"),
            "proof_missing",
        ),
        "safekeeping.signed_for": (_("Whoever takes a thing signs for it"), "signature_missing"),
        "safekeeping.two_dispose": (_("Two people dispose of what nobody claimed"), "own_decision"),
    },
    {
        "safekeeping.nothing_precious": (
            GuardFigure("yuan", _("yuan a thing in keeping may be worth"), 1000),
        ),
    },
)
