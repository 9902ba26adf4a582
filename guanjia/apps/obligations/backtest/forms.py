"""What is asked before a duty is tried out."""

from django.utils.translation import gettext_lazy as _

from guanjia.ui.forms import Day, Form


class PeriodForm(Form):
    """The days it is tried on, both included."""

    from_on = Day(_("From"))
    until_on = Day(_("Until"))
