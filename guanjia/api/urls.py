"""The addresses below /api/v1/."""

from __future__ import annotations

from django.urls import path

from guanjia.api import router, views

app_name = "api"

urlpatterns = [
    path("openapi.json", views.show_schema, name="schema"),
    path("docs", views.show_reference, name="reference"),
    *router.patterns(),
    router.anything_else,
]
