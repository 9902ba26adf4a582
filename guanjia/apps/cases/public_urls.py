"""Addresses for people without an account: short, because they are printed and sent by text message."""

from django.urls import path

from guanjia.apps.cases.views import public

app_name = "open"

urlpatterns = [
    path("r/<str:token>/", public.report, name="report"),
    path("f/<str:token>/", public.follow, name="follow"),
    path("f/<str:token>/urge/", public.urge, name="urge"),
    path("f/<str:token>/add/", public.add, name="add"),
    path("f/<str:token>/confirm/", public.confirm, name="confirm"),
    path("f/<str:token>/contest/", public.contest, name="contest"),
]
