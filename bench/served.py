"""What the web server of J6 serves: the service, with the floor's page beside its own."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrn_cases.settings")

from django.conf import settings

from vrn_cases.wsgi import application

settings.ROOT_URLCONF = "bench.signed_in"

__all__ = ["application"]
