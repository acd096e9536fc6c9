"""Tests: a fast password hasher, plain static files, the services of tests/services.py."""

from .base import *  # noqa: F403  settings modules build on each other
from .base import CACHES, INSTALLED_APPS, LOGGING

DEBUG = False
INSTALLED_APPS = [*INSTALLED_APPS, "gdb_portal.local"]
SECRET_KEY = "test"  # noqa: S105  not a secret
MAIL_TOKEN_KEY = "test"  # noqa: S105  not a secret
BOUNCE_ADDRESS = "bounce@example.org"
ALLOWED_HOSTS = ["localhost", "testserver", "127.0.0.1"]
# A busy machine is slow, not without its cache.
CACHES["default"]["OPTIONS"] = {"socket_timeout": 30, "socket_connect_timeout": 30}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files straight from their sources: nothing is collected for a test.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
GDB_STAFF_MFA = "optional"
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}}

# Translations are offered; whoever wants one in a test starts a service of its own.
GDB_TRANSLATOR_URL = "http://127.0.0.1:9"
