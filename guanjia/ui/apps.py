"""Django's entry to the screens' components."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Config(AppConfig):
    name = "guanjia.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app register what the command palette and the search page can find (its ``palette`` module)."""
        autodiscover_modules("palette")
