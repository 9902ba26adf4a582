"""The addresses of files."""

from __future__ import annotations

from django.urls import path

from guanjia.apps.documents import views

app_name = "documents"

urlpatterns = [
    path("", views.list_files, name="list"),
    path("<uuid:key>/", views.show_file, name="file"),
    path("<uuid:key>/small/", views.show_thumbnail, name="thumbnail"),
    path("<uuid:key>/remove/", views.remove, name="remove"),
]
