"""The addresses of boards and measures."""

from django.urls import path

from guanjia.apps.insight import views

app_name = "insight"

urlpatterns = [
    path("board/", views.show_board, name="board"),
    path("measures/", views.show_measures, name="measures"),
]
