"""Why a verb is not done."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.terms import Duty, EvidenceKind
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


def why_not_reporter(*, is_owner: bool, may_give_away: bool) -> Refusal | None:
    """A duty is reported by whoever owns it, or by somebody who could give it to another."""
    if is_owner or may_give_away:
        return None
    return Refusal(
        "not_the_owner",
        _("This is somebody else's duty. Let them report it, or ask your supervisor to give it to you."),
    )


def why_not_answerer(*, is_owner: bool, may_give_away: bool) -> Refusal | None:
    """A breach is answered by whoever owed the duty, or by somebody who could give it to another."""
    if is_owner or may_give_away:
        return None
    return Refusal(
        "not_the_owner",
        _("This was somebody else's duty. Let them answer, or ask their supervisor."),
    )


def why_not_report(duty: Duty, at: datetime, start_at: datetime, *, note: str, photos: int) -> list[Refusal]:
    """A report proves what nothing else proves, not before its time, and with what the rulebook wants to see."""
    if not duty.is_reported:
        return [
            Refusal(
                "proved_otherwise",
                _(
                    "This duty is not reported: it is done when its form is filled or its step is taken. Do that."
                ),
            )
        ]
    found = []
    if at < start_at:
        found.append(Refusal("not_begun", _("This turn has not begun yet. Report it when it is done.")))
    if len(note.strip()) < 2:
        found.append(Refusal("note_missing", _("Say in a few words what was done."), field="note"))
    if not photos and duty.evidence is not None and duty.evidence.kind is EvidenceKind.PHOTO:
        found.append(
            Refusal("photo_missing", _("This duty is proved by a photo. Take one first."), field="photos")
        )
    return found
