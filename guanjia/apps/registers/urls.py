"""The addresses of registers and their entries."""

from django.urls import path

from guanjia.apps.registers import views

app_name = "registers"

urlpatterns = [
    path("", views.list_registers, name="list"),
    path("to-sign/", views.list_to_sign, name="to_sign"),
    path("lookup/places/", views.lookup_places, name="lookup_places"),
    path("books/<str:pack>/<str:register>/", views.show_register, name="register"),
    path("books/<str:pack>/<str:register>/new/", views.enter, name="enter"),
    path("entries/<str:ref>/", views.show_entry, name="entry"),
    path("entries/<str:ref>/sign/", views.sign, name="sign"),
    path("entries/<str:ref>/strike/", views.strike, name="strike"),
    path("entries/<str:ref>/rewrite/", views.rewrite, name="rewrite"),
    path("entries/<str:ref>/print/", views.show_paper, name="print"),
]
