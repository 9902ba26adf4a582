"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare our messages, say who sees files under our numbers, and show cases on the page of a unit."""
        from guanjia.apps.cases import notices, panels  # noqa: F401
        from guanjia.apps.cases.queries import open_refs
        from guanjia.apps.cases.terms import Can
        from guanjia.apps.documents.terms import seen_with
        from guanjia.apps.places.terms import unit_page
        from guanjia.apps.registers.terms import open_matters

        for series in ("CS", "RV"):
            seen_with(series, Can.SEE)
        open_matters(open_refs)
        unit_page.fill("cases", panels.unit_cases, order=20)
