"""What the palette starts of ours."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.insight.terms import Can
from guanjia.ui.palette import Verb, register_verb

register_verb(
    Verb(_("Board of clauses"), "insight:board", "layout-dashboard", Can.SEE, words="条款 看板 board clause")
)
register_verb(Verb(_("Measures"), "insight:measures", "chart-bar", Can.SEE, words="指标 考核 kpi measure"))
