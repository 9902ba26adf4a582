"""What the steps of an obligation ask."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.organisations import queries as organisations
from guanjia.ui.forms import Choice, Form, Line, Moment, Photos
from guanjia.ui.request import Request


class AcknowledgeForm(Form):
    """Taking note of an escalation; what will be done may be said."""

    note = Line(_("What you will do about it"), required=False)


class PauseForm(Form):
    """Why the clock stands still, and until when at the longest."""

    draft = "pause-duty"
    reason = Line(_("Reason"), rows=2, max_length=200)
    limit_at = Moment(
        _("Until, at the longest"),
        quick=("+2h", "17:50", "+1d"),
        help_text=_("The clock goes on by itself then, or when you resume it."),
    )


class ReportForm(Form):
    """What was done, in a few words, and photographs of it."""

    draft = "report-duty"
    note = Line(_("What was done"), rows=3, max_length=500)
    photos = Photos(_("Photos"), most=9)

    def __init__(self, *args: Any, needs_photo: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].required = needs_photo


class ReasonForm(Form):
    """A reason somebody can read later."""

    reason = Line(_("Reason"), rows=2, max_length=200)


class ReassignForm(Form):
    """Whose duty it becomes; those on duty now come first."""

    owner = Choice(_("Who does it"), (), shown="pick")
    reason = Line(_("Reason"), required=False)

    def __init__(self, *args: Any, obligation: Obligation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = _colleagues(self.request, obligation)  # type: ignore[attr-defined]


def _colleagues(request: Request | None, obligation: Obligation) -> list[tuple[str, Any]]:
    assert request is not None
    here = {one.pk for one in organisations.staff_on_duty(obligation.site_id, request.now)}
    staff = organisations.list_staff(request.actor, obligation.site_id)
    ordered = sorted(
        (one for one in staff if one.pk != obligation.owner_id), key=lambda one: one.pk not in here
    )
    on_duty = _("on duty")
    return [
        ("", "—"),
        *((str(one.pk), f"{one.name} · {on_duty}" if one.pk in here else one.name) for one in ordered),
    ]
