"""What the palette finds and starts of ours."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from guanjia.apps.gate import queries
from guanjia.apps.gate.panels import row_of
from guanjia.apps.gate.terms import Can
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb

_FEW = 4


def find(request: Request, text: str) -> Iterable[Hit]:
    """Slips, visits, passes, entries and held goods by number, plate, name or unit."""
    site_id = request.site.pk if request.site else None
    for thing in queries.find(request.actor, site_id, text, request.now, _FEW):
        row = row_of(thing)
        yield Hit(
            f"{thing.ref} {row['title']}", row["url"], f"{row['text']} {row['state_label']}", row["icon"]
        )


register(Provider(key="gate", label=_("At the gate"), icon="shield-check", can=Can.SEE, find=find, order=40))
register_verb(Verb(_("At the gate"), "gate:desk", "shield-check", Can.GUARD, words="门岗 大门 gate guard"))
register_verb(
    Verb(_("Ask for a release slip"), "gate:ask_slip", "truck", Can.ASK, words="放行条 搬家 出门证")
)
register_verb(
    Verb(_("Announce a visitor"), "gate:announce", "users", Can.ASK, words="访客 来访 预约 visitor")
)
register_verb(
    Verb(_("A visitor nobody announced"), "gate:arrive", "user-question", Can.GUARD, words="访客 登记")
)
register_verb(
    Verb(_("Issue a pass"), "gate:issue_pass", "id-badge-2", Can.ISSUE_PASS, words="出入证 临时证 pass")
)
register_verb(
    Verb(_("Ask for a machine-room entry"), "gate:ask_entry", "key", Can.ASK, words="机房 出入 配电室")
)
register_verb(Verb(_("Who is inside now"), "gate:inside", "user-check", Can.SEE, words="在场 场内 inside"))
register_verb(Verb(_("Release stops"), "gate:stops", "ban", Can.SEE, words="限制放行 欠费 stop"))
register_verb(Verb(_("Black list"), "gate:barred", "ban", Can.SEE, words="黑名单 barred"))
