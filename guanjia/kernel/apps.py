"""Django's entry to the kernel: the journal, its seals, the outbox, number series and saved answers are tables."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class Config(AppConfig):
    name = "guanjia.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every app is loaded now (the kernel comes last in ``INSTALLED_APPS``): put the wiring in force."""
        import_module(settings.GUANJIA_WIRING).connect()
