"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare our messages, say who sees files under our numbers, and show cases on the page of a unit."""
        from guanjia.apps.cases import notices, panels  # noqa: F401
        from guanjia.apps.cases.queries import open_refs, papers_about
        from guanjia.apps.cases.terms import CASE_SERIES, PAPERS, VISIT_SERIES, Can
        from guanjia.apps.documents.terms import PaperSource, papers_of, seen_with
        from guanjia.apps.places.terms import unit_page
        from guanjia.apps.registers.terms import open_matters
        from guanjia.ui.pages import leads_to

        leads_to(CASE_SERIES, "cases:case")
        leads_to(VISIT_SERIES, "cases:visit")
        leads_to("DR", "cases:review")
        leads_to("WL", "cases:week")
        for series in (CASE_SERIES, VISIT_SERIES):
            seen_with(series, Can.SEE)
        open_matters(open_refs)
        papers_of("cases", PaperSource(PAPERS, papers_about))
        unit_page.fill("cases", panels.unit_cases, order=20)
