"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guanjia.apps.cases.terms import case_page
        from guanjia.apps.documents.terms import seen_with
        from guanjia.apps.meetings.panels import on_case_page
        from guanjia.apps.meetings.terms import DECISION, LOG, MEETING, Can
        from guanjia.ui.pages import leads_to

        leads_to(MEETING, "meetings:meeting")
        leads_to(DECISION, "meetings:decision")
        leads_to(LOG, "meetings:log")
        for series in (MEETING, DECISION):
            seen_with(series, Can.SEE)
        seen_with(LOG, Can.SEE_LOGS)
        case_page.fill("meetings", on_case_page, order=50)
