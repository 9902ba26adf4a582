"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import declare

declare(
    {
        "rulebook.four_eyes": (_("Nobody approves a figure they proposed"), "own_proposal"),
        "rulebook.no_rule_backwards": (_("A rule never begins in the past"), "from_the_past"),
    }
)
