"""The addresses of messages and of the channels they leave by."""

from django.urls import path

from guanjia.apps.messaging import views

app_name = "messaging"

urlpatterns = [
    path("", views.list_notices, name="notices"),
    path("latest/", views.show_latest, name="latest"),
    path("read-all/", views.read_all, name="read_all"),
    path("<int:notice_id>/open/", views.open_notice, name="open"),
    path("<int:notice_id>/read/", views.read, name="read"),
    path("<int:notice_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("channels/", views.show_channels, name="channels"),
    path("channels/address/", views.set_address, name="set_address"),
    path("channels/robot/", views.add_robot, name="add_robot"),
    path("channels/robot/<int:robot_id>/remove/", views.remove_robot, name="remove_robot"),
]
