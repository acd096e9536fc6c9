"""The officials' desk in the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import views
from .rules import may_answer_for_somebody


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", views.desk, name="desk"),
        path("<slug:number>/", views.edit, name="edit"),
        path("<slug:number>/entwurf/", views.save_draft, name="draft"),
        path("<slug:number>/veroeffentlichen/", views.publish, name="publish"),
        path("<slug:number>/weitergeben/", views.give_away, name="hand-over"),
    ]
    return [path("vorgaenge/", include((patterns, "desk")))]


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_answer_for_somebody(request.user)


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(_("Meine Vorgänge"), reverse("desk:desk"), icon_name="mail", order=220)
