"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.manuals"
    label = "manuals"
    default_auto_field = "django.db.models.BigAutoField"
