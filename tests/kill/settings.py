"""The settings of the product, with one more reaction wired and webhooks allowed to this machine."""

from guanjia.config.settings import *  # noqa: F403

GUANJIA_WIRING = "tests.kill.wiring"
GUANJIA_WEBHOOKS_PRIVATE = True
GUANJIA_API_RATE = "100000/m"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
