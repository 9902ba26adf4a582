"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.safekeeping"
    label = "safekeeping"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guanjia.apps.documents.terms import seen_with
        from guanjia.apps.places.terms import unit_page
        from guanjia.apps.safekeeping.panels import unit_items
        from guanjia.apps.safekeeping.terms import BATCHES, ITEMS, LOSSES, Can
        from guanjia.ui.pages import leads_to

        leads_to(ITEMS, "safekeeping:item")
        leads_to(BATCHES, "safekeeping:batch")
        leads_to(LOSSES, "safekeeping:loss")
        for series in (ITEMS, BATCHES, LOSSES):
            seen_with(series, Can.SEE)
        unit_page.fill("safekeeping", unit_items, order=60)
