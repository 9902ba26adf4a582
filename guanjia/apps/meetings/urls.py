"""The addresses of meetings, decisions, duty logs and their lines."""

from django.urls import path

from guanjia.apps.meetings.views import logs, meetings
from guanjia.apps.meetings.views.steps import DEEDS, KEYS, view_of

app_name = "meetings"

_WHERE = {
    "meeting": "<str:ref>/",
    "decision": "decisions/<str:decision_ref>/",
    "log": "logs/<str:log_ref>/",
    "item": "items/<int:item_id>/",
}


urlpatterns = [
    path("", meetings.list_meetings, name="meetings"),
    path("new/", meetings.call_meeting, name="meeting_new"),
    path("pdf/", meetings.meeting_pdfs, name="meeting_pdfs"),
    path("decisions/", meetings.list_decisions, name="decisions"),
    path("decisions/pdf/", meetings.decision_pdf, name="decision_pdf"),
    path("logs/", logs.list_logs, name="logs"),
    path("logs/open/", logs.open_log, name="log_open"),
    path("logs/pdf/", logs.log_pdfs, name="log_pdfs"),
    path("items/", logs.list_items, name="items"),
    path("items/<int:item_id>/leave-open/", logs.leave_open, name="item_leave_open"),
    path("items/<int:item_id>/case/", logs.make_case, name="item_case"),
    path("decisions/<str:decision_ref>/", meetings.show_decision, name="decision"),
    path("decisions/<str:decision_ref>/take-out/", meetings.take_out, name="decision_take_out"),
    path("logs/<str:log_ref>/", logs.show_log, name="log"),
    path("logs/<str:log_ref>/write/", logs.write, name="log_write"),
    path("logs/<str:log_ref>/print/", logs.print_log, name="log_print"),
    path("logs/<str:log_ref>/pdf/", logs.log_pdf, name="log_pdf"),
    *(
        path(f"{_WHERE[KEYS[deed.of]]}{deed.name}/", view_of(deed), name=f"{KEYS[deed.of]}_{deed.name}")
        for deed in sorted(DEEDS, key=lambda one: KEYS[one.of] == "meeting")
    ),
    path("<str:ref>/", meetings.show_meeting, name="meeting"),
    path("<str:ref>/edit/", meetings.edit_meeting, name="meeting_edit"),
    path("<str:ref>/print/", meetings.print_meeting, name="meeting_print"),
    path("<str:ref>/pdf/", meetings.meeting_pdf, name="meeting_pdf"),
    path("<str:ref>/points/<int:point_id>/correct/", meetings.correct, name="meeting_correct"),
]
