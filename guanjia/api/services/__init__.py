"""The verbs over tokens and webhooks."""

from guanjia.api.services.tokens import make_token, revoke_token
from guanjia.api.services.webhooks import (
    change_endpoint,
    make_endpoint,
    ping,
    renew_secret,
    resend,
    switch_endpoint,
)

__all__ = [
    "change_endpoint",
    "make_endpoint",
    "make_token",
    "ping",
    "renew_secret",
    "resend",
    "revoke_token",
    "switch_endpoint",
]
