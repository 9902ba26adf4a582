"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"
