"""Persons' place in the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .rules import may_manage_persons
from .views import person


@hooks.register("register_admin_urls")
def person_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", person.person_list, name="list"),
        path("<int:pk>/", person.person_detail, name="detail"),
        path("<int:pk>/rolle/", person.role_change, name="role"),
        path("<int:pk>/zugang/", person.access_change, name="access"),
    ]
    return [path("personen/", include((patterns, "persons")))]


class PersonsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage_persons(request.user)


@hooks.register("register_admin_menu_item")
def persons_menu_item() -> MenuItem:
    return PersonsMenuItem(_("Personen"), reverse("persons:list"), icon_name="user", order=800)
