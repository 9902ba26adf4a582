"""The addresses of inspections."""

from django.urls import path

from guanjia.apps.inspections import views

app_name = "inspections"

urlpatterns = [
    path("", views.list_checklists, name="checklists"),
    path("findings/", views.list_findings, name="findings"),
    path("findings/<int:finding_id>/correct/", views.correct, name="correct"),
    path("findings/<int:finding_id>/recheck/", views.recheck, name="recheck"),
    path("lists/<str:pack>/<str:key>/", views.show_checklist, name="checklist"),
    path("lists/<str:pack>/<str:key>/fill/", views.fill, name="fill"),
    path("<str:ref>/", views.show_sheet, name="sheet"),
]
