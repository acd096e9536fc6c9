"""Content checks and reports in the CMS; imported by `wagtail_hooks`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page

from gdb_portal.core.admin_waiting import HOOK, Waiting

from .editorial import pages_without_source, stale_pages, with_translation
from .enums import TranslationState
from .page_checks import errors_of
from .views import checks, reports

CONTENT_REPORTS: list[tuple[str, str, type[reports.ContentReport]]] = [
    ("veraltet", "stale", reports.StaleReport),
    ("uebersetzungen", "translations", reports.TranslationReport),
    ("ohne-quelle", "sources", reports.SourceReport),
]


@hooks.register("before_publish_page", order=-1)
def publish_only_what_the_law_allows(request: HttpRequest, page: Page) -> HttpResponse | None:
    errors = errors_of(page.get_latest_revision_as_object())
    if not errors:
        return None
    for error in errors:
        where = f" ({error.place})" if error.place else ""
        messages.error(request, f"{error.rule.label}{where}: {error.remedy}")
    messages.error(request, _("Nicht veröffentlicht. Ihr Text ist als Entwurf gespeichert."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page")
def say_what_keeps_from_publishing(request: HttpRequest, page: Page) -> None:
    """Told when the editor opens, since the button to approve is missing without a word."""
    if request.method != "GET" or request.GET or "json" in request.headers.get("Accept", ""):
        return
    count = len(errors_of(page.get_latest_revision_as_object()))
    if count:
        messages.warning(
            request,
            ngettext(
                "%(count)s Fehler verhindert die Veröffentlichung. "
                "Was zu tun ist, steht rechts hinter der Brille („Prüfungen“).",
                "%(count)s Fehler verhindern die Veröffentlichung. "
                "Was zu tun ist, steht rechts hinter der Brille („Prüfungen“).",
                count,
            )
            % {"count": count},
        )


class PageCheckerItem(ContentCheckerItem):
    """Wagtail's checks of the preview; header and footer are not the editor's."""

    axe_include = ["main"]


@hooks.register("construct_wagtail_userbar")
def check_what_editors_wrote(request: HttpRequest, items: list[Any], page: Any) -> None:
    items[:] = [
        PageCheckerItem(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]


@hooks.register("insert_editor_js")
def look_again_after_saving() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/checks.js"))


@hooks.register("register_admin_urls")
def check_urls() -> list[URLPattern | URLResolver]:
    patterns = [path("<int:pk>/", checks.page_checks, name="page")]
    return [path("pruefung/", include((patterns, "checks")))]


@hooks.register("register_admin_urls")
def content_report_urls() -> list[URLPattern | URLResolver]:
    patterns = []
    for address, name, view in CONTENT_REPORTS:
        patterns += [
            path(f"{address}/", view.as_view(), name=name),
            path(f"{address}/ergebnisse/", view.as_view(results_only=True), name=f"{name}_results"),
        ]
    return [path("berichte/", include((patterns, "content_reports")))]


class ContentReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


def _content_report(view: type[reports.ContentReport], order: int) -> Callable[[], MenuItem]:
    return lambda: ContentReportMenuItem(
        view.page_title, reverse(view.index_url_name), icon_name=view.header_icon, order=order
    )


for number, (_address, _name, view) in enumerate(CONTENT_REPORTS):
    hooks.register("register_reports_menu_item", _content_report(view, 100 + number))


@hooks.register(HOOK)
def content_to_look_at(request: HttpRequest) -> list[Waiting]:
    """What grew old while nobody looked; the reports name it."""
    if not user_has_any_page_permission(request.user):
        return []
    found = [
        (_("Seiten lange nicht aktualisiert"), "stale", stale_pages(timezone.localdate())),
        (_("Seiten ohne Quelle"), "sources", pages_without_source()),
    ]
    items = [
        Waiting(label, rows.count(), reverse(f"content_reports:{name}"), icon="time", order=70)
        for label, name, rows in found
    ]
    for language in reports.TRANSLATIONS:
        rows = with_translation(language).filter(translation_state=TranslationState.OLDER)
        items.append(
            Waiting(
                _("veraltete Übersetzungen (%(language)s)")
                % {"language": dict(settings.LANGUAGES)[language]},
                rows.count(),
                reverse("content_reports:translations")
                + f"?sprache={language}&stand={TranslationState.OLDER}",
                icon="globe",
                order=75,
            )
        )
    return items
