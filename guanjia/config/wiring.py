"""Which event wakes whom, and what runs by the clock: the page to read second.

``now`` runs in the transaction of the verb, its failure undoes the verb; ``later`` runs after commit, from the outbox.
"""

from datetime import datetime, timedelta

from guanjia.api import events as api
from guanjia.api import reactions as webhooks
from guanjia.apps.archives import reactions as archives
from guanjia.apps.calendars import events as calendars
from guanjia.apps.cases import events as case_events
from guanjia.apps.cases import reactions as cases
from guanjia.apps.cases import tasks as case_tasks
from guanjia.apps.documents import tasks as document_tasks
from guanjia.apps.gate import tasks as gate_tasks
from guanjia.apps.insight import tasks as insight_tasks
from guanjia.apps.manuals import reactions as manuals
from guanjia.apps.manuals import tasks as manual_tasks
from guanjia.apps.messaging import events as messaging
from guanjia.apps.messaging import reactions as messages
from guanjia.apps.messaging import tasks as message_tasks
from guanjia.apps.obligations import reactions as obligations
from guanjia.apps.obligations import tasks as obligation_tasks
from guanjia.apps.organisations import events as organisations
from guanjia.apps.people import events as people
from guanjia.apps.registers import events as registers
from guanjia.apps.registers import reactions as entries
from guanjia.apps.rulebook import events as rulebook
from guanjia.apps.rulebook import reactions as rulebooks
from guanjia.apps.safekeeping import tasks as safekeeping_tasks
from guanjia.apps.unitlists import events as unitlists
from guanjia.apps.unitlists import reactions as unit_lists
from guanjia.apps.unitlists import tasks as unit_list_tasks
from guanjia.apps.workorders import events as workorders
from guanjia.kernel import guards, seals
from guanjia.kernel.beat import Job
from guanjia.kernel.events import Event
from guanjia.kernel.reactions import Reaction, later, now, wire

LONG = timedelta(minutes=30)

TO_ALL: list[Reaction] = [
    now(obligations.on_event),
    now(webhooks.note),
]
"""Every fact may open, meet or end a duty (which does is the rulebook's to say), and may be wanted by another program."""

WIRING: dict[type[Event], list[Reaction]] = {
    api.Pinged: [later(webhooks.deliver, outside=True)],
    calendars.HoursChanged: [later(obligations.on_hours_changed)],
    calendars.DefaultChanged: [later(obligations.on_hours_changed)],
    calendars.YearPublished: [later(obligations.on_year_published)],
    case_events.Answered: [later(cases.tell_people)],
    case_events.Forwarded: [later(cases.tell_people)],
    case_events.HandlerChanged: [later(cases.tell_people)],
    case_events.OwnerChanged: [later(cases.tell_people)],
    case_events.Reopened: [later(cases.tell_people)],
    case_events.ReportedToGm: [later(cases.tell_people)],
    case_events.Resolved: [later(cases.tell_people)],
    case_events.Ruled: [later(cases.tell_people)],
    case_events.Urged: [later(cases.tell_people)],
    messaging.HandedOut: [later(messages.deliver, outside=True)],
    messaging.Acknowledged: [now(obligations.on_message_acknowledged)],
    organisations.Appointed: [later(manuals.on_staff_moved)],
    organisations.AppointmentEnded: [later(manuals.on_staff_moved)],
    rulebook.Adopted: [now(obligations.on_rulebook_changed)],
    rulebook.FigureSet: [now(obligations.on_rulebook_changed)],
    rulebook.FigureProposed: [later(rulebooks.on_proposal)],
    rulebook.FigureApproved: [later(rulebooks.on_proposal)],
    rulebook.FigureDeclined: [later(rulebooks.on_proposal)],
    rulebook.FigureWithdrawn: [later(rulebooks.on_proposal)],
    rulebook.HouseRuleProposed: [later(rulebooks.on_proposal)],
    rulebook.HouseRuleApproved: [later(rulebooks.on_proposal)],
    rulebook.HouseRuleSentBack: [later(rulebooks.on_proposal)],
    rulebook.HouseFormProposed: [later(rulebooks.on_proposal)],
    rulebook.HouseFormApproved: [later(rulebooks.on_proposal)],
    rulebook.HouseFormSentBack: [later(rulebooks.on_proposal)],
    people.Erased: [now(cases.on_person_erased)],
    people.MovedOut: [later(archives.on_moved_out)],
    registers.ImportRequested: [later(entries.run_requested, outside=True, lease=LONG)],
    unitlists.ImportRequested: [later(unit_lists.run_requested, outside=True, lease=LONG)],
    workorders.Completed: [now(cases.on_work_order_completed)],
    workorders.DoneWithOther: [now(cases.on_work_order_completed)],
}


def _seal(at: datetime) -> None:
    seals.seal_new_entries(at=at)


BEAT = [
    Job("sweep the duties", timedelta(seconds=2), obligation_tasks.sweep),
    Job("plan the duties of the calendar", timedelta(minutes=10), obligation_tasks.plan_ahead),
    Job("fold the tally of duties", timedelta(minutes=5), obligation_tasks.fold_tally),
    Job("send waiting messages", timedelta(minutes=1), message_tasks.send_waiting),
    Job("seal the journal", timedelta(minutes=1), _seal),
    Job("put stale return visits back", timedelta(minutes=5), case_tasks.release_stale_claims),
    Job("open the daily reviews", timedelta(minutes=5), case_tasks.open_daily_review),
    Job("clear files that belong to nothing", timedelta(days=1), document_tasks.clear_leftovers),
    Job("let slips and visits run out", timedelta(minutes=5), gate_tasks.lapse),
    Job("bring editions into force", timedelta(minutes=1), manual_tasks.bring_into_force),
    Job("ask newcomers to read", timedelta(days=1), manual_tasks.ask_newcomers),
    Job("look over what the desks keep", timedelta(minutes=5), safekeeping_tasks.look_over),
    Job("purge old unit lists", timedelta(days=1), unit_list_tasks.purge_old),
    Job("close periods", timedelta(minutes=10), insight_tasks.close_periods),
    Job("draw up the weekly lists", timedelta(minutes=5), case_tasks.make_weekly_list),
]


def connect() -> None:
    """Put the wiring in force; called once when the process has loaded its apps."""
    wire(WIRING, TO_ALL)
    guards.watch(rulebooks.on_guard_refused)
