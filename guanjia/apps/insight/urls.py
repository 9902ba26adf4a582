"""The addresses of boards, proofs, the day and measures."""

from django.urls import path

from guanjia.apps.insight import views

app_name = "insight"

urlpatterns = [
    path("company/", views.show_company, name="company"),
    path("board/", views.show_board, name="board"),
    path("clauses/<int:site_id>/<str:pack>/<str:clause>/", views.show_clause, name="clause"),
    path("day/", views.show_day, name="day"),
    path("machine/", views.show_machine, name="machine"),
    path("measures/", views.show_measures, name="measures"),
    path("measures/<int:site_id>/<str:pack>/<str:key>/", views.show_measure, name="measure"),
]
