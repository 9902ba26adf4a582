"""Imports in the command palette."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.unitlists.terms import Can
from guanjia.ui.palette import Verb, register_verb

register_verb(Verb(_("Upload a unit list"), "unitlists:upload", "table-import", Can.IMPORT))
