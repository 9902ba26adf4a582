"""Signing several entries at once: each is a signature of its own; one that is refused holds up no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from guanjia.apps.registers import queries, rules
from guanjia.apps.registers.services.entries import sign
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refused, refuse


@dataclass
class Signed:
    """How many were signed, and of each other one the number and why not."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def sign_many(refs: Iterable[str], *, by: Actor, at: datetime, note: str = "") -> Signed:
    """Give the signature that is due under each entry, for the posts the actor signs as; a customer's is not given like this.

    An entry is signed wholly or left as it was. Rows are locked in the order of their numbers, so that two people who sign
    the same entries together do not wait for each other.
    """
    found = Signed()
    with transaction.atomic():
        for ref in sorted(set(refs)):
            try:
                with transaction.atomic():
                    entry = queries.get_entry(by, ref)
                    refuse(rules.why_not_together(entry.signer_due))
                    sign(entry, by=by, at=at, note=note)
                found.done += 1
            except Refused as refused:
                found.refused.append((ref, str(refused)))
    return found
