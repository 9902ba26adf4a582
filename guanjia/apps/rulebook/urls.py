"""The addresses of the rulebook."""

from django.urls import path

from guanjia.apps.rulebook import views
from guanjia.apps.rulebook.house import views as house

app_name = "rulebook"

urlpatterns = [
    path("", views.list_clauses, name="clauses"),
    path("decisions/", views.list_decisions, name="decisions"),
    path("figures/", views.list_figures, name="figures"),
    path("figures/print/", views.print_figures, name="print_figures"),
    path("figures/<str:pack>/<str:part>/<str:name>/", views.show_figure, name="figure"),
    path("figures/<str:pack>/<str:part>/<str:name>/propose/", views.propose, name="propose"),
    path("changes/", views.list_changes, name="changes"),
    path("changes/<int:change_id>/approve/", views.approve, name="approve"),
    path("changes/<int:change_id>/decline/", views.decline, name="decline"),
    path("changes/<int:change_id>/withdraw/", views.withdraw, name="withdraw"),
    path("conflicts/", views.list_conflicts, name="conflicts"),
    path("conflicts/<str:topic>/", views.decide_conflict, name="decide_conflict"),
    path("guards/", views.list_guards, name="guards"),
    path("house/", house.list_rules, name="house"),
    path("house/new/", house.write, name="house_new"),
    path("house/shape/", house.shape, name="house_shape"),
    path("house/adopt/", house.adopt, name="house_adopt"),
    path("house/<str:digest>.toml", house.export, name="house_export"),
    path("house/<int:number>/", house.show_rule, name="house_rule"),
    path("house/<int:number>/edit/", house.edit, name="house_edit"),
    path("house/<int:number>/propose/", house.propose, name="house_propose"),
    path("house/<int:number>/approve/", house.approve, name="house_approve"),
    path("house/<int:number>/send-back/", house.send_back, name="house_send_back"),
    path("house/<int:number>/discard/", house.discard, name="house_discard"),
    path("house/<int:number>/retire/", house.retire, name="house_retire"),
    path("<str:pack>/adopt/<str:digest>/", views.adopt, name="adopt"),
]
