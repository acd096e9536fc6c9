"""Reports for editors: what is stale, what is not translated, what names no source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page, get_page_content_types
from wagtail.permissions import page_permission_policy

from gdb_portal.core.spreadsheets import harmless

from ..editorial import pages_without_source, stale_pages, with_translation
from ..enums import TranslationState

TRANSLATIONS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def _edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _type(page: Page) -> str:
    return str(page.cached_content_type.model_class()._meta.verbose_name)


def _state(page: Page) -> str:
    return str(TranslationState(page.translation_state).label)


Cell = Callable[[Page], Any]
# What every file has.
CELLS: dict[str, Cell] = {
    "title": lambda page: page.title,
    "type": _type,
    "language": lambda page: page.locale.language_code,
    "url": lambda page: page.full_url,
}
HEADINGS = {
    "title": _("Seite"),
    "type": _("Art"),
    "language": _("Sprache"),
    "url": _("Adresse"),
    "checked_on": _("Stand vom"),
    "translation": _("Übersetzung"),
    "translated_at": _("übersetzt"),
    "last_published_at": _("deutsche Seite geändert"),
}
TITLE = TitleColumn("title", label=_("Seite"), get_url=_edit_url)
TYPE = Column("type", label=_("Art"), accessor=_type)
LANGUAGE = Column("locale", label=_("Sprache"), accessor="locale.get_display_name")


class ContentReport(ReportView):
    """A list of pages that one may work on, with filters and as a file."""

    header_icon = "doc-empty"
    permission_policy = page_permission_policy
    any_permission_required = {"add", "change", "publish"}
    is_searchable = False
    export_headings = HEADINGS
    cells: dict[str, Cell] = {}

    def get_base_queryset(self) -> QuerySet:
        return self.rows().select_related("content_type", "locale")

    def to_row_dict(self, item: Page) -> dict[str, Any]:
        return {name: harmless(read(item)) for name, read in self.cells.items()}

    @property
    def list_export(self) -> list[str]:
        return list(self.cells)

    def get_filename(self) -> str:
        return f"{self.index_url_name.partition(':')[2]}-{timezone.localdate():%Y-%m-%d}"


class PageFilter(WagtailFilterSet):
    locale = django_filters.ModelChoiceFilter(label=_("Sprache"), queryset=Locale.objects.all())
    content_type = ContentTypeFilter(
        label=_("Art"), queryset=lambda request: get_page_content_types(False)
    )

    class Meta:
        model = Page
        fields = ["locale", "content_type"]


class StaleReport(ContentReport):
    page_title = _("Lange nicht aktualisiert")
    header_icon = "time"
    index_url_name = "content_reports:stale"
    index_results_url_name = "content_reports:stale_results"
    filterset_class = PageFilter
    columns = [TITLE, TYPE, LANGUAGE, DateColumn("checked_on", label=_("Stand vom"))]
    cells = {**CELLS, "checked_on": lambda page: page.checked_on}

    def rows(self) -> QuerySet:
        return stale_pages(timezone.localdate())


class SourceReport(ContentReport):
    page_title = _("Ohne Quelle")
    header_icon = "link"
    index_url_name = "content_reports:sources"
    index_results_url_name = "content_reports:sources_results"
    filterset_class = PageFilter
    columns = [TITLE, TYPE, LANGUAGE]
    cells = CELLS

    def rows(self) -> QuerySet:
        return pages_without_source()


class TranslationFilter(WagtailFilterSet):
    sprache = django_filters.ChoiceFilter(
        label=_("Übersetzung in"),
        choices=[entry for entry in settings.LANGUAGES if entry[0] in TRANSLATIONS],
        empty_label=None,
        method="of_language",
    )
    stand = django_filters.ChoiceFilter(
        label=_("Stand"), choices=TranslationState.choices, field_name="translation_state"
    )
    content_type = PageFilter.declared_filters["content_type"]

    class Meta:
        model = Page
        fields = ["sprache", "stand", "content_type"]

    def of_language(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The rows were asked for in this language already."""
        return rows


class TranslationReport(ContentReport):
    page_title = _("Übersetzungen")
    header_icon = "globe"
    index_url_name = "content_reports:translations"
    index_results_url_name = "content_reports:translations_results"
    filterset_class = TranslationFilter
    columns = [
        TITLE,
        TYPE,
        Column("translation", label=_("Übersetzung"), accessor=_state),
        DateColumn("translated_at", label=_("übersetzt")),
        DateColumn("last_published_at", label=_("deutsche Seite geändert")),
    ]
    cells = {
        **CELLS,
        "translation": _state,
        "translated_at": lambda page: page.translated_at,
        "last_published_at": lambda page: page.last_published_at,
    }

    @property
    def language(self) -> str:
        asked = self.request.GET.get("sprache", "")
        return asked if asked in TRANSLATIONS else TRANSLATIONS[0]

    def rows(self) -> QuerySet:
        return with_translation(self.language)

    def get_page_subtitle(self) -> Any:
        return dict(settings.LANGUAGES)[self.language]
