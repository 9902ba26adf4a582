"""Who gets an order, and who does not."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations.terms import TRADES, Trade
from guanjia.apps.workorders.ranking import Candidate
from guanjia.apps.workorders.terms import CLOSED, URGENCIES, WAITING
from guanjia.kernel.refusals import Refusal, Text


def why_not_issue(
    *, title: str, skill: str, urgency: str, received_at: datetime, at: datetime, parent_open: bool
) -> list[Refusal]:
    """Everything that is missing from a new work order."""
    found = []
    if not title.strip():
        found.append(Refusal("title_missing", _("Write in a few words what is to be done."), field="title"))
    if skill not in TRADES:
        found.append(Refusal("skill_unknown", _("Choose the trade that is needed."), field="skill"))
    if urgency not in URGENCIES:
        found.append(Refusal("urgency_unknown", _("Choose how urgent it is."), field="urgency"))
    if received_at > at:
        found.append(
            Refusal(
                "received_later",
                _("The first receipt cannot lie in the future. Correct the time."),
                field="received_at",
            )
        )
    if not parent_open:
        found.append(
            Refusal(
                "parent_closed", _("The order above is closed. Issue this one on its own."), field="parent"
            )
        )
    return found


def trade_label(skill: str) -> Text:
    """A trade in words; a key nobody knows stays as it is."""
    return TRADES[Trade(skill)] if skill in TRADES else skill


def why_not_assign(candidate: Candidate | None, *, reason: str) -> Refusal | None:
    """Why this person does not get the order: unknown here, or off duty without a reason."""
    if candidate is None:
        return Refusal(
            "not_a_technician",
            _("This person takes no work orders at this site. Choose somebody from the list."),
            field="assignee",
        )
    if not candidate.person.on_duty and not reason.strip():
        return Refusal(
            "off_duty",
            _("%(name)s is off duty. Choose somebody on duty, or write why it has to be %(name)s."),
            field="reason",
            params={"name": candidate.person.name},
        )
    return None


def why_not_waiting(state: str, assignee: str | None) -> Refusal | None:
    """Why an order is not to be had any more: somebody else was faster."""
    if state in WAITING or assignee is None or state in CLOSED:
        return None
    return Refusal(
        "already_taken",
        _("%(name)s has this order by now. Reload to see it; to change that, transfer it with a reason."),
        params={"name": assignee},
    )


def why_not_auto_assign(chosen: Candidate | None, *, skill: str) -> Refusal | None:
    """Why the system cannot choose anybody."""
    if chosen is not None:
        return None
    return Refusal(
        "nobody_free",
        _(
            "Nobody on duty with the trade “%(skill)s” can take one more. Put it up to grab, or choose somebody yourself."
        ),
        params={"skill": trade_label(skill)},
    )


def why_not_grab(candidate: Candidate | None, *, full_load: int) -> Refusal | None:
    """Why this technician may not take an order from the pool."""
    if candidate is None or not candidate.person.on_duty:
        return Refusal("not_on_duty", _("You are not on duty now. Only people on duty can grab orders."))
    if not candidate.suitable:
        return Refusal("wrong_trade", _("This order needs a trade you do not have. Leave it to a colleague."))
    if candidate.full:
        return Refusal(
            "load_full",
            _("You already have %(most)s orders. Complete or pause one first."),
            params={"most": full_load},
        )
    return None


def why_not_transfer(*, from_id: int | None, to_id: int) -> Refusal | None:
    """Why a transfer changes nothing."""
    if from_id != to_id:
        return None
    return Refusal(
        "same_person", _("This person has the order already. Choose somebody else."), field="assignee"
    )
