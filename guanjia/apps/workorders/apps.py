"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.workorders"
    label = "workorders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guanjia.apps.documents.terms import seen_with
        from guanjia.apps.workorders.terms import SERIES, Can
        from guanjia.ui.pages import leads_to

        leads_to(SERIES, "workorders:order")
        seen_with(SERIES, Can.SEE)
