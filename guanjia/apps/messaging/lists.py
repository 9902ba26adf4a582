"""The list of my messages."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guanjia.apps.messaging import queries
from guanjia.apps.messaging.models import Notice
from guanjia.apps.messaging.terms import URGENCIES, Urgency
from guanjia.ui.http import Request
from guanjia.ui.lists import Column, Empty, Filter, Flag, List, Period


def _waiting(rows: QuerySet[Notice], request: Request) -> QuerySet[Notice]:
    return rows.filter(read_at=None, settled_at=None)


def _loud(rows: QuerySet[Notice], request: Request) -> QuerySet[Notice]:
    return rows.exclude(urgency=Urgency.NORMAL.value)


class NoticeList(List):
    """Messages, those that still wait first, then the latest. Drawn as rows to read, not as a table."""

    key = "notices"
    columns = (
        Column("title", _("Message"), wide=True, link=True),
        Column("body", _("In full"), phone=False),
        Column("at", _("Came at"), kind="moment", value=lambda one: one.notice.at),
    )
    filters = (
        Flag("unread", _("Unread"), apply=_waiting),
        Flag("loud", _("Urgent or safety"), apply=_loud),
        Filter("urgency", _("Urgency"), options=[(key.value, label) for key, label in URGENCIES.items()]),
        Period("at", _("When")),
    )
    size = 25
    order = "-waits"
    empty = Empty(_("No messages"), _("Reminders and escalations of your duties arrive here."), icon="bell")

    def prepare(self, things: list[Any]) -> list[Any]:
        return list(queries.in_words(things, get_language() or "zh-hans"))

    def row_key(self, thing: Any) -> str:
        return str(thing.notice.pk)
