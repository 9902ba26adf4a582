"""The addresses of the frame."""

from django.urls import path

from guanjia.shell import health, views
from guanjia.ui import gallery

app_name = "shell"
urlpatterns = [
    path("", views.start, name="start"),
    path("today/", views.today, name="today"),
    path("search/", views.search, name="search"),
    path("search/hits/", views.find, name="find"),
    path("new/", views.new, name="new"),
    path("scan/", views.scan, name="scan"),
    path("scan/go/", views.scanned, name="scanned"),
    path("me/", views.me, name="me"),
    path("me/sites/", views.sites, name="sites"),
    path("me/site/", views.choose_site, name="choose_site"),
    path("me/language/", views.choose_language, name="choose_language"),
    path("me/theme/", views.choose_theme, name="choose_theme"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/try/", gallery.try_form, name="gallery_try"),
    path("healthz", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
]
