"""Throttling public doors by address, counted in the database so that all workers count together."""

from __future__ import annotations

import hmac
import math
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from guanjia.ui.models import Attempt

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True)
class Rate:
    """At most ``times`` in every window of ``seconds``."""

    times: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read "10/h" (s, m, h, d). Raises ``ValueError`` at import time of the view, not in front of a customer."""
        times, _slash, unit = text.partition("/")
        if not times.isdigit() or unit not in _UNITS:
            raise ValueError(f"a rate reads like 10/h, not {text!r}")
        return cls(int(times), _UNITS[unit])


def knock(door: str, address: str, rate: Rate, at: datetime) -> int:
    """Count one use of ``door``; return 0 when it is within the rate, else the seconds until the next window."""
    window = int(at.timestamp() // rate.seconds)
    who = _hidden(address)
    mine = Attempt.objects.filter(door=door, address=who, window=window)
    if not mine.update(count=F("count") + 1):
        _open_window(door, who, window)
    return _wait(mine.values_list("count", flat=True).first() or 0, rate.times, rate, at)


def shut(door: str, address: str, rate: Rate, at: datetime) -> int:
    """Without counting: 0 while ``door`` may be used once more, else the seconds until the next window."""
    window = int(at.timestamp() // rate.seconds)
    mine = Attempt.objects.filter(door=door, address=_hidden(address), window=window)
    return _wait(mine.values_list("count", flat=True).first() or 0, rate.times - 1, rate, at)


def _wait(used: int, most: int, rate: Rate, at: datetime) -> int:
    if used <= most:
        return 0
    seconds = at.timestamp()
    return max(1, math.ceil((seconds // rate.seconds + 1) * rate.seconds - seconds))


def _open_window(door: str, who: str, window: int) -> None:
    Attempt.objects.filter(door=door, window__lt=window).delete()
    try:
        with transaction.atomic():
            Attempt.objects.create(door=door, address=who, window=window, count=1)
    except IntegrityError:  # another request of the same address was faster
        Attempt.objects.filter(door=door, address=who, window=window).update(count=F("count") + 1)


def _hidden(address: str) -> str:
    """An address is personal data: only a keyed hash is stored, useless without the installation's secret."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), sha256).hexdigest()[:32]
