"""The evaluation desk's place in the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import views
from .rules import may_evaluate_something


@hooks.register("register_admin_urls")
def evaluation_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", views.topics, name="topics"),
        path("themen/<int:pk>/", views.theme, name="theme"),
        path("themen/<int:pk>/veroeffentlichen/", views.theme_publish, name="theme-publish"),
        path("themen/<int:pk>/zuruecknehmen/", views.theme_take_back, name="theme-take-back"),
        path("themen/<int:pk>/zusammenfuehren/", views.theme_merge, name="theme-merge"),
        path("quellen/<int:pk>/zitat/", views.theme_quote, name="quote"),
        path("quellen/<int:pk>/wegnehmen/", views.theme_source_remove, name="source-remove"),
        path("beitraege/<slug:slug>/", views.contributions, name="contributions"),
        path("beitraege/<slug:slug>/sortieren/", views.sort, name="sort"),
        path("beitraege/<slug:slug>/thema/", views.theme_create, name="theme-create"),
        path("beitraege/<slug:slug>/tabelle.csv", views.table_csv, name="table-csv"),
        path("beitraege/<slug:slug>/tabelle.xlsx", views.table_xlsx, name="table-xlsx"),
    ]
    return [path("auswertung/", include((patterns, "evaluation")))]


class EvaluationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_evaluate_something(request.user)


@hooks.register("register_admin_menu_item")
def evaluation_menu_item() -> MenuItem:
    return EvaluationMenuItem(
        _("Auswertung"), reverse("evaluation:topics"), icon_name="list-ul", order=215
    )
