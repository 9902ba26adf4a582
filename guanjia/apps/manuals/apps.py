"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.manuals"
    label = "manuals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where the numbers of readings lead."""
        from guanjia.apps.manuals.terms import READING_SERIES
        from guanjia.ui.pages import leads_to

        leads_to(READING_SERIES, "manuals:reading")
