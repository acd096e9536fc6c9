"""The settings of tests, for the processes that fault tests start and kill."""

import os

from gdb_portal.settings.test import *  # noqa: F403  settings modules build on each other
from gdb_portal.settings.test import CELERY_BEAT_SCHEDULE, INSTALLED_APPS, LOGGING

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": int(os.environ.get("FAULTS_VISIBILITY", "3600")),
    "global_keyprefix": "gdb:",
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
# Beat in a hurry: what is due every minute is due every second.
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": 1.0}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
    if name in {"send-due-mail", "send-urgent-mail", "plan-digests"}
}
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "INFO"}}
