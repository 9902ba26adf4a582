"""Doing a thing once: the answer is saved under the caller's key, in one transaction with the effect.

The same key with the same request gives the saved answer; with another request it is refused. A process killed between
effect and answer has either done both or neither, so the caller may simply ask again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from guanjia.kernel.models import SavedAnswer
from guanjia.kernel.refusals import Refusal, Refused


class KeyReused(Refused):
    """The key was used before, for another request."""

    status = 409


@dataclass(frozen=True)
class Answer:
    """What a door answered: a status code and a JSON body. ``replayed`` is true when it was saved before.

    ``kept`` is false for an answer that must be stored nowhere: the effect stays, the key is free again.
    """

    status: int
    body: Any
    replayed: bool = False
    kept: bool = True


def once(
    *, company_id: int, door: str, key: str, request: bytes, at: datetime, produce: Callable[[], Answer]
) -> Answer:
    """Produce an answer at most once per (company, door, key). Raises ``KeyReused`` for another request."""
    digest = sha256(request).digest()
    saved = _saved(company_id, door, key, digest)
    if saved:
        return saved
    try:
        with transaction.atomic():
            row = SavedAnswer(company_id=company_id, door=door, key=key, request_digest=digest, saved_at=at)
            row.save(force_insert=True)
            answer = produce()
            if not answer.kept:
                row.delete()
                return answer
            row.status, row.body = answer.status, answer.body
            row.save(update_fields=["status", "body"])
            return answer
    except IntegrityError:
        # Another request with the same key was faster; it has committed by now, or this would still be waiting.
        saved = _saved(company_id, door, key, digest)
        if saved is None:
            raise
        return saved


def _saved(company_id: int, door: str, key: str, digest: bytes) -> Answer | None:
    row = SavedAnswer.objects.filter(company_id=company_id, door=door, key=key).first()
    if row is None:
        return None
    if bytes(row.request_digest) != digest:
        raise KeyReused(
            Refusal(
                "key_reused",
                _("This key was used for a different request. Send a new key with the new request."),
            )
        )
    return Answer(row.status, row.body, replayed=True)
