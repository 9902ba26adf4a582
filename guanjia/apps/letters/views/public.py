"""For residents: the notice whose code was scanned, and what else is in force."""

from django.http import HttpResponse

from guanjia.apps.letters import queries
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.scope import company_scope
from guanjia.ui.http import Request, page, public_screen


@public_screen()
def show_notices(request: Request, token: str) -> HttpResponse:
    """A notice by its secret link."""
    shown = queries.notices_by_token(token, request.now)
    with company_scope(shown.company_id):
        site = organisations.site(shown.site_id)
        return page(
            request,
            "letters/public.html",
            shown=shown,
            notice=shown.notice,
            site=site,
            company=site.company,
            title=shown.notice.subject,
        )
