"""``{% load messaging %}``: how a message is drawn."""

from django import template

from guanjia.apps.messaging.models import Notice
from guanjia.apps.messaging.terms import URGENCIES, Urgency
from guanjia.kernel.refusals import Text

register = template.Library()


@register.filter
def wants_acknowledgement(notice: Notice) -> bool:
    """Whether somebody waits for the word that the receiver sees to it."""
    return notice.urgency != Urgency.NORMAL and notice.acknowledged_at is None and notice.settled_at is None


@register.filter
def urgency_word(notice: Notice) -> Text:
    """The urgency, when it is worth a word."""
    return "" if notice.urgency == Urgency.NORMAL else URGENCIES[Urgency(notice.urgency)]
