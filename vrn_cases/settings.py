"""Every setting of the service, from the environment; see `.env.example` for the list.

Without any variable the service runs in development mode on SQLite. `VRN_MODE=production` turns on
everything that a public body's service needs and refuses to start when something is missing.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODES = ("development", "production")
MODE = env.str("VRN_MODE", default="development")
if MODE not in MODES:
    raise ImproperlyConfigured(f"VRN_MODE is {MODE!r}; it must be one of {', '.join(MODES)}.")
PRODUCTION = MODE == "production"


def secret(name: str, development: str) -> str:
    """A value that production must set and that development may leave out."""
    value = env.str(name, default="")
    if value:
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(f"{name} must be set when VRN_MODE=production; see .env.example.")
    return development


def key_list(name: str, development: str) -> dict[str, str]:
    """`id:value,id:value`, the first of which writes; the others still read what they once wrote."""
    pairs = [pair.strip() for pair in secret(name, development).split(",") if pair.strip()]
    keys = dict(pair.split(":", 1) for pair in pairs if ":" in pair)
    if not keys or len(keys) != len(pairs):
        raise ImproperlyConfigured(f"{name} must be a list of id:value pairs with distinct ids, separated by commas.")
    return keys


DATA_DIR = Path(env.str("VRN_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
FILES_DIR = DATA_DIR / "files"
AUDIT_HEAD_FILE = DATA_DIR / "audit-head.jsonl"
BROKER_DIR = DATA_DIR / "broker"
for folder in (FILES_DIR, BROKER_DIR / "messages", BROKER_DIR / "processed", BROKER_DIR / "control"):
    folder.mkdir(parents=True, exist_ok=True)

SECRET_KEY = secret("SECRET_KEY", "development-only-and-refused-in-production-" + "x" * 24)
AUDIT_KEYS = key_list("VRN_AUDIT_KEYS", "dev1:development-audit-key-refused-in-production")
FIELD_KEYS = key_list("VRN_FIELD_KEYS", "dev1:ZGV2ZWxvcG1lbnQtb25seS1maWVsZC1rZXktMzJiISE=")
DEBUG = env.bool("DEBUG", default=not PRODUCTION)
DEMONSTRATION = env.bool("VRN_DEMONSTRATION", default=not PRODUCTION)
SECOND_FACTOR_REQUIRED = env.bool("VRN_SECOND_FACTOR_REQUIRED", default=PRODUCTION)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
SITE_URL = env.str("VRN_SITE_URL", default="" if PRODUCTION else f"http://127.0.0.1:{env.str('PORT', default='8000')}")
CONTACT_EMAIL = env.str("VRN_CONTACT_EMAIL", default="" if PRODUCTION else "vrn-support@example.invalid")
if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off when VRN_MODE=production.")
    if DEMONSTRATION:
        raise ImproperlyConfigured("VRN_DEMONSTRATION is refused when VRN_MODE=production: it fills in invented data.")
    if not SECOND_FACTOR_REQUIRED:
        raise ImproperlyConfigured("VRN_SECOND_FACTOR_REQUIRED=off is refused when VRN_MODE=production.")
    for name, value in (
        ("ALLOWED_HOSTS", ALLOWED_HOSTS),
        ("VRN_SITE_URL", SITE_URL),
        ("VRN_CONTACT_EMAIL", CONTACT_EMAIL),
    ):
        if not value:
            raise ImproperlyConfigured(f"{name} must be set when VRN_MODE=production; see .env.example.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "django_filters",
    "django_htmx",
    "template_partials",
    "csp",
    "vrn_cases",
    "interventions",
    "monitoring",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "vrn_cases.pages.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vrn_cases.audit.middleware.RequestId",
    "vrn_cases.access.session.QuietSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vrn_cases.forms.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "vrn_cases.sign_in.middleware.LockedSessions",
    "vrn_cases.sign_in.middleware.SharedComputers",
    "vrn_cases.access.second_factor.RequireSecondFactor",
    "vrn_cases.pages.middleware.HiddenNames",
    "django_htmx.middleware.HtmxMiddleware",
    "vrn_cases.forms.middleware.RepeatedSubmissions",
]
ROOT_URLCONF = "vrn_cases.urls"
WSGI_APPLICATION = "vrn_cases.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vrn_cases.pages.context.every_page",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("gov",)
CRISPY_TEMPLATE_PACK = "gov"

DATABASE_URL = env.str("DATABASE_URL", default="")
if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
elif PRODUCTION and not env.bool("VRN_SQLITE_IN_PRODUCTION", default=False):
    raise ImproperlyConfigured(
        "DATABASE_URL must be set when VRN_MODE=production, or VRN_SQLITE_IN_PRODUCTION=on for one small machine."
    )
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "db.sqlite3"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads first and writes later would otherwise fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.int("VRN_DATABASE_POOL", default=8)}}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The lockout counts attempts in the cache, so every process must share it.
REDIS_URL = env.str("REDIS_URL", default="")
IN_REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
IN_DATABASE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
# without room, lockout counters would be dropped for pictures of charts
CACHES = {"default": IN_REDIS if REDIS_URL else {**IN_DATABASE, "OPTIONS": {"MAX_ENTRIES": 20_000}}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE, FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20, 2 * 2**20

AUTH_USER_MODEL = "vrn_cases.User"
AUTHENTICATION_BACKENDS = ["vrn_cases.notices.sign_in.WithUnreadMessages"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "vrn_cases.sign_in.adapters.AccountAdapter"
MFA_ADAPTER = "vrn_cases.sign_in.adapters.SecondFactorAdapter"
ACCOUNT_FORMS = {
    "login": "vrn_cases.sign_in.forms.SignInForm",
    "reset_password": "vrn_cases.sign_in.forms.AskForLinkForm",
    "reset_password_from_key": "vrn_cases.sign_in.forms.ChoosePasswordForm",
    "change_password": "vrn_cases.sign_in.forms.ChangePasswordForm",
    "reauthenticate": "vrn_cases.sign_in.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "vrn_cases.sign_in.forms.SecondStepForm",
    "reauthenticate": "vrn_cases.sign_in.forms.SecondStepAgainForm",
    "add_webauthn": "vrn_cases.sign_in.forms.AddKeyForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,30/15m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Violence Reduction Network"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False

BEHIND_PROXY = env.bool("VRN_BEHIND_PROXY", default=False)
# Behind a proxy every request comes from its address: the lockout by address must count the one it passes on.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)

SESSION_ENGINE, SESSION_COOKIE_AGE = "vrn_cases.access.session_store", 30 * 60  # seconds, idle
SESSION_EXPIRE_AT_BROWSER_CLOSE = CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of the one-time-code set-up is a data URI
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

SENT_BY = "smtp" if PRODUCTION else "filebased"
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default=f"django.core.mail.backends.{SENT_BY}.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_TIMEOUT = 10
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=CONTACT_EMAIL)

# A request that asks for a job must not wait for a queue that is away: the sweep sends the message again.
REDIS_BROKER_OPTIONS: dict[str, object] = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 3}
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_BROKER_OPTIONS
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 540, 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the worker writes the same lines as the web server, without personal data
CELERY_TIMEZONE = TIME_ZONE
CELERY_DB_REUSE_MAX = 100
JOB_LEASE = timedelta(seconds=env.int("VRN_JOB_LEASE_SECONDS", default=60))
JOB_ATTEMPTS = 3

SMALL_NUMBER_THRESHOLD = env.int("VRN_SMALL_NUMBER_THRESHOLD", default=5)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "vrn_cases.pages.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO" if PRODUCTION else "WARNING")},
    "loggers": {"django": {"handlers": []}},  # its own would write a fault's words, which may be what somebody typed
}
