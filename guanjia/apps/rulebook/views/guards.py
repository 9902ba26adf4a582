"""Every guard of the product in one list."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guanjia.apps.rulebook import queries
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.views.site import site_of
from guanjia.ui.http import Request, page, screen


@screen(can=Can.SEE)
def list_guards(request: Request) -> HttpResponse:
    """What the product refuses: who asks for it, beyond which figure, when it last did; by app or asked for here."""
    rows = queries.list_guards(request.actor, site_of(request), request.now)
    show = request.GET.get("show", "")
    if show == "asked":
        rows = [row for row in rows if row.clauses]
    elif show == "refused":
        rows = [row for row in rows if row.refused]
    return page(request, "rulebook/guards.html", rows=rows, show=show, title=_("Guards"))
