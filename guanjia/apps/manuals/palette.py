"""What the palette finds and starts of ours."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals import queries
from guanjia.apps.manuals.terms import Can
from guanjia.ui.http import SIGNED_IN, Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb

_FEW = 5


def find(request: Request, text: str) -> Iterable[Hit]:
    """Documents by number or title, then clauses in force that hold what was typed."""
    site_id = request.site.pk if request.site else None
    for document in queries.find_documents(request.actor, text, site_id)[:_FEW]:
        yield Hit(document.title, document.get_absolute_url(), document.number, "book")
    found = queries.find(request.actor, text, site_id=site_id, at=request.now, packs=False)
    for one in found[:_FEW]:
        words = "".join(piece.text for piece in (*one.heading, *one.excerpt))
        yield Hit(f"{one.number} {words}".strip()[:80], one.url, one.book, "file-text")


register(
    Provider(key="manuals", label=_("Rulebook documents"), icon="book", can=Can.SEE, find=find, order=46)
)
register_verb(
    Verb(
        _("Rulebook documents"),
        "manuals:list",
        "book",
        Can.SEE,
        words="制度 文件 手册 规程 编制 审核 批准 受控 edition manual",
    )
)
register_verb(
    Verb(_("Search the rules"), "manuals:search", "search", Can.SEE, words="制度 检索 条款 查找 find clause")
)
register_verb(
    Verb(_("My reading"), "manuals:mine", "book", SIGNED_IN, words="学习 阅读 签认 read acknowledge")
)
