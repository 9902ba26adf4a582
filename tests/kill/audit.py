"""Run on its own, after the last process was stopped: what the database holds, as one JSON object.

``python -m tests.kill.audit``. It only reads; what must be true of it is said in the test.
"""

import json
from collections import Counter
from datetime import UTC, datetime

import django

django.setup()

from guanjia.api.models import Delivery  # noqa: E402
from guanjia.apps.cases.models import Case  # noqa: E402
from guanjia.apps.messaging.models import Notice  # noqa: E402
from guanjia.apps.obligations.models import Obligation  # noqa: E402
from guanjia.apps.obligations.queries import clocks  # noqa: E402
from guanjia.kernel.models import JournalEntry, OutboxMessage  # noqa: E402
from guanjia.kernel.scope import across_companies, company_scope  # noqa: E402


def main() -> None:
    """Print everything the test asks about."""
    now = datetime.now(UTC)
    with across_companies(reason="auditing a test"):
        company_id = Case.objects.values_list("company_id", flat=True).first() or 0
    with company_scope(company_id):
        print(json.dumps({**_cases(), **_facts(), **_duties(now), **_outgoing()}))


def _cases() -> dict[str, object]:
    return {"cases": dict(Case.objects.values_list("ref", "title"))}


def _facts() -> dict[str, object]:
    def counted(event: str) -> dict[str, int]:
        return dict(Counter(JournalEntry.objects.filter(event=event).values_list("ref", flat=True)))

    return {name: counted(name) for name in ("cases.received", "kill.echoed", "cases.urged")}


def _duties(now: datetime) -> dict[str, object]:
    obligations = list(Obligation.objects.all())
    reminders = {
        clock.obligation.number: len(clock.duty.reminders) for clock in clocks(obligations, now) if clock.duty
    }
    alarms = JournalEntry.objects.filter(event__startswith="obligations.")
    rung = Counter(
        f"{entry.ref} {entry.event} {entry.data.get('level', '')}"
        for entry in alarms
        if entry.event
        in {"obligations.breached", "obligations.escalated", "obligations.unassigned", "obligations.opened"}
    )
    reminded = Counter(
        entry.ref for entry in alarms if entry.event in {"obligations.reminded", "obligations.alarm_missed"}
    )
    told = Counter(
        json.dumps([notice.staff_id, notice.kind, notice.about, notice.params], sort_keys=True)
        for notice in Notice.objects.exclude(kind="obligations.reminded")
    )
    return {
        "duties_per_case": dict(Counter(f"{one.ref} {one.duty} {one.occurrence}" for one in obligations)),
        "unfired": [
            one.number for one in obligations if one.next_alarm_at is not None and one.next_alarm_at <= now
        ],
        "overdue_without_breach": [
            one.number
            for one in obligations
            if one.state == "OPEN" and one.due_at < now and one.breached_at is None
        ],
        "breached": [one.number for one in obligations if one.breached_at is not None],
        "breaches_told": sorted(alarms.filter(event="obligations.breached").values_list("ref", flat=True)),
        "rung_twice": [key for key, times in rung.items() if times > 1],
        "reminded_too_often": [ref for ref, times in reminded.items() if times > reminders.get(ref, 0)],
        "told_twice": [key for key, times in told.items() if times > 1],
        "alarms": sum(rung.values()),
    }


def _outgoing() -> dict[str, object]:
    return {
        "outbox": list(OutboxMessage.objects.values_list("reaction", flat=True)),
        "deliveries": dict(Counter(Delivery.objects.values_list("entry__ref", flat=True))),
        "undelivered": Delivery.objects.exclude(state="DELIVERED").count(),
    }


if __name__ == "__main__":
    main()
