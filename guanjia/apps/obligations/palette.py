"""What the palette finds and starts of ours."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations import queries
from guanjia.apps.obligations.looks import state_label
from guanjia.apps.obligations.terms import PREFIX, Can
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import SIGNED_IN, Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb


def find(request: Request, text: str) -> Iterable[Hit]:
    """One duty by its number ("OB-17"), as it stands in messages and in the journal."""
    digits = text.strip().upper().removeprefix(PREFIX)
    if (
        not text.strip().upper().startswith(PREFIX)
        or not (digits.isascii() and digits.isdigit())
        or len(digits) > 12
    ):
        return
    try:
        row = queries.get_obligation(request.actor, int(digits))
    except NotFound:
        return
    clock = queries.clocks([row], request.now)[0]
    yield Hit(
        f"{row.number} {clock.title}",
        reverse("obligations:why", args=[row.pk]),
        f"{row.thread} · {state_label(row)}",
        "checklist",
    )


register(Provider(key="obligations", label=_("Duties"), icon="checklist", can=SIGNED_IN, find=find, order=40))
register_verb(
    Verb(_("My duties"), "obligations:mine", "checklist", SIGNED_IN, words="我的职责 时限 待办 duties")
)
register_verb(Verb(_("My team"), "obligations:team", "users-group", Can.SEE, words="下属 团队 职责 team"))
register_verb(Verb(_("All duties"), "obligations:list", "gavel", Can.SEE, words="全部职责 超时 升级 overdue"))
register_verb(
    Verb(
        _("Breaches"),
        "obligations:breaches",
        "help-circle",
        SIGNED_IN,
        words="超时 原因 整改 核对 breach cause",
    )
)
register_verb(
    Verb(_("Proposals"), "obligations:proposals", "gavel", SIGNED_IN, words="处罚 建议 申辩 批准 consequence")
)
