"""What the palette finds and starts of ours."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from guanjia.apps.letters import queries
from guanjia.apps.letters.terms import KINDS, Can, Kind
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb


def find(request: Request, text: str) -> Iterable[Hit]:
    """Papers by number, subject or party."""
    site_id = request.site.pk if request.site else None
    for one in queries.find_papers(request.actor, text, site_id=site_id):
        detail = f"{one.kind_label} · {one.state_label}"
        yield Hit(f"{one.ref} {one.subject}", one.get_absolute_url(), detail, one.icon)


register(
    Provider(key="letters", label=_("Letters and notices"), icon="mail", can=Can.SEE, find=find, order=46)
)
for _kind, _icon, _words in (
    (Kind.INCOMING, "inbox", "来函 来文 收文 信件 letter in"),
    (Kind.OUTGOING, "mail", "发函 回函 复函 发文 letter out"),
    (Kind.CONTACT, "arrows-exchange", "工作联系单 联系函 contact sheet"),
    (Kind.RECTIFICATION, "alert-triangle", "整改通知单 违章 复查 rectification"),
    (Kind.NOTICE, "speakerphone", "温馨提示 通知 停水 停电 天气 台风 暴雨 notice tip"),
):
    register_verb(Verb(KINDS[_kind], f"letters:{_kind.value}_list", _icon, Can.SEE, words=_words))
register_verb(Verb(_("Register a letter"), "letters:in_new", "inbox", Can.REGISTER, words="登记来函 收信"))
register_verb(Verb(_("Draft a letter"), "letters:out_new", "mail", Can.DRAFT, words="拟稿 起草 复函"))
register_verb(
    Verb(_("New contact sheet"), "letters:contact_new", "arrows-exchange", Can.CONTACT, words="联系单")
)
register_verb(
    Verb(_("New rectification notice"), "letters:rectify_new", "alert-triangle", Can.DRAFT, words="整改 违规")
)
register_verb(
    Verb(_("New notice"), "letters:notice_new", "speakerphone", Can.DRAFT, words="温馨提示 停水停电 天气提示")
)
