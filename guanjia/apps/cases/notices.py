"""Who is told what, besides the duties' own reminders: report back to owner and handler both (C-RULE-036).

A major complaint is reported to the property general manager, who gets it as an urgent message (C-RULE-265).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases import events
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.terms import DeskPost
from guanjia.apps.messaging.terms import Draft, MessageKind, Urgency, declare_message
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry

GIVEN = declare_message(
    "cases.given",
    title=_("%(ref)s is yours to handle"),
    body=_("%(by)s gave you “%(title)s”%(words)s"),
)
ANSWERED = declare_message(
    "cases.answered",
    title=_("%(ref)s: the customer is answered"),
    body=_("%(by)s answered about “%(title)s”%(words)s"),
)
SETTLED = declare_message(
    "cases.settled", title=_("%(ref)s is resolved"), body=_("“%(title)s” is resolved%(words)s")
)
URGED = declare_message(
    "cases.urged", title=_("%(ref)s: the customer urges"), body=_("“%(title)s” is urged%(words)s")
)
BACK = declare_message(
    "cases.back", title=_("%(ref)s is open again"), body=_("“%(title)s” came back%(words)s")
)
RAISED = declare_message(
    "cases.raised",
    title=_("%(ref)s is major by rule"),
    body=_("“%(title)s” was raised to a major complaint by rule."),
)
REPORTED = declare_message(
    "cases.reported",
    title=_("%(ref)s: a major complaint is reported to you"),
    body=_("%(by)s reports the major complaint “%(title)s”%(words)s"),
)
TELLS = (
    events.HandlerChanged,
    events.Forwarded,
    events.OwnerChanged,
    events.Answered,
    events.Resolved,
    events.Urged,
    events.Reopened,
    events.Ruled,
    events.ReportedToGm,
)
"""The events somebody is told of."""
TOLD_POSTS = (DeskPost.SUPERVISOR, DeskPost.GENERAL_MANAGER)
"""The posts that are told of some of them, whoever owns the case."""


def drafts_for(
    event: Event, entry: JournalEntry, case: Case, holders: Mapping[DeskPost, list[int]]
) -> Iterator[Draft]:
    """The messages an event makes: to owner and handler, to nobody twice, and never to the one who did it.

    ``holders``: who holds the posts of ``TOLD_POSTS``.
    """
    kind, receivers, words = _what(event, case, holders)
    if kind is None:
        return
    ordinary = Urgency.URGENT if kind is REPORTED else Urgency.NORMAL
    urgency = Urgency.SAFETY if case.urgency == "safety" else ordinary
    for staff_id in dict.fromkeys(one for one in receivers if one != entry.actor_id):
        yield Draft(
            company_id=case.company_id,
            site_id=case.site_id,
            staff_id=staff_id,
            kind=kind,
            params={"ref": case.ref, "title": case.title, "by": entry.actor_name, "words": _ending(words)},
            link=f"/cases/{case.ref}/",
            about=case.ref,
            thread=case.ref,
            urgency=urgency,
        )


def _ending(words: str) -> dict[str, str]:
    """The end of a sentence: what was said, if anything was."""
    return {"zh": f"：{words}", "en": f": {words}"} if words else {"zh": "。", "en": "."}


def _what(
    event: Event, case: Case, holders: Mapping[DeskPost, list[int]]
) -> tuple[MessageKind | None, list[int], str]:
    both = [case.first_receiver_id, case.handler_id]
    told: dict[type[Event], tuple[MessageKind, list[int], Any]] = {
        events.HandlerChanged: (GIVEN, [case.handler_id], "reason"),
        events.Forwarded: (GIVEN, both, "note"),
        events.OwnerChanged: (GIVEN, [case.first_receiver_id], "reason"),
        events.Answered: (ANSWERED, both, "text"),
        events.Resolved: (SETTLED, both, "outcome"),
        events.Urged: (URGED, both, "text"),
        events.Reopened: (BACK, both, "reason"),
        events.ReportedToGm: (REPORTED, holders[DeskPost.GENERAL_MANAGER], "note"),
    }
    if isinstance(event, events.Ruled):
        supervisors = holders[DeskPost.SUPERVISOR]
        return (RAISED, [*both, *supervisors], "") if event.raised_by_rule else (None, [], "")
    kind, receivers, field = told[type(event)]
    return kind, receivers, str(getattr(event, field))
