"""What the palette finds and starts of ours."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from guanjia.apps.workorders import queries
from guanjia.apps.workorders.terms import Can
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb


def find(request: Request, text: str) -> Iterable[Hit]:
    """Orders by number, title, place or contact."""
    for order in queries.search(request.actor, text):
        name = order.assignee.name if order.assignee else order.state_label
        yield Hit(
            f"{order.ref} {order.title}",
            order.get_absolute_url(),
            f"{order.where} · {name}",
            order.skill_icon,
        )


register(Provider(key="workorders", label=_("Work orders"), icon="tool", can=Can.SEE, find=find, order=20))
register_verb(Verb(_("Issue a work order"), "workorders:issue", "tool", Can.ISSUE, words="派工 维修 wo"))
register_verb(
    Verb(_("Dispatch board"), "workorders:board", "layout-kanban", Can.SEE, words="派工台 调度 board")
)
register_verb(Verb(_("My orders"), "workorders:mine", "tools", Can.GRAB, words="我的工单 接单 抢单"))
