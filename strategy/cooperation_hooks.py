"""Cooperation in the CMS: its desk, and what waits there; imported by `wagtail_hooks`."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gdb_portal.core.admin_waiting import HOOK, Waiting

from .cooperation_rules import administrations_of, may_see_cooperation_desk
from .models import CooperationRequest
from .views import cooperation_desk


@hooks.register("register_admin_urls")
def cooperation_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", cooperation_desk.desk, name="desk"),
        path("<int:pk>/antworten/", cooperation_desk.answer, name="answer"),
        path("<int:pk>/zurueckziehen/", cooperation_desk.withdraw, name="withdraw"),
    ]
    return [path("zusammenarbeit/", include((patterns, "cooperation")))]


class CooperationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_cooperation_desk(request.user)


@hooks.register("register_admin_menu_item")
def cooperation_menu_item() -> MenuItem:
    return CooperationMenuItem(
        gettext_lazy("Zusammenarbeit"),
        reverse("cooperation:desk"),
        icon_name=cooperation_desk.ICON,
        order=235,
    )


@hooks.register(HOOK)
def cooperation_waiting(request: HttpRequest) -> list[Waiting]:
    mine = administrations_of(request.user)
    if not mine:
        return []
    return [
        Waiting(
            label=_("Anfragen zur Zusammenarbeit"),
            count=CooperationRequest.objects.open().to(mine).count(),
            url=reverse("cooperation:desk"),
            icon=cooperation_desk.ICON,
            order=40,
        )
    ]
