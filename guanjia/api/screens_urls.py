"""The addresses of the screens for people: tokens and webhooks."""

from __future__ import annotations

from django.urls import path

from guanjia.api import views

app_name = "programs"

urlpatterns = [
    path("tokens/", views.list_tokens, name="tokens"),
    path("tokens/new/", views.make_token, name="make_token"),
    path("tokens/<int:token_id>/revoke/", views.revoke_token, name="revoke_token"),
    path("webhooks/", views.list_webhooks, name="webhooks"),
    path("webhooks/new/", views.make_webhook, name="make_webhook"),
    path("webhooks/<int:endpoint_id>/", views.show_webhook, name="webhook"),
    path("webhooks/<int:endpoint_id>/change/", views.change_webhook, name="change_webhook"),
    path("webhooks/<int:endpoint_id>/secret/", views.renew_secret, name="renew_secret"),
    path("webhooks/<int:endpoint_id>/on/", views.switch_on, name="switch_on"),
    path("webhooks/<int:endpoint_id>/off/", views.switch_off, name="switch_off"),
    path("webhooks/<int:endpoint_id>/test/", views.ping, name="ping"),
    path("deliveries/<int:delivery_id>/resend/", views.resend, name="resend"),
]
