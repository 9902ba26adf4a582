"""Addresses about people."""

from django.urls import path

from guanjia.apps.people import views

app_name = "people"

urlpatterns = [
    path("", views.list_people, name="list"),
    path("new/", views.register, name="register"),
    path("lookup/", views.lookup_people, name="lookup"),
    path("export/", views.export, name="export"),
    path("<int:person_id>/", views.show_person, name="person"),
    path("<int:person_id>/change/", views.change, name="change"),
    path("<int:person_id>/phones/new/", views.add_phone, name="add_phone"),
    path("phones/<int:phone_id>/remove/", views.remove_phone, name="remove_phone"),
    path("<int:person_id>/move-in/", views.move_in, name="move_in"),
    path("residencies/<int:residency_id>/end/", views.move_out, name="move_out"),
    path("<int:person_id>/reveal/<str:field>/", views.reveal, name="reveal"),
    path("<int:person_id>/erase/", views.erase, name="erase"),
]
