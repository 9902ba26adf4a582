"""The verbs programs may use on a case: name, capability, fields, and the service they call. The addresses, the
description and the tests are made from this table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guanjia.api.fields import Sent
from guanjia.api.schemas import verbs as fields
from guanjia.apps.cases import queries, services
from guanjia.apps.cases.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.lifecycle import ALL_LIFECYCLES


@dataclass(frozen=True)
class Verb:
    """One verb. ``cases`` names the fields that hold the number of another case, ``renamed`` those the service calls
    otherwise; ``makes`` is true when the service answers what it made instead of the case."""

    name: str
    can: str
    fields: type[Sent]
    cases: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    makes: bool = False

    @property
    def label(self) -> str:
        """What the buttons of the page call it."""
        steps = ALL_LIFECYCLES["cases.case"].steps
        return next((str(step.label) for step in steps if step.verb == self.name), self.name)

    def do(self, case: Any, *, by: Actor, at: datetime, sent: Sent) -> str | None:
        """Do it; answers the number of what was made, if anything."""
        service: Callable[..., Any] = getattr(services, self.name)
        values = sent.model_dump(exclude_none=True)
        for name in self.cases:
            values[name] = queries.get_case(by, values[name])
        for name, other in self.renamed:
            if name in values:
                values[other] = values.pop(name)
        made = service(case, by=by, at=at, **values)
        return made.ref if self.makes else None


VERBS: tuple[Verb, ...] = (
    Verb("dispatch", Can.DISPATCH, fields.DispatchFields, makes=True),
    Verb("promise", Can.HANDLE, fields.PromiseFields),
    Verb("postpone", Can.HANDLE, fields.PostponeFields),
    Verb("agree_later_arrival", Can.HANDLE, fields.LaterArrivalFields),
    Verb("tell_progress", Can.HANDLE, fields.TextFields),
    Verb("answer", Can.HANDLE, fields.TextFields),
    Verb("urge", Can.RECEIVE, fields.MaybeTextFields),
    Verb("answer_urge", Can.HANDLE, fields.TextFields),
    Verb("add_note", Can.HANDLE, fields.TextFields),
    Verb("correct", Can.RECEIVE, fields.CorrectFields, renamed=(("unit", "unit_code"),)),
    Verb("forward", Can.FORWARD, fields.ForwardFields),
    Verb("hand_over", Can.FORWARD, fields.HandOverFields),
    Verb("change_owner", Can.SUPERVISE, fields.OwnerFields),
    Verb("note_fee_refusal", Can.RECEIVE, fields.NoteFields),
    Verb("rule_complaint", Can.RULE, fields.RulingFields),
    Verb("report_to_gm", Can.LEAD_MAJOR, fields.NoteFields),
    Verb("hold_emergency_meeting", Can.LEAD_MAJOR, fields.MeetingFields),
    Verb("apologise_in_person", Can.LEAD_MAJOR, fields.NoteFields),
    Verb("reply_in_writing", Can.LEAD_MAJOR, fields.TextFields),
    Verb("explain_invalid", Can.HANDLE, fields.TextFields),
    Verb("resolve", Can.HANDLE, fields.ResolveFields),
    Verb("close", Can.CLOSE, fields.NoFields),
    Verb("close_at_once", Can.HANDLE, fields.AnswerFields),
    Verb("reopen", Can.HANDLE, fields.ReasonFields),
    Verb("withdraw", Can.HANDLE, fields.ReasonFields),
    Verb("merge", Can.MERGE, fields.MergeFields, cases=("into",)),
    Verb("split", Can.MERGE, fields.SplitFields, makes=True),
    Verb("place_under", Can.MERGE, fields.UnderFields, cases=("parent",)),
)
