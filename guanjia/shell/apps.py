"""Django's entry to the frame."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.shell"
    label = "shell"
