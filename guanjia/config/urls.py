"""The addresses of the house: one readable prefix per app."""

from __future__ import annotations

from allauth.account import views as account
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def _closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up, and nobody asks for a password by mail: accounts come from the organisation."""
    raise Http404


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/sign-up/", _closed, name="account_signup"),
    path("account/password/forgotten/", _closed, name="account_reset_password"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("", include("guanjia.apps.cases.public_urls")),
    path("", include("guanjia.apps.letters.public_urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("", include("guanjia.shell.urls")),
    path("gate/", include("guanjia.apps.gate.urls")),
    path("letters/", include("guanjia.apps.letters.urls")),
    path("archives/", include("guanjia.apps.archives.urls")),
    path("meetings/", include("guanjia.apps.meetings.urls")),
    path("safekeeping/", include("guanjia.apps.safekeeping.urls")),
    path("cases/", include("guanjia.apps.cases.urls")),
    path("work-orders/", include("guanjia.apps.workorders.urls")),
    path("unit-lists/", include("guanjia.apps.unitlists.urls")),
    path("registers/", include("guanjia.apps.registers.urls")),
    path("custody/", include("guanjia.apps.custody.urls")),
    path("inspections/", include("guanjia.apps.inspections.urls")),
    path("manuals/", include("guanjia.apps.manuals.urls")),
    path("obligations/", include("guanjia.apps.obligations.urls")),
    path("insight/", include("guanjia.apps.insight.urls")),
    path("rulebook/", include("guanjia.apps.rulebook.urls")),
    path("messages/", include("guanjia.apps.messaging.urls")),
    path("documents/", include("guanjia.apps.documents.urls")),
    path("people/", include("guanjia.apps.people.urls")),
    path("calendars/", include("guanjia.apps.calendars.urls")),
    path("places/", include("guanjia.apps.places.urls")),
    path("organisation/", include("guanjia.apps.organisations.urls")),
    path("ui/", include("guanjia.ui.urls")),
    path("api/v1/", include("guanjia.api.urls")),
    path("programs/", include("guanjia.api.screens_urls")),
]

handler403 = "guanjia.shell.errors.no_permission"
handler404 = "guanjia.shell.errors.not_found"
handler429 = "guanjia.shell.errors.too_often"  # asked by allauth
handler500 = "guanjia.shell.errors.broken"
