"""Group robots of DingTalk and WeCom: one signed POST of plain text each.

The base addresses are settings (``GUANJIA_DINGTALK_URL``, ``GUANJIA_WECOM_URL``), so that tests and closed networks can point
them elsewhere.
"""

import base64
import hashlib
import hmac
from typing import Any

import requests
from django.conf import settings

from guanjia.apps.messaging.channels.base import Letter, SendFailed
from guanjia.kernel import clock

DINGTALK = "https://oapi.dingtalk.com/robot/send"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
_PATIENCE = (5, 10)
"""Seconds to wait for the connection, and for the answer."""


def send_to_dingtalk(letter: Letter) -> None:
    """Post to a DingTalk group, signed when the robot has a secret. Raises ``SendFailed``."""
    query = {"access_token": letter.address}
    if letter.secret:
        query |= _signature(letter.secret, int(clock.now().timestamp() * 1000))
    _post(getattr(settings, "GUANJIA_DINGTALK_URL", DINGTALK), query, _plain(letter))


def send_to_wecom(letter: Letter) -> None:
    """Post to a WeCom group. Raises ``SendFailed``."""
    _post(getattr(settings, "GUANJIA_WECOM_URL", WECOM), {"key": letter.address}, _plain(letter))


def _plain(letter: Letter) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": letter.text}}


def _signature(secret: str, millisecond: int) -> dict[str, str]:
    signed = hmac.new(secret.encode(), f"{millisecond}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": str(millisecond), "sign": base64.b64encode(signed).decode()}


def _post(url: str, query: dict[str, str], body: dict[str, Any]) -> None:
    try:
        answer = requests.post(url, params=query, json=body, timeout=_PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        # The error of requests repeats the address, and with it the token: only its kind goes into the log.
        raise SendFailed(f"the robot's server did not take it: {type(error).__name__}") from None
    if not isinstance(found, dict) or found.get("errcode") != 0:
        code = found.get("errcode") if isinstance(found, dict) else found
        raise SendFailed(f"the robot's server refused it with code {code}")
