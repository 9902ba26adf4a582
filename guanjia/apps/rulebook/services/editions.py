"""The verbs that every edition of the company's own has, be it of a rule or of a form.

An edition is drafted, proposed, and approved by somebody else or sent back; what is approved is written into a new version of
the company's pack, which stays for good. ``services.house`` and ``services.house_forms`` say what they are about.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Max

from guanjia.apps.rulebook.events import HouseEditionEvent
from guanjia.apps.rulebook.house import checking, rules
from guanjia.apps.rulebook.house.forming import Form
from guanjia.apps.rulebook.house.vocabulary import vocabulary
from guanjia.apps.rulebook.models import HouseEdition, HouseForm, HouseRule, PackVersion
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms.house import HOUSE, IN_WORK, RuleState
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.lifecycle import Lifecycle
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import Refusal, refuse

Row = TypeVar("Row", bound=HouseEdition)


@dataclass(frozen=True, kw_only=True)
class Editions(Generic[Row]):
    """The verbs of one kind of edition. ``why_not_take`` names every mistake in what an edition says."""

    model: type[Row]
    lifecycle: Lifecycle
    write: Can
    why_not_begin: Callable[..., Refusal | None]
    why_not_approve: Callable[[int | None, int | None, int | None], Refusal | None]
    why_not_take: Callable[[Row, Actor, datetime], Iterable[Refusal]]
    why_not_retire: Callable[[Row], Refusal | None]
    drafted: type[HouseEditionEvent]
    proposed: type[HouseEditionEvent]
    sent_back: type[HouseEditionEvent]
    approved: type[HouseEditionEvent]
    discarded: type[HouseEditionEvent]
    retired: type[HouseEditionEvent]

    def of(self, number: int) -> list[Row]:
        """All editions under a number, locked, the first one first. Refuses when no new one may be begun."""
        editions: list[Row] = list(
            self.model.objects.select_for_update().filter(number=number).order_by("edition")
        )
        states = {RuleState(one.state) for one in editions}
        in_work, approved = bool(states & set(IN_WORK)), RuleState.APPROVED in states
        refuse(self.why_not_begin(in_work=in_work, is_approved=approved))
        return editions

    def begin(self, editions: list[Row], *, by: Actor, at: datetime, replaces: str) -> Row:
        """A draft after ``editions``, or the first of its number; not saved yet."""
        last = editions[-1] if editions else None
        row = self.model(
            company_id=by.company_id,
            number=last.number if last else self._next_number(),
            edition=last.edition + 1 if last else 1,
            replaces=last.replaces if last else replaces,
        )
        _sign(row, by, at)
        return row

    def keep(self, row: Row, *, by: Actor, at: datetime) -> Row:
        """Store a new draft."""
        row.save(force_insert=True)
        self._record(self.drafted, row, by, at)
        return row

    def edit(self, edition: Row, *, by: Actor, at: datetime, says: Callable[[Row], dict[str, Any]]) -> Row:
        """Change a draft to what it ``says`` now. Refuses an edition that is proposed or decided."""
        with self._held(edition, self.write, by) as row:
            row.state = self.lifecycle.step(row.state, "edit")
            columns = says(row)
            for name, value in columns.items():
                setattr(row, name, value)
            _sign(row, by, at)
            row.save(update_fields=["state", *columns, "written_at", "written_by", "written_by_id"])
            self._record(self.drafted, row, by, at)
        return row

    def propose(self, edition: Row, *, by: Actor, at: datetime) -> Row:
        """Ask for approval. Refuses every mistake in what it says, each at its place."""
        with self._held(edition, self.write, by) as row:
            refuse(self.why_not_take(row, by, at))
            row.state = self.lifecycle.step(row.state, "propose")
            row.proposed_at, row.proposed_by, row.proposed_by_id, row.reason = at, by.name, by.id, ""
            row.save(update_fields=["state", "proposed_at", "proposed_by", "proposed_by_id", "reason"])
            self._record(self.proposed, row, by, at)
        return row

    def send_back(self, edition: Row, *, by: Actor, at: datetime, reason: str) -> Row:
        """Make a proposed edition a draft again, with a reason."""
        with self._held(edition, Can.APPROVE_HOUSE, by) as row:
            refuse(rules.why_not_reason(reason))
            row.state = self.lifecycle.step(row.state, "send_back")
            row.reason = reason.strip()
            row.save(update_fields=["state", "reason"])
            self._record(self.sent_back, row, by, at, reason=row.reason)
        return row

    def approve(self, edition: Row, *, by: Actor, at: datetime) -> Row:
        """Put a proposed edition into the company's pack, in place of the one before. Refuses whoever wrote or proposed it."""
        with self._held(edition, Can.APPROVE_HOUSE, by) as row:
            refuse(self.why_not_approve(row.proposed_by_id, row.written_by_id, by.id))
            refuse(self.why_not_take(row, by, at))
            state = self.lifecycle.step(row.state, "approve")
            for before in self.model.objects.filter(number=row.number, state=RuleState.APPROVED):
                before.state = self.lifecycle.step(before.state, "supersede")
                before.save(update_fields=["state"])
            row.state, row.decided_at, row.decided_by = state, at, by.name
            row.save(update_fields=["state", "decided_at", "decided_by"])
            version = _store_pack(by, at)
            self._record(self.approved, row, by, at, version=version.version, digest=version.digest)
        return row

    def discard(self, edition: Row, *, by: Actor, at: datetime) -> Row:
        """Give a draft up."""
        with self._held(edition, self.write, by) as row:
            row.state = self.lifecycle.step(row.state, "discard")
            row.save(update_fields=["state"])
            self._record(self.discarded, row, by, at)
        return row

    def retire(self, edition: Row, *, by: Actor, at: datetime, reason: str) -> Row:
        """Take it out of the company's pack. Sites keep it until they adopt the new version; what runs runs on, what is
        written stays readable."""
        with self._held(edition, Can.APPROVE_HOUSE, by) as row:
            refuse(rules.why_not_reason(reason))
            refuse(self.why_not_retire(row))
            row.state = self.lifecycle.step(row.state, "retire")
            row.reason, row.decided_at, row.decided_by = reason.strip(), at, by.name
            row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
            version = _store_pack(by, at)
            self._record(
                self.retired,
                row,
                by,
                at,
                version=version.version,
                digest=version.digest,
                reason=row.reason,
            )
        return row

    @contextmanager
    def _held(self, edition: Row, can: Can, by: Actor) -> Iterator[Row]:
        """The edition, locked, for somebody who may."""
        with locked(edition) as row:
            permit(by, can, row)
            yield row

    def _next_number(self) -> int:
        return int(self.model.objects.aggregate(most=Max("number"))["most"] or 0) + 1

    def _record(self, fact: type[HouseEditionEvent], row: Row, by: Actor, at: datetime, **more: Any) -> None:
        title = row.title.as_json()
        record(fact(site_id=None, ref=row.ref, edition=row.edition, title=title, **more), by=by, at=at)


def _sign(row: HouseEdition, by: Actor, at: datetime) -> None:
    row.written_at, row.written_by, row.written_by_id = at, by.name, by.id


def _store_pack(by: Actor, at: datetime) -> PackVersion:
    """The approved rules and forms as a new version of the company's pack."""
    words = vocabulary(by, at)
    approved = HouseRule.objects.filter(state=RuleState.APPROVED).order_by("number")
    count = PackVersion.objects.filter(company_id=by.company_id, key=HOUSE).count()
    designed = HouseForm.objects.filter(state=RuleState.APPROVED).order_by("number")
    forms = [Form(one.number, one.declared, one.replaces) for one in designed]
    both = [(one.answers, one.number) for one in approved]
    content = checking.content_of(both, words, str(count + 1), forms)
    pack, source = checking.load(content, words)
    stored: PackVersion = PackVersion.objects.create(
        company_id=by.company_id,
        key=HOUSE,
        version=pack.version,
        digest=pack.digest,
        content=source.content,
        stored_at=at,
    )
    return stored
