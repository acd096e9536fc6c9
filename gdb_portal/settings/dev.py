"""Development: `make run`'s services with DEBUG on and unhashed static files."""

from .local import *  # noqa: F403  settings modules build on each other

DEBUG = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
