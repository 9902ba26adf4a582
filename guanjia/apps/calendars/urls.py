"""Addresses of the calendars."""

from django.urls import path

from guanjia.apps.calendars import views

app_name = "calendars"

urlpatterns = [
    path("", views.list_calendars, name="list"),
    path("new/", views.open_calendar, name="open"),
    path("years/load/", views.load_year, name="load_year"),
    path("years/<int:year>/file/", views.show_year_file, name="year_file"),
    path("<int:calendar_id>/", views.show_calendar, name="calendar"),
    path("<int:calendar_id>/hours/", views.set_hours, name="set_hours"),
    path("<int:calendar_id>/default/", views.make_default, name="make_default"),
    path("<int:calendar_id>/reckon/", views.reckon, name="reckon"),
]
