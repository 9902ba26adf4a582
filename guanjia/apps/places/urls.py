"""Addresses of the estate."""

from django.urls import path

from guanjia.apps.places import views

app_name = "places"

urlpatterns = [
    path("", views.show_estate, name="estate"),
    path("groups/new/", views.add_group, name="add_group"),
    path("groups/<int:group_id>/", views.change_group, name="change_group"),
    path("buildings/new/", views.add_building, name="add_building"),
    path("buildings/<int:building_id>/doors/", views.add_unit_doors, name="unit_doors"),
    path("units/", views.list_units, name="units"),
    path("units/new/", views.add_unit, name="add_unit"),
    path("units/lookup/", views.lookup_units, name="lookup"),
    path("units/<int:unit_id>/", views.show_unit, name="unit"),
    path("units/<int:unit_id>/change/", views.change_unit, name="change_unit"),
    path("labelled/", views.list_places, name="places"),
    path("labelled/new/", views.add_place, name="add_place"),
    path("labelled/print/", views.print_labels, name="labels"),
    path("labelled/<int:place_id>/", views.show_place, name="place"),
    path("labelled/<int:place_id>/change/", views.change_place, name="change_place"),
    path("labelled/<int:place_id>/renew/", views.renew_qr, name="renew_qr"),
    path("labelled/<int:place_id>/retire/", views.retire_place, name="retire_place"),
]
