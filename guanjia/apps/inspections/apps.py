"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guanjia.apps.documents.terms import PaperSource, papers_of, seen_with
        from guanjia.apps.inspections.queries import papers_about
        from guanjia.apps.inspections.terms import PAPERS, SERIES, Can
        from guanjia.ui.pages import leads_to

        leads_to(SERIES, "inspections:sheet")
        seen_with(SERIES, Can.SEE)
        papers_of("inspections", PaperSource(PAPERS, papers_about))
