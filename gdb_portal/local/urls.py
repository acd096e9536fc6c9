"""Addresses that exist with `make run` only: the mail catcher."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []

if getattr(settings, "GDB_BENCH", False):
    urlpatterns += [path("_bench/", include("gdb_portal.local.bench.urls"))]
