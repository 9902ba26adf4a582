"""Where uploaded lists lie: under the installation's uploads folder, one folder per company, unguessable names.

They hold personal data, so they are readable by the server's account only and are purged after ``KEPT_FOR``.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from guanjia.ui.spreadsheets.opening import FileKind

KEPT_FOR = timedelta(days=30)
"""How long the file and the refused rows are kept after the upload."""


def keep(content: bytes, *, company_id: int, kind: FileKind) -> str:
    """Write a file and answer its name relative to the uploads folder."""
    name = f"unitlists/{company_id}/{secrets.token_urlsafe(24)}.{kind.value.lower()}"
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return name


def load(name: str) -> bytes:
    """The content of a kept file. Raises ``FileNotFoundError`` when it was purged."""
    if not name:
        raise FileNotFoundError("the file was purged")
    return _path(name).read_bytes()


def discard(name: str) -> None:
    """Remove a kept file, if it is there."""
    if name:
        _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / name).resolve()
    if root not in path.parents:
        raise FileNotFoundError("a kept file lies under the uploads folder")
    return path
