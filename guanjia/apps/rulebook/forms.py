"""What is asked before a rule changes: the figure, from when, and why."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.ui.forms import Choice, Form, Line, Moment


class AdoptForm(Form):
    """From when on a site goes by a version, and why."""

    from_at = Moment(_("In force from"), required=False, quick=("+1d",), help_text=_("Empty: at once."))
    reason = Line(_("Reason"), rows=2, max_length=200)


class _Proposal(Form):
    """For whom, from when, why."""

    whom = Choice(
        _("Applies to"),
        options=[("site", _("this site")), ("company", _("all sites of the company"))],
        initial="site",
    )
    from_at = Moment(
        _("In force from"),
        required=False,
        quick=("+1d",),
        help_text=_("Empty: at once when it is approved. What runs already keeps its figures."),
    )
    reason = Line(_("Reason"), rows=2, max_length=200)


class ProposeForm(_Proposal):
    """Another figure for this site or for the whole company; empty takes it back."""

    figure = Line(_("Our figure"), required=False)
    field_order = ("figure",)


class AnswerForm(_Proposal):
    """The answer to what a source leaves open."""

    figure = Line(_("What holds with us"), rows=2, required=False, max_length=200)
    field_order = ("figure",)


class SwitchFigureForm(_Proposal):
    """Whether a duty is in force."""

    figure = Choice(
        _("This duty"), options=[("off", _("switched off")), ("on", _("switched on"))], required=True
    )
    field_order = ("figure",)


class NoteForm(Form):
    """A word with a decision; needed to decline."""

    note = Line(_("Note"), rows=2, required=False, max_length=200)


class RuleForm(Form):
    """Which party of a conflict rules."""

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "ruling": Choice(_("Which one rules?"), options=parties, shown="buttons"),
            **self.fields,
        }
        self.fields["ruling"].widget.attrs.setdefault("data-test", "ruling")

    from_at = Moment(
        _("In force from"), required=False, quick=("+1d",), help_text=_("Empty: at once when it is approved.")
    )
    reason = Line(_("Reason"), rows=2, max_length=200)
