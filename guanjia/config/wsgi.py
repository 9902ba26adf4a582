"""The door for a WSGI server: ``guanjia.config.wsgi:application``."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")

application = get_wsgi_application()

gc.collect()
gc.freeze()  # what has been loaded stays as long as the process: no collection needs to look at it again
