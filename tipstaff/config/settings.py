"""Settings for every way Tipstaff runs; what differs between machines comes from the environment.

TIPSTAFF_SECRET_KEY     required unless TIPSTAFF_DEMO=1
TIPSTAFF_DEMO           1: a demonstration with invented people, on this machine only
TIPSTAFF_VAR            where the database, uploads and logs live (default: ./var)
TIPSTAFF_HOSTS          names this server answers to, separated by commas
DATABASE_URL            PostgreSQL or SQLite; default: SQLite in TIPSTAFF_VAR
TIPSTAFF_TRAIL_KEY      key file of the trail, one for all servers of a database; default: in TIPSTAFF_VAR
TIPSTAFF_CHECKPOINTS    file that takes the daily checkpoint of the trail, best elsewhere; default: in TIPSTAFF_VAR
"""

import os
import sys
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("TIPSTAFF_VAR") or BASE_DIR / "var")
DEMO = os.environ.get("TIPSTAFF_DEMO") == "1"
TESTING = "pytest" in sys.modules

SECRET_KEY = os.environ.get("TIPSTAFF_SECRET_KEY", "")
if not SECRET_KEY and (DEMO or TESTING):
    SECRET_KEY = "for-the-demo-and-tests-only-never-in-production"  # noqa: S105
DEBUG = False
LOCAL = DEMO or TESTING
ALLOWED_HOSTS = os.environ.get("TIPSTAFF_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "django_tasks",
    "tipstaff.jobs",
    "tipstaff.audit",
    "tipstaff.accounts",
    "tipstaff.registry",
    "tipstaff.compliance",
    "tipstaff.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tipstaff.web.middleware.NoStore",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "tipstaff.web.middleware.WhereFrom",
    "tipstaff.web.middleware.AgencyTime",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "tipstaff.config.urls"
WSGI_APPLICATION = "tipstaff.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["tipstaff.accounts.backends.PasswordBackend"]
CSRF_FAILURE_VIEW = "tipstaff.web.errors.csrf_failed"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tipstaff.web.context.face",
            ],
        },
    },
]

# SQLite: WAL and IMMEDIATE make writers wait for one another instead of failing.
# FULL: an import that was confirmed on the screen survives a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
    ),
}
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'tipstaff.sqlite3'}", conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS

TRAIL_KEY = Path(os.environ.get("TIPSTAFF_TRAIL_KEY") or VAR_DIR / "keys" / "trail.pem")
TRAIL_CHECKPOINTS = Path(os.environ.get("TIPSTAFF_CHECKPOINTS") or VAR_DIR / "trail-checkpoints.jsonl")
TRAIL_KEPT_YEARS = 7  # security rule L6 asks for one at least; nothing deletes from the chain now

TASKS = {"default": {"BACKEND": "tipstaff.jobs.backend.LeasedTableBackend"}}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_THOUSAND_SEPARATOR = True
DATE_FORMAT = "M j, Y"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    # Most tests render pages without collecting static files first; the browser tests collect and use the real one.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "tipstaff.web.storage.StaticFiles"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# Other sites are told nothing, as with "no-referrer"; under that one, though, browsers send forms with "Origin: null",
# which no check of origins can accept.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
if os.environ.get("TIPSTAFF_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "tipstaff.accounts.passwords.KnownWords"},
]

# A registry import by web: 200 MB as sent (security rule F1).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
IMPORT_MAX_BYTES = 200_000_000
IMPORT_MAX_UNPACKED_BYTES = 2_000_000_000
