"""Progress in the CMS: every way of publishing a measure leads to the record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Revision
from wagtail.signals import page_published

from .models import Measure
from .progress_rules import may_see_progress_desk
from .services.progress import record_publication
from .views import progress_desk


def record_published_measure(
    sender: type, instance: Any, revision: Revision | None = None, **kwargs: Any
) -> None:
    """Approval, schedule and button meet only in this signal; Wagtail's hooks know the button."""
    if isinstance(instance, Measure):
        record_publication(instance, by=revision.user if revision else None)


page_published.connect(record_published_measure, dispatch_uid="record_published_measure")


@hooks.register("register_admin_urls")
def progress_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", progress_desk.measures, name="list"),
        path("<int:pk>/", progress_desk.measure, name="measure"),
        path("<int:pk>/aendern/", progress_desk.change, name="change"),
        path("<int:pk>/bestaetigen/", progress_desk.confirm, name="confirm"),
        path("datei/", progress_desk.upload, name="import"),
        path("datei/uebernehmen/", progress_desk.apply, name="apply"),
    ]
    return [path("fortschritt/", include((patterns, "progress")))]


class ProgressMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_progress_desk(request.user)


@hooks.register("register_admin_menu_item")
def progress_menu_item() -> MenuItem:
    return ProgressMenuItem(
        _("Fortschritt"), reverse("progress:list"), icon_name=progress_desk.ICON, order=230
    )
