"""What the answer to a breach asks, and what a proposed consequence asks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations.terms import CAUSES, CONSEQUENCES
from guanjia.apps.organisations import queries as organisations
from guanjia.ui.forms import Choice, Day, Form, Line, Money, Number, YesNo

_CAUSES = [(one.value, label) for one, label in CAUSES.items()]
_KINDS = [(one.value, label) for one, label in CONSEQUENCES.items()]


class CauseForm(Form):
    """Why it happened: a class that can be counted, and words."""

    draft = "breach-cause"
    cause = Choice(_("Cause"), _CAUSES, shown="buttons")
    words = Line(_("In words"), rows=2, max_length=500, required=False)


class _WithStaff(Form):
    """A form that names somebody of the site."""

    def __init__(self, *args: Any, site_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.request is not None
        staff = organisations.list_staff(self.request.actor, site_id)
        self.fields["correction_by"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(one.pk), one.name) for one in staff),
        ]


class CorrectionForm(_WithStaff):
    """What was done so that it does not happen again, by whom and until when."""

    draft = "breach-correction"
    correction = Line(_("What was done"), rows=3, max_length=500)
    correction_by = Choice(
        _("Done by"), (), shown="pick", required=False, help_text=_("Left empty: by yourself.")
    )
    until = Day(_("Until"), required=False, help_text=_("By when it is done, or until when it holds."))


class AnswerManyForm(_WithStaff):
    """One cause for several breaches, and perhaps one correction."""

    draft = "breach-many"
    cause = Choice(_("Cause"), _CAUSES, shown="buttons")
    words = Line(_("In words"), rows=2, max_length=500, required=False)
    correction = Line(
        _("What was done"),
        rows=3,
        max_length=500,
        required=False,
        help_text=_("Left empty: only the cause is given, and the correction later."),
    )
    correction_by = Choice(
        _("Done by"), (), shown="pick", required=False, help_text=_("Left empty: by yourself.")
    )
    until = Day(_("Until"), required=False, help_text=_("By when it is done, or until when it holds."))


class CheckForm(Form):
    """Somebody else's look at a correction."""

    draft = "breach-check"
    accepted = Choice(
        _("Is it good now?"), [("yes", _("Accept it")), ("no", _("Send it back"))], shown="buttons"
    )
    note = Line(_("Note"), rows=2, max_length=500, required=False)


class DispenseForm(Form):
    """Why a breach needs no answer."""

    reason = Line(_("Reason"), rows=2, max_length=200)


class ProposeForm(Form):
    """A consequence for a person; nothing is kept in the browser of it."""

    person = Choice(_("For whom"), (), shown="pick")
    kind = Choice(_("What is proposed"), _KINDS, shown="buttons")
    words = Line(_("In words"), rows=3, max_length=500)
    amount_fen = Money(
        _("Amount of the fine"), required=False, help_text=_("A proposal only; it goes into no payroll.")
    )
    points = Number(_("Points"), required=False, min_value=1, max_value=100)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "—"), *people]  # type: ignore[attr-defined]


class ViewForm(Form):
    """What the person concerned says; not kept in the browser, which others may use."""

    view = Line(_("My view"), rows=5, max_length=1000)


class DecideForm(Form):
    """A decision with its reason; not kept in the browser."""

    approves = Choice(_("Decision"), [("yes", _("Approve")), ("no", _("Decline"))], shown="buttons")
    reason = Line(_("Reason"), rows=3, max_length=500, required=False)


class AnswerRuleForm(Form):
    """Which breaches of the site are answered."""

    all_breaches = YesNo(_("Every breach"))
    with_consequence = YesNo(_("Duties that name a consequence"))
    safety = YesNo(_("What concerns safety"))
    clause_count = Number(
        _("Every breach of a clause from this number on"),
        min_value=0,
        max_value=999,
        help_text=_("0: never by count."),
    )
    clause_days = Number(_("counted over so many days"), min_value=1, max_value=366)
