"""Digests' place in the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ..cases.rules import may_answer_for_somebody
from .views import desk as views


@hooks.register("register_admin_urls")
def digest_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", views.settings, name="settings"),
        path("laeufe/", views.runs, name="runs"),
        path("laeufe/vorschau/", views.preview, name="preview"),
        path("laeufe/<int:pk>/anhalten/", views.stop, name="stop"),
        path("<slug:slug>/haeufigkeit/", views.change_frequency, name="frequency"),
    ]
    return [path("sammelmails/", include((patterns, "digest_runs")))]


class SettingsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_answer_for_somebody(request.user)


class RunsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_see_runs(request)


@hooks.register("register_admin_menu_item")
def settings_menu_item() -> MenuItem:
    return SettingsMenuItem(
        _("Sammelmails"), reverse("digest_runs:settings"), icon_name="mail", order=225
    )


@hooks.register("register_admin_menu_item")
def runs_menu_item() -> MenuItem:
    return RunsMenuItem(
        _("Sammelmails"), reverse("digest_runs:runs"), icon_name="history", order=920
    )
