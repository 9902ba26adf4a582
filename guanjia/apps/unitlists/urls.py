"""Addresses of imports."""

from django.urls import path

from guanjia.apps.unitlists import views

app_name = "unitlists"

urlpatterns = [
    path("", views.list_imports, name="list"),
    path("new/", views.upload, name="upload"),
    path("<str:ref>/", views.show_import, name="import"),
    path("<str:ref>/columns/", views.choose_columns, name="columns"),
    path("<str:ref>/progress/", views.show_progress, name="progress"),
    path("<str:ref>/start/", views.start, name="start"),
    path("<str:ref>/cancel/", views.cancel, name="cancel"),
    path("<str:ref>/refused/", views.download_refused, name="refused"),
]
