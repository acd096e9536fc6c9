"""`make run`: like production, but on this machine, with plain cookie names and a mail catcher."""

import os

from django.core.exceptions import ImproperlyConfigured

if "DATABASE_URL" not in os.environ:
    from .env import running_services

    if not running_services():
        raise ImproperlyConfigured(
            "No database: nothing runs here and DATABASE_URL is not set. Start with: make run"
        )

from .base import *  # noqa: F403  settings modules build on each other
from .base import BASE_DIR, INSTALLED_APPS
from .env import env_secret, env_str

DEBUG = False
INSTALLED_APPS = [*INSTALLED_APPS, "gdb_portal.local"]
GDB_STAFF_MFA = env_str("GDB_STAFF_MFA", "optional")
SECRET_KEY = env_secret("SECRET_KEY", "only-for-this-machine")
MAIL_TOKEN_KEY = env_secret("MAIL_TOKEN_KEY", "only-for-this-machine")
# Where the mail catcher of `make run` keeps every mail.
GDB_MAILBOX = BASE_DIR / "var" / "mail"
# Whoever tries the loop wants to read the mail now.
GDB_DIGEST_HOLD_MINUTES = 0
