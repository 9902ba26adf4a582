"""Steps this app refuses because a rulebook forbids them."""

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.guards import GuardFigure, declare

declare(
    {
        "cases.owner_and_handler": (_("No case without somebody who answers for it"), "nobody_to_take_it"),
        "cases.postponed_once": (_("A promise is put off once only"), "already_postponed"),
        "cases.promise_within_a_week": (
            _("No promise beyond a week without a supervisor"),
            "promise_too_long",
        ),
        "cases.later_arrival_in_time": (
            _("A later arrival is agreed before the time is over"),
            "arrival_time_over",
        ),
        "cases.own_cluster": (_("A case stays with the assistant of its cluster"), "other_cluster"),
        "cases.answered_before_closing": (_("Not closed before the customer is answered"), "not_answered"),
        "cases.work_done_before_closing": (_("Not closed while work is under way"), "work_open"),
        "cases.children_before_parent": (_("A case above others does not end before them"), "children_open"),
        "cases.ruled_before_closing": (_("No complaint is closed before it is ruled on"), "not_ruled"),
        "cases.visited_before_closing": (_("Not closed before the return visit"), "visit_missing"),
        "cases.signed_before_closing": (_("Not closed before the customer has signed"), "not_signed"),
        "cases.urging_before_closing": (_("Not closed while the customer is urging"), "urging_unanswered"),
        "cases.visit_by_another": (
            _("Who did the job does not make the return visit"),
            "visitor_did_the_job",
        ),
        "cases.oldest_visit_first": (_("No return visit is passed over"), "older_visit_waits"),
        "cases.manager_visits_after_major": (
            _("After a major complaint the property manager visits"),
            "visit_by_property_manager",
        ),
        "cases.gm_told_of_major": (_("A major complaint is reported before it ends"), "not_reported_to_gm"),
        "cases.meeting_on_major": (_("A major complaint has its emergency meeting"), "no_emergency_meeting"),
        "cases.apology_after_major": (_("A major complaint has its apology in person"), "no_apology"),
        "cases.apology_by_manager": (_("The manager in person apologises"), "apology_by_manager"),
        "cases.letter_answered_by_letter": (_("A written complaint has a written reply"), "no_written_reply"),
        "cases.invalid_is_explained": (
            _("An invalid complaint is explained to the customer"),
            "invalid_not_explained",
        ),
        "cases.delay_has_a_date": (_("What cannot be solved now has a date"), "date_missing"),
        "cases.analysis_in_weekly_list": (_("The weekly list says why and what next"), "analysis_missing"),
    },
    {
        "cases.promise_within_a_week": (GuardFigure("days", _("days a promise may lie ahead"), 7),),
    },
)
