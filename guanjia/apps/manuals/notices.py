"""What readers are told where no duty of the rulebook does."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals.models import Reading
from guanjia.apps.messaging.terms import Draft, MessageKind, declare_message

ASKED = declare_message(
    "manuals.asked",
    title=_("Please read “%(title)s”, edition %(version)s"),
    body=_("A new edition is in force. Read what concerns you and acknowledge it by %(read_by)s."),
)
OVERDUE = declare_message(
    "manuals.overdue",
    title=_("“%(title)s” is still to be read"),
    body=_("You were to acknowledge edition %(version)s by %(read_by)s."),
)


def asked(reading: Reading) -> Draft:
    """Somebody is to read a version."""
    return _draft(ASKED, reading)


def overdue(reading: Reading) -> Draft:
    """Somebody's time to read is over."""
    return _draft(OVERDUE, reading)


def _draft(kind: MessageKind, reading: Reading) -> Draft:
    version = reading.version
    return Draft(
        company_id=reading.company_id,
        site_id=reading.site_id,
        staff_id=reading.staff_id,
        kind=kind,
        params={
            "title": version.document.title,
            "version": version.label,
            "read_by": {"moment": reading.due_at.isoformat()},
        },
        link=reading.get_absolute_url(),
        about=reading.ref,
        thread=reading.ref,
    )
