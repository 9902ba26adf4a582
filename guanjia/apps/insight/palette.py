"""What the palette starts of ours."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.insight.terms import Can
from guanjia.ui.palette import Verb, register_verb

register_verb(
    Verb(_("Board of clauses"), "insight:board", "layout-dashboard", Can.SEE, words="条款 看板 board clause")
)
register_verb(
    Verb(
        _("Company board"),
        "insight:company",
        "building-skyscraper",
        Can.SEE,
        words="公司看板 项目 company sites",
    )
)
register_verb(Verb(_("The day's matters"), "insight:day", "sun", Can.SEE, words="今日要事 day today matters"))
register_verb(Verb(_("Measures"), "insight:measures", "chart-bar", Can.SEE, words="指标 考核 kpi measure"))
