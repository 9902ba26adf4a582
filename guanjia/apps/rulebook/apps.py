"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.rulebook"
    label = "rulebook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guanjia.apps.rulebook import checks

        checks.register()
