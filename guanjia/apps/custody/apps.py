"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.custody"
    label = "custody"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guanjia.apps.custody import panels, queries
        from guanjia.apps.custody.terms import COUNTS, LOANS, PAPERS, Can
        from guanjia.apps.documents.terms import PaperSource, papers_of, seen_with
        from guanjia.apps.people.terms import person_page
        from guanjia.apps.places.terms import unit_page
        from guanjia.ui.pages import leads_to

        leads_to(LOANS, "custody:loan")
        leads_to(COUNTS, "custody:count")
        seen_with(LOANS, Can.SEE)
        papers_of("custody", PaperSource(PAPERS, queries.papers_about))
        unit_page.fill("custody", panels.on_unit_page, order=40)
        person_page.fill("custody", panels.on_person_page, order=40)
