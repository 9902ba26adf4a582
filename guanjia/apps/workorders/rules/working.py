"""What whoever has an order may do with it, and when it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.apps.workorders.rules.ending import why_not_close
from guanjia.apps.workorders.rules.paying import Money, why_not_begun, why_not_work
from guanjia.apps.workorders.terms import PAUSE_REASONS, State
from guanjia.kernel.money import Fen, format_fen
from guanjia.kernel.periods import why_too_far
from guanjia.kernel.refusals import Refusal


def why_not_yours(
    *, assignee_id: int | None, assignee: str, actor_id: int | None, for_others: bool
) -> Refusal | None:
    """Why somebody may not enter a step of this order: it is another technician's."""
    if for_others or (actor_id is not None and actor_id == assignee_id):
        return None
    return Refusal(
        "not_yours",
        _("This order is %(name)s's. Ask dispatch to transfer it to you first."),
        params={"name": assignee},
    )


def why_not_appoint(*, appointed_at: datetime, at: datetime, agreed_with: str) -> list[Refusal]:
    """Everything missing from an agreement about the time of arrival."""
    found = []
    if appointed_at <= at:
        found.append(Refusal("appointed_past", _("Choose a moment to come."), field="appointed_at"))
    elif far := why_too_far(appointed_at, at, "appointed_at"):
        found.append(far)
    if not agreed_with.strip():
        found.append(Refusal("agreed_with_missing", _("Write who agreed to it."), field="agreed_with"))
    return found


def why_not_pause(
    *, reason: str, note: str, until: datetime, at: datetime, longest: timedelta
) -> list[Refusal]:
    """Everything that speaks against resting an order."""
    found = []
    if reason not in PAUSE_REASONS:
        found.append(Refusal("pause_reason", _("Choose why the work rests."), field="reason"))
    elif reason == "OTHER" and not note.strip():
        found.append(Refusal("pause_note", _("Write the reason in a few words."), field="note"))
    if until <= at:
        found.append(
            Refusal(
                "pause_until_past", _("Choose a moment to come at which the work goes on."), field="until"
            )
        )
    elif until > at + longest:
        found.append(
            Refusal(
                "pause_too_long",
                _(
                    "Work may rest for %(hours)s hours at most in one go. Choose an earlier moment and look again then."
                ),
                field="until",
                params={"hours": int(longest.total_seconds() // 3600)},
            )
        )
    return found


def is_pause_overdue(state: str, pause_until: datetime | None, at: datetime) -> bool:
    """Whether an order rests longer than was said."""
    return state == State.PAUSED and pause_until is not None and pause_until <= at


@dataclass(frozen=True)
class Finish:
    """What is known of an order at the moment somebody wants to complete it."""

    outcome: str
    money: Money
    started_at: datetime | None
    charge_fen: Fen
    needs_photo: bool
    photos: int
    needs_signature: bool
    signed: bool
    open_children: tuple[str, ...] = ()


def why_not_complete(finish: Finish) -> list[Refusal]:
    """Everything that is missing before an order is done."""
    found = [why_not_close(finish.open_children), why_not_work(finish.money)]
    if not found[1]:
        found.append(why_not_begun(finish.money, finish.started_at))
    if not finish.outcome.strip():
        found.append(Refusal("outcome_missing", _("Write what was found and done."), field="outcome"))
    if finish.needs_photo and not finish.photos:
        found.append(
            Refusal(
                "photo_missing",
                _("This trade needs a photo of the finished work. Take one first."),
                field="photos",
            )
        )
    if finish.needs_signature and not finish.signed:
        found.append(
            Refusal("signature_missing", _("Let the customer sign for the work first."), field="signature")
        )
    if finish.money.paid and finish.money.consented and finish.charge_fen > (finish.money.quoted_fen or 0):
        found.append(
            Refusal(
                "over_quote",
                _(
                    "Materials and labour come to ￥%(charge)s, but the customer consented to ￥%(quoted)s. Quote anew first."
                ),
                field="lines",
                params={
                    "charge": format_fen(finish.charge_fen),
                    "quoted": format_fen(finish.money.quoted_fen or 0),
                },
            )
        )
    return [one for one in found if one]
