"""What people without an account are asked."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.terms import Kind
from guanjia.ui.forms import Choice, Form, Line, Phone, Photos

REPORTED = [
    (Kind.REPAIR.value, _("Something is broken")),
    (Kind.COMPLAINT.value, _("A complaint")),
    (Kind.SUGGESTION.value, _("A suggestion")),
    (Kind.HELP.value, _("I need help")),
]


class ReportForm(Form):
    """A report from a QR label: what, perhaps pictures, and how to reach the customer."""

    draft = "report"
    kind = Choice(_("What is it?"), REPORTED, shown="buttons", initial=Kind.REPAIR.value)
    title = Line(_("In one sentence"), max_length=120)
    description = Line(_("Details"), rows=3, required=False)
    photos = Photos(_("Photos"), required=False, most=4)
    caller_name = Line(_("Your name"), max_length=60, required=False)
    caller_phone = Phone(_("Your phone"), required=False, help_text=_("So that we can tell you how it goes."))
