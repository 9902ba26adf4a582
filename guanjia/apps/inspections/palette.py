"""What the palette finds and starts of ours."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.inspections import queries
from guanjia.apps.inspections.terms import Can
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb

_FEW = 6


def find(request: Request, text: str) -> Iterable[Hit]:
    """Checklists of the site by a word of their title, then sheets by number or subject."""
    site_id = request.site.pk if request.site else None
    if site_id is not None and request.actor.can(Can.SEE, site_id):
        for declared in queries.find_checklists(site_id, text, request.now)[:_FEW]:
            pack, checklist = declared.here.pack, declared.checklist
            url = reverse("inspections:checklist", args=[pack.key, checklist.key])
            yield Hit(str(checklist.title), url, str(pack.title), "checklist")
    for sheet in queries.find_sheets(request.actor, text, site_id=site_id)[:_FEW]:
        title = queries.declared_of(sheet).checklist.title
        yield Hit(f"{sheet.ref} {title}", sheet.get_absolute_url(), sheet.about_name, "clipboard-check")


register(
    Provider(
        key="inspections", label=_("Inspections"), icon="clipboard-check", can=Can.SEE, find=find, order=45
    )
)
register_verb(
    Verb(
        _("Inspections"),
        "inspections:checklists",
        "clipboard-check",
        Can.SEE,
        words="检查 巡检 抽查 检查表 sheet",
    )
)
register_verb(
    Verb(
        _("Findings"),
        "inspections:findings",
        "alert-circle",
        Can.SEE,
        words="问题 整改 复查 不合格 correction",
    )
)
