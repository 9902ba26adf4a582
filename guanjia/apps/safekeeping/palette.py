"""What the palette finds and starts of ours."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from guanjia.apps.safekeeping import queries
from guanjia.apps.safekeeping.terms import Can
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb

_FEW = 6


def find(request: Request, text: str) -> Iterable[Hit]:
    """Things by number, name, addressee or tracking number; then losses."""
    site_id = request.site.pk if request.site else None
    for item in queries.find_items(request.actor, text, site_id=site_id)[:_FEW]:
        detail = " · ".join(part for part in (str(item.state_label), item.where, item.for_name) if part)
        yield Hit(f"{item.ref} {item.what}", item.get_absolute_url(), detail, "package")
    for loss in queries.find_losses(request.actor, text, site_id=site_id)[:_FEW]:
        yield Hit(f"{loss.ref} {loss.what}", loss.get_absolute_url(), loss.name, "search")


register(
    Provider(
        key="safekeeping", label=_("Things in keeping"), icon="package", can=Can.SEE, find=find, order=42
    )
)
for _label, _url, _icon, _can, _words in (
    (_("Counter"), "safekeeping:counter", "scan", Can.HAND_OUT, "取件 领取 寄存 counter"),
    (_("Things in keeping"), "safekeeping:shelf", "package", Can.SEE, "寄存 代保管 包裹 邮件 shelf parcel"),
    (_("Refuse to keep"), "safekeeping:turn_away", "ban", Can.RECEIVE, "拒收 违禁 refuse"),
    (_("Lost and found"), "safekeeping:losses", "search", Can.SEE, "失物 招领 拾获 lost"),
    (_("Report a loss"), "safekeeping:report_loss", "help-circle", Can.RECEIVE, "报失 遗失 丢失 loss"),
    (_("Newspapers"), "safekeeping:papers", "file-text", Can.SEE, "报刊 报纸 订阅 newspaper"),
):
    register_verb(Verb(_label, _url, _icon, _can, words=_words))
