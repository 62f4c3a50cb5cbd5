"""The product's settings, with what tests need otherwise: an own data folder, a fast hasher, databases of their own.

Tests run in development mode whatever the shell says. Only the three addresses below are taken from it, so that the
same suite runs on SQLite and the file system or on PostgreSQL and Redis.
"""

import atexit
import os
import tempfile
from pathlib import Path

ADDRESSES = ("DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL")
OWN_VARIABLES = ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "LOG_LEVEL")

for name in [name for name in os.environ if name.startswith(("VRN_", "EMAIL_")) or name in OWN_VARIABLES]:
    del os.environ[name]
# A folder of its own for each process of the suite, there before the product's settings ask for it.
data_folder = tempfile.TemporaryDirectory(prefix="vrn-tests-", ignore_cleanup_errors=True)
atexit.register(data_folder.cleanup)
os.environ["VRN_DATA_DIR"] = data_folder.name

from vrn_cases import settings as product  # noqa: E402  the folder must be named before this is read

globals().update({name: getattr(product, name) for name in dir(product) if name.isupper()})

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = Path(data_folder.name) / "static"
STATIC_ROOT.mkdir()
DATABASES = product.DATABASES
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory: connections of several threads then meet the same locks as in the product.
    DATABASES["default"]["TEST"] = {"NAME": Path(data_folder.name) / "test.sqlite3"}
CACHES = {"default": {**product.CACHES["default"], "KEY_FUNCTION": "tests.isolation.cache_key"}}
# Processes of the suite that share one Redis must not take each other's messages.
CELERY_TASK_DEFAULT_QUEUE = f"tests-{os.getpid()}"
