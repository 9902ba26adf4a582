"""How much a program may ask: size of a request, and requests per token (a bucket kept in the database).

The bucket is one number per token (the "generic cell rate algorithm"): the moment at which it will be full again. Taking
a drop moves it on by the time one drop takes to come back, under a condition, in one statement; so any number of
processes share a bucket, and nothing has to be tidied up.
"""

import math
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Greatest

from guanjia.api.models import Token
from guanjia.ui.throttle import Rate

_START = datetime(1970, 1, 1, tzinfo=UTC)


def most_bytes() -> int:
    """The largest request taken, in bytes (``GUANJIA_API_BODY``)."""
    return int(settings.GUANJIA_API_BODY)


def rate() -> Rate:
    """Requests per token (``GUANJIA_API_RATE``, "3000/m"); all of them may come at once."""
    found = Rate.parse(settings.GUANJIA_API_RATE)
    if found.times < 1:
        raise ValueError("a rate lets at least one request through")
    return found


def take(token: Token, at: datetime) -> int:
    """Take one request from the token's bucket and note that it was used; 0, or the seconds to wait when it is empty."""
    allowed = rate()
    window = allowed.seconds * 1_000_000
    drop = window // allowed.times
    now = (at - _START) // timedelta(microseconds=1)
    taken = Token.objects.filter(pk=token.pk, spent_until__lte=now + window - drop).update(
        spent_until=Greatest(F("spent_until"), Value(now)) + drop, last_used_at=at
    )
    if taken:
        return 0
    spent_until = Token.objects.values_list("spent_until", flat=True).get(pk=token.pk)
    return max(1, math.ceil((spent_until - (now + window - drop)) / 1_000_000))
