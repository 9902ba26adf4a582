"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import GuardFigure, declare

declare(
    {
        "gate.slip_not_by_asker": (_("Nobody approves the slip they asked for"), "own_slip"),
        "gate.slip_by_the_post": (_("A slip is approved by the post named for it"), "not_the_approver"),
        "gate.no_release_on_arrears": (_("Nothing leaves a unit in arrears"), "unit_in_arrears"),
        "gate.no_release_in_fitout": (_("Nothing leaves an unfinished fit-out"), "fitout_unfinished"),
        "gate.no_release_when_stopped": (_("Nothing leaves a unit that is stopped"), "release_stopped"),
        "gate.owners_word": (_("Nothing leaves without the owner's word"), "owners_word_missing"),
        "gate.slip_once": (_("A slip passes the gate once only"), "already_passed"),
        "gate.slip_in_time": (_("No slip passes after its time"), "slip_expired"),
        "gate.identity_before_entry": (
            _("Nobody passes before they proved who they are"),
            "identity_unchecked",
        ),
        "gate.host_agrees": (_("Nobody comes in unannounced before the host agrees"), "host_not_asked"),
        "gate.black_list": (_("Nobody on the black list comes in"), "barred"),
        "gate.pass_in_time": (_("No pass is good outside its time"), "pass_expired"),
        "gate.pass_length": (_("No pass is issued for longer than allowed"), "pass_too_long"),
        "gate.entry_approved": (_("Nobody enters a machine room without approval"), "entry_not_approved"),
        "gate.entry_by_the_post": (
            _("An entry is approved by the post named for the room"),
            "not_the_rooms_approver",
        ),
        "gate.never_alone": (_("No outsider is alone in a machine room"), "escort_missing"),
        "gate.no_photographs": (
            _("Nobody enters a machine room before the rules are told"),
            "rules_not_told",
        ),
        "gate.room_stay": (_("Nobody stays in a machine room longer than allowed"), "stay_too_long"),
    },
    {
        "gate.no_release_on_arrears": (GuardFigure("days", _("days in arrears that are let pass"), 0),),
        "gate.slip_in_time": (GuardFigure("hours", _("hours a slip is good after its planned time"), 24),),
        "gate.pass_length": (GuardFigure("days", _("days a pass may be good"), 90),),
        "gate.room_stay": (GuardFigure("hours", _("hours in a machine room at a time"), 8),),
    },
)
