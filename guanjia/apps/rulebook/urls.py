"""The addresses of the rulebook."""

from django.urls import path

from guanjia.apps.rulebook import views

app_name = "rulebook"

urlpatterns = [
    path("", views.list_clauses, name="clauses"),
    path("decisions/", views.list_decisions, name="decisions"),
    path("<str:pack>/adopt/<str:digest>/", views.adopt, name="adopt"),
    path("<str:pack>/<str:duty>/figure/", views.set_figure, name="set_figure"),
    path("<str:pack>/<str:duty>/switch/", views.switch, name="switch"),
]
