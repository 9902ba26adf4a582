"""The address residents scan: short, because it is printed on every notice."""

from django.urls import path

from guanjia.apps.letters.views import public

app_name = "notices"

urlpatterns = [path("n/<str:token>/", public.show_notices, name="shown")]
