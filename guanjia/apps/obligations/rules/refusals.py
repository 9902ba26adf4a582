"""Why a verb is not done."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Refusal


def why_not_acknowledge(
    breached: bool, owner_id: int | None, by_id: int | None, level: int
) -> Refusal | None:
    """Only what has been escalated can be acknowledged, and not by the one it is about."""
    if not breached:
        return Refusal("not_overdue", _("This duty is not overdue. There is nothing to acknowledge yet."))
    if level and owner_id is not None and owner_id == by_id:
        return Refusal(
            "own_ladder",
            _(
                "You own this duty; your acknowledgement would only silence it. Do it, or ask your supervisor to acknowledge."
            ),
        )
    return None


def why_not_reason(reason: str) -> Refusal | None:
    """A reason somebody can read later."""
    if len(reason.strip()) < 2:
        return Refusal(
            "reason_missing", _("Write down why, so that it can be understood later."), field="reason"
        )
    return None


def why_not_pause(at: datetime, due_at: datetime, limit_at: datetime, longest: datetime) -> list[Refusal]:
    """A clock can be paused while there is time left, and every pause ends."""
    found = []
    if at >= due_at:
        found.append(
            Refusal(
                "overdue",
                _("The time is over; a pause cannot bring it back. Acknowledge the escalation instead."),
            )
        )
    if limit_at <= at:
        found.append(
            Refusal(
                "limit_past", _("The pause must end later than now. Choose a later moment."), field="limit_at"
            )
        )
    elif limit_at > longest:
        found.append(
            Refusal(
                "pause_too_long",
                _(
                    "A pause may last until %(longest)s at the longest. Choose an earlier moment; it can be paused again."
                ),
                field="limit_at",
                params={"longest": f"{longest:%Y-%m-%d %H:%M}"},
            )
        )
    return found


def why_not_owner(owner_id: int, previous_id: int | None) -> Refusal | None:
    """Giving a duty to the one who has it changes nothing."""
    if owner_id == previous_id:
        return Refusal(
            "same_owner", _("This person owns the duty already. Choose somebody else."), field="owner"
        )
    return None
