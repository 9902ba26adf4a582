"""What the palette starts of ours."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.messaging.terms import Can
from guanjia.ui.http import SIGNED_IN
from guanjia.ui.palette import Verb, register_verb

register_verb(Verb(_("Messages"), "messaging:notices", "bell", SIGNED_IN, words="消息 通知 提醒 notices"))
register_verb(
    Verb(
        _("Message channels"),
        "messaging:channels",
        "messages",
        Can.SET_CHANNELS,
        words="钉钉 企业微信 机器人 邮箱",
    )
)
