"""What may be promised: one to two days as a rule, a week at most, and only one postponement."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.rules.standing import Standing
from guanjia.apps.cases.terms import Can, Parameters
from guanjia.kernel.periods import why_too_far
from guanjia.kernel.refusals import Refusal


def why_not_promise(standing: Standing) -> Refusal | None:
    """A case is promised once; after that it can only be postponed."""
    if standing.case.promised_at is not None:
        return Refusal(
            "already_promised", _("A date is promised already. Keep it, or postpone it once with a reason.")
        )
    return None


def why_not_postpone(standing: Standing) -> Refusal | None:
    """There must be a promise, and its one postponement unused, whoever asks (C-RULE-034)."""
    if standing.case.promised_at is None:
        return Refusal("not_promised", _("Nothing is promised yet. Promise a date instead."))
    if standing.case.postponements >= standing.parameters.postponements:
        return Refusal(
            "already_postponed",
            _(
                "This matter was postponed once; a second time is not possible for anybody. Settle it, or ask your supervisor to step in."
            ),
        )
    return None


def why_not_date(
    standing: Standing, promised_at: datetime, *, later_than: datetime | None = None
) -> Refusal | None:
    """The date lies ahead, after the old one, and within a week unless the actor may promise longer (C-RULE-035)."""
    if promised_at.tzinfo is None:
        return Refusal(
            "time_without_zone", _("Give the promised time with its time zone."), field="promised_at"
        )
    if promised_at <= standing.at:
        return Refusal(
            "promise_in_past",
            _("The promised time has passed already. Choose one to come."),
            field="promised_at",
        )
    if later_than is not None and promised_at <= later_than:
        return Refusal(
            "promise_not_later",
            _("The new date must lie after the one promised before. Choose a later one."),
            field="promised_at",
        )
    too_long = promised_at - standing.at > standing.parameters.promise_cap
    if too_long and not standing.actor.can(Can.PROMISE_LONG, standing.case.site_id):
        return Refusal(
            "promise_too_long",
            _(
                "More than %(days)s days may only be promised by a supervisor. Choose an earlier date, or ask yours."
            ),
            field="promised_at",
            params={"days": standing.parameters.promise_cap.days},
        )
    return why_too_far(promised_at, standing.at, "promised_at")


def why_not_later_arrival(standing: Standing) -> Refusal | None:
    """Coming later is agreed before the arrival time is over; afterwards it is a breach (C-RULE-041)."""
    if standing.at > standing.case.received_at + standing.parameters.arrival:
        return Refusal(
            "arrival_time_over",
            _(
                "The %(minutes)s minutes to be there are over; an agreement now does not undo that. Go there, and tell the customer."
            ),
            params={"minutes": int(standing.parameters.arrival.total_seconds() // 60)},
        )
    return None


def why_not_until(standing: Standing, until: datetime) -> Refusal | None:
    """The agreed arrival lies ahead and within what may be promised."""
    if until <= standing.at:
        return Refusal(
            "until_in_past", _("The agreed time has passed already. Choose one to come."), field="until"
        )
    if until - standing.at > standing.parameters.promise_cap and not standing.actor.can(
        Can.PROMISE_LONG, standing.case.site_id
    ):
        return Refusal(
            "until_too_far", _("This is more than a week away. Promise a date instead."), field="until"
        )
    return why_too_far(until, standing.at, "until")


def why_not_answer_urge(standing: Standing) -> Refusal | None:
    """There must be an urging nobody has answered."""
    if standing.case.urged_at is None:
        return Refusal("no_urging", _("Nobody is urging. Tell the customer how it stands instead."))
    return None


def missing_text(text: str, field: str) -> Refusal | None:
    """The verb wants words."""
    if text.strip():
        return None
    return Refusal(f"{field}_missing", _("Write it down in a sentence: it stays in the record."), field=field)


def is_longer_than_usual(at: datetime, promised_at: datetime, parameters: Parameters) -> bool:
    """Whether a promise is longer than the usual one to two days (C-RULE-035): worth a word, no refusal."""
    return promised_at - at > parameters.promise_usual + timedelta(hours=1)
