"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guanjia.apps.documents.terms import PaperSource, papers_of, seen_with
        from guanjia.apps.registers import about
        from guanjia.apps.registers.terms import PAPERS, SERIES, Can
        from guanjia.ui.pages import leads_to

        leads_to(SERIES, "registers:entry")
        seen_with(SERIES, Can.SEE)
        papers_of("registers", PaperSource(PAPERS, about.papers_about))
