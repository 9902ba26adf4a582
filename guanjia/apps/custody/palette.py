"""What the palette finds and starts of ours."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from guanjia.apps.custody import queries
from guanjia.apps.custody.terms import FAMILY_ICONS, Can, Family
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb

_FEW = 6


def find(request: Request, text: str) -> Iterable[Hit]:
    """Pieces by number, name, hook, unit or place; then loans by number or borrower."""
    site_id = request.site.pk if request.site else None
    for piece in queries.find_pieces(request.actor, text, site_id=site_id)[:_FEW]:
        detail = f"{piece.state_label} · {piece.hook}" if piece.hook else piece.state_label
        icon = FAMILY_ICONS[Family(piece.kind.family)]
        yield Hit(f"{piece.number} {piece.name}", piece.get_absolute_url(), detail, icon)
    for loan in queries.find_loans(request.actor, text, site_id=site_id)[:_FEW]:
        title = f"{loan.ref} {loan.piece.name}"
        yield Hit(title, loan.get_absolute_url(), loan.borrower_name, loan.state_icon)


register(
    Provider(key="custody", label=_("Keys and things lent"), icon="key", can=Can.SEE, find=find, order=46)
)
register_verb(
    Verb(
        _("Lend or take back"),
        "custody:counter",
        "key",
        Can.LEND,
        words="借用 归还 钥匙 借出 雨伞 推车 工具 key umbrella cart",
    )
)
register_verb(Verb(_("What is out now"), "custody:board", "key", Can.SEE, words="借出 未还 逾期 overdue"))
register_verb(
    Verb(_("Count the keys"), "custody:counts", "list-check", Can.SEE, words="盘点 钥匙 stocktaking")
)
