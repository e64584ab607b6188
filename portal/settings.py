"""Settings. Everything specific to a place comes from the environment; outside the demo a missing secret stops the start."""

import re
import sys
from pathlib import Path

import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# 1. What kind of place this is
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
PUBLIC_ROOT = DATA_DIR / "public"  # editions' files and the baked site: everything here may be read by anyone
FILES_ROOT = DATA_DIR / "files"  # evidence: served only through permission
# Nightly checkpoints of the trail: best on another disk, out of the database administrator's reach
CHECKPOINTS_ROOT = Path(env.str("CHECKPOINTS_DIR", default=str(DATA_DIR / "checkpoints"))).resolve()
EDITIONS_ROOT = DATA_DIR / "editions"  # approved editions, private until they are published
# Seconds added to the real time. Only the demo may live in another year.
CLOCK_SHIFT = env.int("CLOCK_SHIFT", default=0)
if CLOCK_SHIFT and not DEMO:
    raise ImproperlyConfigured("CLOCK_SHIFT is for the demo only: remove it or set DEMO=1.")

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing. Set it in the environment (50 or more random characters); `make run` makes one for the demo."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")  # for links in mail, QR codes and feeds

# 2. Parts
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "axes",
    "csp",
    "django_structlog",
    "territories",
    "reporting",
    "portal.users",
    "portal.site",
    "portal.operations",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "portal.arrival.ArrivalMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.users.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])]
            if not DEBUG
            else ["django.template.loaders.filesystem.Loader"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.context.portal",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "reporting.templatetags.official"],
        },
    }
]
FORM_RENDERER = "portal.forms.PortalFormRenderer"

# 3. Data
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE and WAL: the only pair with which parallel writers wait instead of failing (measured in LIBRARIES §6)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MAX_UPLOAD_BYTES = 20 * 1024 * 1024  # one evidence file
# Where clamd listens, tcp://host:3310 or unix:///run/clamav/clamd.ctl; empty: files are not checked, and every page says so
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="").strip()
if CLAMD_ADDRESS and not re.fullmatch(r"tcp://(\[[0-9a-fA-F:]+\]|[^:/\s]+):\d{1,5}|unix:///\S+", CLAMD_ADDRESS):
    raise ImproperlyConfigured("CLAMD_ADDRESS must be tcp://host:port or unix:///path, or empty where no scanner is set up.")
CLAMD_STREAM_BYTES = env.int("CLAMD_STREAM_BYTES", default=25 * 1024 * 1024)  # its StreamMaxLength: a larger file is not sent
CLAMD_SECONDS = env.float("CLAMD_SECONDS", default=60)  # the longest check in the worker
CLAMD_AGAIN_SECONDS = env.float("CLAMD_AGAIN_SECONDS", default=60)  # how often it is looked for files that wait for their check
CLAMD_AT_ONCE_SECONDS = env.float("CLAMD_AT_ONCE_SECONDS", default=3)  # how long an upload waits for the answer before it goes on without
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 10  # in one form
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "reporting.filing.arriving.BoundedUploadHandler",  # in place of Django's, which writes down whatever comes
]
# Pages save themselves, and text that comes too late is parked. Off only for the test that shows what would be lost.
TYPED_TEXT_PROTECTION = env.bool("TYPED_TEXT_PROTECTION", default=True)

# What checks electronic signatures (a service that speaks as NCANode 3). Without an address nothing is called a signature.
SIGNATURE_SERVICE = env.str("SIGNATURE_SERVICE", default="").rstrip("/")
SIGNATURE_VERIFIER = "reporting.filing.signing.ServiceVerifier"

# 4. People
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "portal.users.backend.SignedInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
]
LOGIN_URL = "users:sign_in"
LOGIN_REDIRECT_URL = "work"
LOGOUT_REDIRECT_URL = "users:sign_in"
SESSION_COOKIE_AGE = 8 * 3600
PASSWORD_RESET_TIMEOUT = 3600
# Lock the pair of name and address: locking a name alone would let anyone shut out an officer on the last day
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "portal.users.views.locked_out"
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "portal.users.throttle.folded_username"  # one person in any letter case
AXES_CLIENT_IP_CALLABLE = "portal.counting.client_address"  # counts proxies from the right: the left end is the visitor's to forge
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# 5. Languages and time
LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

# 6. Files of the portal's own
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEMO or DEBUG
X_ACCEL = env.bool("X_ACCEL", default=False)  # nginx hands out private files when the app says so

# 7. Mail. Without a server the notices in the portal are enough by themselves.
EMAIL_CONFIGURED = bool(env.str("EMAIL_URL", default=""))
if EMAIL_CONFIGURED:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
SUPPORT_PHONE = env.str("SUPPORT_PHONE", default="")
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default="support@portal.example" if DEMO else "")
SUPPORT_HOURS = env.str("SUPPORT_HOURS", default="")

# 8. Work in the background: the message is only the doorbell, the Job row is the duty
REDIS_URL = env.str("REDIS_URL", default="")
BROKER_DIR = DATA_DIR / "broker"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "portal.operations.folders:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "control_folder": str(BROKER_DIR / "control"),
        # The folder is looked into so often, seconds; a worker that is busy looks again after so long too, so that at the usual second
        # it would take no more than one message a second however short the work is
        "polling_interval": 0.1,
        "store_processed": False,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Almaty"
# A job whose heart has not beaten for so long is rung again
JOB_STALE_SECONDS = env.int("JOB_STALE_SECONDS", default=60)
JOB_ATTEMPTS = 4
# A letter to the planning body that is not heard of for so many days is told to the coordinators, then once a week
TRANSMISSION_ALERT_DAYS = env.int("TRANSMISSION_ALERT_DAYS", default=3)
# The pages of a site of more than so many are written by several workers, in parts of this size: about a second of one core
BAKE_PART_PAGES = env.int("BAKE_PART_PAGES", default=300)
# So long before an announced second of publication the site is made ahead; at the second only the pointer moves
STAGE_AHEAD_SECONDS = env.int("STAGE_AHEAD_SECONDS", default=600)
# How often beat and a worker show life, and after how long a silence /readyz answers 503
HEARTBEAT_SECONDS = env.float("HEARTBEAT_SECONDS", default=5.0)
HEARTBEAT_STALE_SECONDS = env.int("HEARTBEAT_STALE_SECONDS", default=60)
# Dates are data: beat only looks at the clock often enough. The verbs decide what is due.
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "operations.heartbeat", "schedule": HEARTBEAT_SECONDS, "options": {"expires": 10}},
    "sweep": {"task": "reporting.sweep", "schedule": env.float("SWEEP_SECONDS", default=30.0), "options": {"expires": 30}},
    "check-files": {"task": "filing.check_files", "schedule": CLAMD_AGAIN_SECONDS, "options": {"expires": 60}},
    "scanner-heartbeat": {"task": "operations.scanner_heartbeat", "schedule": CLAMD_AGAIN_SECONDS, "options": {"expires": 60}},
    "forget-archives": {"task": "filing.forget_archives", "schedule": crontab(minute=40), "options": {"expires": 3600}},
    "open-years": {"task": "cycle.open_due_years", "schedule": crontab(minute=5), "options": {"expires": 3600}},
    # the digest letter follows the reminders of the same morning, so that it holds them
    "reminders": {"task": "cycle.send_reminders", "schedule": crontab(minute=0, hour="9-23"), "options": {"expires": 3000}},
    "queue": {"task": "review.send_queue_digests", "schedule": crontab(minute=2, hour="9-18"), "options": {"expires": 3000}},
    "digests": {"task": "reporting.send_digests", "schedule": crontab(minute=5, hour="9-23"), "options": {"expires": 3000}},
    "nightly-summary": {"task": "consolidation.consolidate_nightly", "schedule": crontab(minute=10), "options": {"expires": 3600}},
    "summary-warning": {"task": "consolidation.warn_coordinators", "schedule": crontab(minute=20), "options": {"expires": 3600}},
    "journal": {"task": "journal.nightly", "schedule": crontab(minute=40, hour=0), "options": {"expires": 3600}},
    "cleaning": {"task": "operations.clean", "schedule": crontab(minute=50, hour=2), "options": {"expires": 3600}},
    "silence": {"task": "transmission.tell_of_silence", "schedule": crontab(minute=25, hour="9-23"), "options": {"expires": 3000}},
}
if CLOCK_SHIFT:
    # the demo's baked pages show its date; nothing is owed twice a day
    CELERY_BEAT_SCHEDULE["demo-day"] = {"task": "site.bake_day", "schedule": crontab(minute="*/5"), "options": {"expires": 240}}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat" / "schedule")
CELERY_BEAT_SCHEDULER = "portal.operations.schedule:LivingScheduler"

# 9. Safety
IN_DEMO_OR_TEST = DEMO or "pytest" in sys.modules
SECURE_COOKIES = env.bool("SECURE_COOKIES", default=not IN_DEMO_OR_TEST)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if SECURE_COOKIES:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# 10. API
# Counters of requests: one for all web processes where Redis is, else one for each process
COUNTERS = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttle"}
if REDIS_URL:
    waits = {"socket_connect_timeout": 1, "socket_timeout": 1}
    COUNTERS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "portal", "OPTIONS": waits}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}, "throttle": COUNTERS}
PUBLIC_API_RATE = env.str("PUBLIC_API_RATE", default="120/min")  # of one network address
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.users.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.api_format.BoundedJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "portal.api_format.AlwaysJSON",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_THROTTLE_CLASSES": ["portal.users.authentication.RequestsOfToken"],
    "DEFAULT_THROTTLE_RATES": {
        "token": env.str("API_RATE", default="300/min"),
        "wrong_token": env.str("API_WRONG_TOKEN_RATE", default="30/min"),
    },
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.api_format.in_problems",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Yearly reporting on the Concept: API for the own systems of bodies and of the planning body",
    "DESCRIPTION": (
        "The same verbs, checks and messages as the pages. Programs go by the code of a message; "
        "its text is for people, in the language of Accept-Language. Money is whole tenge; null is not zero."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.0.3",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ReportStatus": "reporting.models.Report.STATUSES", "ItemStatus": "reporting.models.ItemStatus",
        "StepStatus": "reporting.models.Confirmation.STATUSES", "StepName": "reporting.models.Confirmation.STEPS",
        "RowState": "reporting.filing.serializers.STATES", "QueueState": "reporting.review.api.STATES",
    },
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "portal.api_format.closed"],
}

# 11. Logs: one JSON object a line, with the request's id, also in the worker
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
        }
    },
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        **dict.fromkeys(("fontTools", "weasyprint"), {"level": "ERROR"}),
        "weasyprint.progress": {"propagate": False},  # a level is not enough: the demo's log was full of its steps
        "axes": {"level": "WARNING"},
    },
}
