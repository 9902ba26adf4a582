"""The addresses of the house: one readable prefix per app."""

from __future__ import annotations

from importlib.util import find_spec

from allauth.account import views as account
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def _closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up, and nobody asks for a password by mail: accounts come from the organisation."""
    raise Http404


PREFIXES = {
    "": "guanjia.shell.urls",
    "cases/": "guanjia.apps.cases.urls",
    "work-orders/": "guanjia.apps.workorders.urls",
    "unit-lists/": "guanjia.apps.unitlists.urls",
    "obligations/": "guanjia.apps.obligations.urls",
    "rulebook/": "guanjia.apps.rulebook.urls",
    "messages/": "guanjia.apps.messaging.urls",
    "documents/": "guanjia.apps.documents.urls",
    "people/": "guanjia.apps.people.urls",
    "calendars/": "guanjia.apps.calendars.urls",
    "places/": "guanjia.apps.places.urls",
    "organisation/": "guanjia.apps.organisations.urls",
    "ui/": "guanjia.ui.urls",
    "api/v1/": "guanjia.api.urls",
    "programs/": "guanjia.api.screens_urls",
}


def _exists(module: str) -> bool:
    """Whether ``module`` is there; parts of the house may be left out."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/sign-up/", _closed, name="account_signup"),
    path("account/password/forgotten/", _closed, name="account_reset_password"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("", include("guanjia.apps.cases.public_urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    *(path(prefix, include(module)) for prefix, module in PREFIXES.items() if _exists(module)),
]

if _exists("guanjia.shell.errors"):
    handler403 = "guanjia.shell.errors.no_permission"
    handler404 = "guanjia.shell.errors.not_found"
    handler429 = "guanjia.shell.errors.too_often"  # asked by allauth
    handler500 = "guanjia.shell.errors.broken"
