"""Django's entry to the API: tokens, webhook endpoints and their deliveries are tables."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class Config(AppConfig):
    name = "guanjia.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A limit that cannot be understood is told when the process starts, not to the first program that calls."""
        from guanjia.api.limits import rate

        try:
            rate()
        except ValueError as error:
            raise ImproperlyConfigured(f"GUANJIA_API_RATE: {error}.") from error
