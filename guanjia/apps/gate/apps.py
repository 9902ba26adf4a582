"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.gate"
    label = "gate"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Photos of ours open with our capability; a unit's page shows its stops, slips, visitors and passes."""
        from guanjia.apps.documents.terms import PaperSource, papers_of, seen_with
        from guanjia.apps.gate.panels import on_unit_page
        from guanjia.apps.gate.queries import papers_about
        from guanjia.apps.gate.terms import PAGES, PAPERS, Can
        from guanjia.apps.places.terms import unit_page
        from guanjia.ui.pages import leads_to

        for series, name in PAGES.items():
            seen_with(series, Can.SEE)
            leads_to(series, f"gate:{name}")
        unit_page.fill("gate", on_unit_page, order=40)
        papers_of("gate", PaperSource(PAPERS, papers_about))
