"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show people on the page of a unit, which lies a storey below and cannot ask for them."""
        from guanjia.apps.people.panels import on_unit_page
        from guanjia.apps.places.terms import unit_page

        unit_page.fill("people", on_unit_page, order=10)
