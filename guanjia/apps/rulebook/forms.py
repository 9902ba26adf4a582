"""What is asked before a rule changes: the figure, from when, and why."""

from django.utils.translation import gettext_lazy as _

from guanjia.ui.forms import Form, Line, Moment


class FigureForm(Form):
    """A site's own time limit for a duty; empty takes the rulebook's again."""

    figure = Line(
        _("Time limit at this site"),
        required=False,
        help_text=_(
            "Like 20 minutes, 2 working days, next day; a rhythm like 2 a month, day by 09:00. Empty: as the rulebook says."
        ),
    )
    from_at = Moment(
        _("In force from"),
        required=False,
        quick=("+1d",),
        help_text=_("Empty: at once. What runs already keeps its time."),
    )
    reason = Line(_("Reason"), rows=2, max_length=200)


class SwitchForm(Form):
    """Switching a duty off, or on again."""

    from_at = Moment(_("In force from"), required=False, quick=("+1d",), help_text=_("Empty: at once."))
    reason = Line(_("Reason"), rows=2, max_length=200)


class AdoptForm(Form):
    """From when on a site goes by a version, and why."""

    from_at = Moment(_("In force from"), required=False, quick=("+1d",), help_text=_("Empty: at once."))
    reason = Line(_("Reason"), rows=2, max_length=200)
