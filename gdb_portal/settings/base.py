"""Settings that every way of running the portal shares.

Accounts are in `persons`, Wagtail in `cms`, workers and jobs in `jobs`.
"""

from django.conf import locale
from django.utils.translation import gettext_lazy as _

from .cms import *  # noqa: F403  settings modules build on each other
from .env import BASE_DIR, database, email, env_bool, env_list, env_secret, env_str
from .jobs import *  # noqa: F403  settings modules build on each other
from .persons import *  # noqa: F403  settings modules build on each other

# -- Applications -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "participation",
    "participation.opinion",
    "participation.pairwise",
    "participation.evaluation",
    "participation.moderation",
    "participation.cases",
    "participation.digests",
    "participation.reach",
    "participation.demographics",
    "pilots",
    "strategy",
    "gdb_portal.pages",
    "gdb_portal.accounts",
    "gdb_portal.mail",
    "gdb_portal.core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "gdb_portal.core.limits.ForgetAddressMiddleware",
    # Outside everything else: a hit is the whole stored answer and passes nothing below.
    "gdb_portal.core.page_cache.PublicPageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gdb_portal.core.security.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gdb_portal.accounts.middleware.PersonMiddleware",
    "gdb_portal.accounts.middleware.ClosedUnlessOpenedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gdb_portal.accounts.middleware.AccountLimitsMiddleware",
    "gdb_portal.accounts.middleware.StaffGateMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "gdb_portal.urls"
WSGI_APPLICATION = "gdb_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "gdb_portal.core.context_processors.portal",
                "gdb_portal.core.context_processors.session_of_person",
            ],
        },
    },
]

# -- Database, cache ----------------------------------------------------------------------------

DATABASES = {"default": database(env_secret("DATABASE_URL", "postgresql://portal@/portal"))}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {
        "connect_timeout": 5,
        "options": "-c statement_timeout=30000 -c lock_timeout=10000"
        " -c idle_in_transaction_session_timeout=60000",
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env_secret("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "gdb_portal.core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        "KEY_PREFIX": "gdb",
    }
}

# -- Languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("de", _("Deutsch")),
    ("en", _("English")),
    ("de-simple", _("Leichte Sprache")),
]
# Django falls back to "Deutsch" for every de-… it does not know.
locale.LANG_INFO["de-simple"] = {
    "bidi": False,
    "code": "de-simple",
    "name": "Easy German",
    "name_local": "Leichte Sprache",
}
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "gdb_portal.core.formats"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True
WAGTAIL_I18N_ENABLED = True

# -- Mail ---------------------------------------------------------------------------------------

globals().update(email(env_secret("EMAIL_URL", "smtp://localhost:2525")))
EMAIL_TIMEOUT = 20
# The quotes matter: an unquoted colon begins a group of addresses (RFC 5322 § 3.4).
DEFAULT_FROM_EMAIL = env_str(
    "DEFAULT_FROM_EMAIL", '"Gemeinsam Digital: Berlin" <portal@example.org>'
)
# Where undeliverable mail comes back to, as name@domain; the server must accept name+anything@ and
# pipe it into `manage.py take_bounce`. Empty: nobody reads what comes back.
BOUNCE_ADDRESS = env_str("BOUNCE_ADDRESS", "")
# Unsubscribe links must outlive every rotation of SECRET_KEY.
MAIL_TOKEN_KEY = env_secret("MAIL_TOKEN_KEY", "")

# -- Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "var" / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gdb_portal.core.storage.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# -- Security -----------------------------------------------------------------------------------

SECRET_KEY = env_secret("SECRET_KEY", "")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
BASE_URL = WAGTAILADMIN_BASE_URL = env_str("BASE_URL", "http://localhost:8000")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "gdb_portal.core.views.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "media-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# -- Ours ---------------------------------------------------------------------------------------

# A demonstration says so on every page and asks search engines to stay away.
GDB_DEMONSTRATION = env_bool("GDB_DEMONSTRATION", default=True)
# Public pages: how long an entry may live even if nothing invalidates it, in seconds.
GDB_PAGE_CACHE_SECONDS = 600
# A citizen may change the wording of a contribution for this long, in minutes.
GDB_COMMENT_EDIT_MINUTES = 15
# A topic that promised no day owes its outcome this many days after its last open phase.
GDB_OUTCOME_DAYS = 28
# Staff can stop a run of digests for so long before it goes out.
GDB_DIGEST_HOLD_MINUTES = 10
# Publishers can stop an issue of the newsletter for so long before it goes out.
GDB_NEWSLETTER_HOLD_MINUTES = 15
# An opinion map is made again after so many minutes at the earliest, if enough people voted.
GDB_OPINION_MINUTES = 30
# A comment may wait for approval for so many working days.
GDB_MODERATION_WORKING_DAYS = 2
# Moderation that stays overdue for so many working days more is told to the administrators.
GDB_MODERATION_ESCALATION_WORKING_DAYS = 2
# Something waits, and no moderator was here for so many working days: the moderators are told.
GDB_MODERATORS_AWAY_WORKING_DAYS = 3
# A service with LibreTranslate's protocol, run by whoever runs the portal; empty: no translations.
GDB_TRANSLATOR_URL = env_str("GDB_TRANSLATOR_URL", "")
GDB_TRANSLATOR_KEY = env_secret("GDB_TRANSLATOR_KEY", "")
# An answer is due after this many working days unless the topic says otherwise.
GDB_ANSWER_WORKING_DAYS = 20
# Measures under way of which nobody said anything for so many days are shown as out of date.
GDB_MEASURE_STALE_DAYS = 180
# Which administration hears of answers that are overdue for three weeks: the Senate Chancellery.
GDB_ESCALATION_SLUG = "skzl"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django_tasks": {"level": "WARNING"},
    },
}
