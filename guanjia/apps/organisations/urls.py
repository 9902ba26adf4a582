"""Addresses of the organisation."""

from django.urls import path

from guanjia.apps.organisations import views

app_name = "organisations"

urlpatterns = [
    path("", views.show_staff, name="staff"),
    path("shifts/", views.show_shifts, name="shifts"),
    path("shifts/plan/", views.plan_shift, name="plan_shift"),
    path("shifts/<int:shift_id>/cancel/", views.cancel_shift, name="cancel_shift"),
    path("stand-ins/new/", views.stand_in, name="stand_in"),
    path("posts/<int:post_id>/", views.show_post, name="post"),
    path("posts/<int:post_id>/capabilities/", views.set_capabilities, name="set_capabilities"),
]
