"""Addresses that exist on this machine only: mail catcher, component page, uploaded pictures."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from . import views
from .components import components

app_name = "local"

urlpatterns: list[URLPattern | URLResolver] = [
    path("_components/", components, name="components"),
    path("media/<path:path>", views.picture, name="picture"),
    path("postfach/", views.inbox, name="inbox"),
    path("postfach/<str:key>/", views.mail, name="mail"),
    path("postfach/<str:key>/html/", views.html, name="mail-html"),
    path("postfach/<str:key>/quelltext/", views.raw, name="mail-raw"),
]

# The bare views that `make bench` compares the portal with.
if getattr(settings, "GDB_BENCH", False):
    urlpatterns += [path("_bench/", include("gdb_portal.local.bench.urls"))]
