"""Takes the pictures of README and docs/users/: `python -m docs.screenshots`. Needs the system's Chromium.

The product runs here on a data folder that is thrown away, with its clock set to one day of 2024, on the published
record, an invented year of returns and, after the report, a small invented caseload, so that a second run makes the
same pictures. Every page says that it is a demonstration.
"""

import atexit
import os
import tempfile
from importlib import import_module
from pathlib import Path

import django

OWN_VARIABLES = ("DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "LOG_LEVEL")

for name in [name for name in os.environ if name.startswith(("VRN_", "EMAIL_")) or name in OWN_VARIABLES]:
    del os.environ[name]
data_folder = tempfile.TemporaryDirectory(prefix="vrn-pictures-", ignore_cleanup_errors=True)
atexit.register(data_folder.cleanup)
os.environ |= {
    "VRN_DATA_DIR": data_folder.name,
    "DEBUG": "off",
    "LOG_LEVEL": "ERROR",
    "DJANGO_SETTINGS_MODULE": "vrn_cases.settings",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # the browser's loop runs in this thread; no code of ours is asynchronous
}

if __name__ == "__main__":
    django.setup()  # the settings read the variables above, and what tells the story reads tables
    import_module("docs.picture_story").take_pictures(Path(__file__).parent / "images")
