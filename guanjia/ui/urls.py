"""The addresses of the components themselves."""

from django.urls import path

from guanjia.ui import views

app_name = "ui"
urlpatterns = [
    path("views/keep/", views.keep_view, name="keep_view"),
    path("views/<int:view_id>/drop/", views.drop_view, name="drop_view"),
]
