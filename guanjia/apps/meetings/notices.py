"""What those invited and those who owe something are told."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.meetings.models import Decision, Meeting
from guanjia.apps.messaging.terms import Draft, MessageKind, declare_message

INVITED = declare_message(
    "meetings.invited",
    title=_("You are invited: %(title)s"),
    body=_("%(begins)s, %(place)s. Say whether you come, and look at the agenda."),
)
CHANGED = declare_message(
    "meetings.changed",
    title=_("The meeting is changed: %(title)s"),
    body=_("It is now on %(begins)s, %(place)s."),
)
CANCELLED = declare_message(
    "meetings.cancelled",
    title=_("The meeting is called off: %(title)s"),
    body=_("It was to be on %(begins)s."),
)
TO_APPROVE = declare_message(
    "meetings.to_approve",
    title=_("Minutes for you to approve: %(title)s"),
    body=_("The minutes of %(begins)s are written. Approve them, or send them back."),
)
PUBLISHED = declare_message(
    "meetings.published",
    title=_("Minutes to read: %(title)s"),
    body=_("The minutes of %(begins)s are published. Read them and acknowledge it."),
)
YOURS = declare_message(
    "meetings.yours",
    title=_("%(title)s decided that you do this"),
    body=_("%(what)s"),
)
REPORTED = declare_message(
    "meetings.reported",
    title=_("%(ref)s is reported done"),
    body=_("%(what)s"),
)
BACK = declare_message(
    "meetings.back",
    title=_("%(ref)s is sent back to you"),
    body=_("%(what)s"),
)


def about_meeting(kind: MessageKind, row: Meeting, staff_ids: Iterable[int | None]) -> Iterator[Draft]:
    """A message about a meeting to several people."""
    params: dict[str, Any] = {
        "title": row.title,
        "place": row.place,
        "begins": {"moment": row.from_at.isoformat()},
    }
    for staff_id in _once(staff_ids):
        yield Draft(
            company_id=row.company_id,
            site_id=row.site_id,
            staff_id=staff_id,
            kind=kind,
            params=params,
            link=row.get_absolute_url(),
            about=row.ref,
            thread=row.ref,
        )


def about_decision(kind: MessageKind, row: Decision, staff_ids: Iterable[int | None]) -> Iterator[Draft]:
    """A message about a decision to several people."""
    for staff_id in _once(staff_ids):
        yield Draft(
            company_id=row.company_id,
            site_id=row.site_id,
            staff_id=staff_id,
            kind=kind,
            params={"ref": row.ref, "title": row.meeting.title, "what": row.what},
            link=row.get_absolute_url(),
            about=row.ref,
            thread=row.meeting.ref,
        )


def _once(staff_ids: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(one for one in staff_ids if one))
