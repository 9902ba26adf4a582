"""What the frame asks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guanjia.ui.forms import Form, Line


class CodeForm(Form):
    """A code typed by hand when the camera cannot read it."""

    code = Line(_("Or type it"), max_length=300, placeholder=_("Number or address under the code"))
