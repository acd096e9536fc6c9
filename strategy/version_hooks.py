"""Releasing versions and the decision history in the CMS; imported by `wagtail_hooks`."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import DecisionStep
from .views import version_release


class DecisionStepViewSet(SnippetViewSet):
    model = DecisionStep
    icon = "history"
    list_display = ["title", "happened_on", "kind"]
    list_filter = ["kind"]
    panels = [
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldPanel("text"),
        MultiFieldPanel([FieldPanel("happened_on"), FieldPanel("date_words")], heading=_("Wann")),
        FieldPanel("version"),
        MultiFieldPanel(
            [
                FieldPanel("source_label"),
                FieldPanel("source_publisher"),
                FieldPanel("source_url"),
                FieldPanel("source_as_of"),
            ],
            heading=_("Woher man es weiß"),
        ),
    ]


register_snippet(DecisionStepViewSet)


@hooks.register("register_admin_urls")
def version_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", version_release.release, name="release"),
        path("<int:number>/beteiligung/", version_release.consult, name="consult"),
        path("<int:number>/beschluss/", version_release.adopt, name="adopt"),
    ]
    return [path("fassungen/", include((patterns, "versions")))]


class ReleaseMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("strategy.release_version")


@hooks.register("register_admin_menu_item")
def release_menu_item() -> MenuItem:
    return ReleaseMenuItem(
        _("Fassung freigeben"), reverse("versions:release"), icon_name="history", order=210
    )
