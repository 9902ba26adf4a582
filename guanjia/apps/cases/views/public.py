"""For people without an account: follow a case by its secret link, report from a QR label."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.forms.public import ReportForm
from guanjia.apps.cases.forms.visits import AddForm, ConfirmForm, ContestForm, UrgeForm
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.terms import Channel
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import company_scope
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, View, done, page, public_screen, public_verb


@public_screen()
def follow(request: Request, token: str) -> HttpResponse:
    """How my matter stands."""
    shown = queries.by_token(token)
    with company_scope(shown.company_id):
        site = organisations.site(shown.site_id)
        return page(request, "cases/follow.html", shown=shown, token=token, site=site, company=site.company)


def _customer_verb(form_class: type[Form], do: Callable[..., Any], title: Text, said: Text) -> View:
    @public_verb(throttle="20/h")
    def customer_verb(request: Request, token: str) -> HttpResponse:
        case: Case = queries.case_by_token(token)
        back = reverse("open:follow", args=[token])
        with company_scope(case.company_id):
            form = form_class.of(request)
            if form.ready():
                do(case, by=queries.customer_of(case), at=request.now, **form.cleaned_data)
                return done(request, back, said)
            site = organisations.site(case.site_id)
            return page(
                request,
                "cases/follow_verb.html",
                form=form,
                title=title,
                submit=title,
                back=back,
                site=site,
                company=site.company,
            )

    return customer_verb


urge = _customer_verb(UrgeForm, services.urge, _("Ask us to hurry"), _("We have heard you and will answer."))
add = _customer_verb(AddForm, services.add_note, _("Add something"), _("Thank you, added."))
confirm = _customer_verb(
    ConfirmForm, services.confirm_visit, _("I am satisfied"), _("Thank you. Your matter is complete.")
)
contest = _customer_verb(
    ContestForm,
    services.contest_visit,
    _("I am not satisfied"),
    _("We take it up again and will be in touch."),
)


@public_verb(throttle="10/h")
def report(request: Request, token: str) -> HttpResponse:
    """Report something at the place whose label was scanned."""
    spot = places.place_by_token(token)
    with company_scope(spot.company_id):
        site = organisations.site(spot.site_id)
        form = ReportForm.of(request)
        if form.ready():
            data = dict(form.cleaned_data)
            photos = data.pop("photos") or ()
            by = queries.reporter_at(spot.company_id, spot.site_id)
            case = services.receive(
                by=by,
                at=request.now,
                site_id=spot.site_id,
                channel=Channel.PORTAL.value,
                unit_id=spot.unit_id,
                place_id=None if spot.unit_id else spot.place_id,
                **data,
            )
            if photos:
                services.add_note(case, by=queries.customer_of(case), at=request.now, photos=photos)
            return done(
                request, reverse("open:follow", args=[case.token]), _("Thank you. We have your report.")
            )
        return page(request, "cases/report.html", form=form, spot=spot, site=site, company=site.company)
