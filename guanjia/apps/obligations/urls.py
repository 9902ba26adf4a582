"""The addresses of duties."""

from django.urls import path

from guanjia.apps.obligations import views

app_name = "obligations"

urlpatterns = [
    path("mine/", views.show_mine, name="mine"),
    path("mine/live/", views.show_mine_live, name="mine_live"),
    path("team/", views.list_team, name="team"),
    path("", views.list_all, name="list"),
    path("<int:obligation_id>/", views.show_why, name="why"),
    path("<int:obligation_id>/report/", views.report, name="report"),
    path("<int:obligation_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<int:obligation_id>/pause/", views.pause, name="pause"),
    path("<int:obligation_id>/resume/", views.resume, name="resume"),
    path("<int:obligation_id>/reassign/", views.reassign, name="reassign"),
    path("<int:obligation_id>/excuse/", views.excuse, name="excuse"),
]
