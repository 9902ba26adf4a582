"""Writing what became of the rows of a batch, each under the condition that it is still as it was read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from guanjia.apps.obligations.models import Obligation

_TABLE = Obligation._meta.db_table
_EACH = f"""
    UPDATE {_TABLE}
    SET state = %s, reached = %s, next_alarm_at = %s, breached_at = %s, level = %s, ended_at = %s, failures = 0
    WHERE id = %s AND state = %s AND reached = %s
"""  # noqa: S608 (the table's name is ours)
_ALL = f"""
    UPDATE {_TABLE} AS row
    SET state = now.state, reached = now.reached, next_alarm_at = now.next_alarm_at, breached_at = now.breached_at,
        level = now.level, ended_at = now.ended_at, failures = 0
    FROM (
        SELECT sent ->> 0 AS state, (sent ->> 1)::smallint AS reached, (sent ->> 2)::timestamptz AS next_alarm_at,
            (sent ->> 3)::timestamptz AS breached_at, (sent ->> 4)::smallint AS level,
            (sent ->> 5)::timestamptz AS ended_at, (sent ->> 6)::bigint AS id, sent ->> 7 AS was_state,
            (sent ->> 8)::smallint AS was_reached
        FROM jsonb_array_elements(%s::jsonb) AS sent
    ) AS now
    WHERE row.id = now.id AND row.state = now.was_state AND row.reached = now.was_reached
"""  # noqa: S608


class ChangedMeanwhile(RuntimeError):
    """A locked row was not as it was read: two workers would have worked it."""


@dataclass(slots=True)
class Outcome:
    """What becomes of one row."""

    row: Obligation
    state: str
    reached: int
    next_alarm_at: datetime | None
    breached_at: datetime | None
    level: int
    ended_at: datetime | None = None

    def values(self, moment: Callable[[datetime | None], Any]) -> tuple[Any, ...]:
        """What both statements take, in their order; ``moment`` puts a moment into the statement's own form."""
        return (
            self.state,
            self.reached,
            moment(self.next_alarm_at),
            moment(self.breached_at),
            self.level,
            moment(self.ended_at),
            self.row.pk,
            self.row.state,
            self.row.reached,
        )


def write_outcomes(outcomes: list[Outcome]) -> None:
    """Write all of them. Raises ``ChangedMeanwhile`` when one row is no longer as it was read; then write nothing else.

    On PostgreSQL one statement takes them as one document (see ``kernel.bulk``); elsewhere each row is a statement.
    """
    if not outcomes:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_ALL, [json.dumps([outcome.values(_iso) for outcome in outcomes])])
        else:
            moment = connection.ops.adapt_datetimefield_value
            cursor.executemany(_EACH, [outcome.values(moment) for outcome in outcomes])
        if cursor.rowcount != len(outcomes):
            raise ChangedMeanwhile(f"{cursor.rowcount} of {len(outcomes)} rows were as they were read")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
