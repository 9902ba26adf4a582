"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guanjia.apps.cases.terms import case_offers
        from guanjia.apps.documents.terms import PaperSource, papers_of, seen_with
        from guanjia.apps.inspections.terms import finding_offers
        from guanjia.apps.letters import offers, queries
        from guanjia.apps.letters.terms import CONFIDENTIAL_FILES, PAPERS, SERIES, Can
        from guanjia.apps.workorders.terms import order_offers
        from guanjia.ui.pages import leads_to

        for kind, series in SERIES.items():
            seen_with(series, Can.SEE)
            leads_to(series, f"letters:{kind.value}")
        for series in CONFIDENTIAL_FILES.values():
            seen_with(series, Can.SEE_CONFIDENTIAL)
        case_offers.fill("rectify", offers.of_matter)
        order_offers.fill("rectify", offers.of_matter)
        finding_offers.fill("rectify", offers.of_finding)
        papers_of("letters", PaperSource(PAPERS, queries.papers_about))
