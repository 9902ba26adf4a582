"""Secrets: those of tokens, which only the caller keeps, and those that sign webhooks, which are derived when needed."""

import hashlib
import hmac
import re
import secrets

from django.conf import settings

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_TOKEN = re.compile(r"^gj_([a-z0-9]{10})_([\w-]{43})$", re.ASCII)


def new_token() -> tuple[str, str]:
    """A fresh token: its public prefix and the whole text, which is shown once."""
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return prefix, f"gj_{prefix}_{secrets.token_urlsafe(32)}"


def prefix_of(text: str) -> str:
    """The public prefix of a token, "" when the text cannot be one."""
    found = _TOKEN.match(text)
    return found[1] if found else ""


def digest(text: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(text.encode()).digest()


def is_token(text: str, kept: bytes) -> bool:
    """Whether the text is the token of which ``kept`` was kept; takes the same time for a near miss."""
    return hmac.compare_digest(digest(text), kept)


def new_salt() -> str:
    """A fresh salt for a webhook's signing secret."""
    return secrets.token_hex(16)


def signing_secret(salt: str) -> str:
    """The secret that signs an endpoint's deliveries; changes with the salt and with the installation's secret."""
    raw = hmac.new(settings.SECRET_KEY.encode(), f"webhook:{salt}".encode(), hashlib.sha256)
    return f"gjs_{raw.hexdigest()}"


def signature(secret: str, moment: int, body: bytes) -> str:
    """``t=…,v1=…``: HMAC-SHA256 over "<unix seconds>.<body>"."""
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"
