"""The secret of an installation: made on first start, kept in a file only its owner may read."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path


def read_or_make_secret(file: Path) -> str:
    """Return the secret in ``file``; make one of 64 bytes when the file does not exist.

    Server and worker may start at the same moment: the file appears complete or not at all, and the first one wins.
    """
    if not file.exists():
        _make(file)
    secret = _read(file)
    if len(secret) < 50:
        from guanjia.config.env import BadEnvironment

        raise BadEnvironment(
            f"{file} holds no usable secret. Remove the file to make a new one; everybody signs in again."
        )
    return secret


def _make(file: Path) -> None:
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64) + "\n")
    try:
        os.link(draft, file)  # fails when the other process was first
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not file.exists():
            os.replace(draft, file)
    draft.unlink(missing_ok=True)


def _read(file: Path) -> str:
    for _ in range(20):
        secret = file.read_text(encoding="ascii").strip()
        if secret:
            return secret
        time.sleep(0.05)
    return ""
