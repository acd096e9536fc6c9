"""The strategy itself: one page, its chapters, their sections."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.pages import BasePage

from .version import StrategyVersion

SOURCES_PANEL = InlinePanel(
    "sources",
    heading=_("Quellen"),
    label=_("Quelle"),
    help_text=_("Jede Aussage über Stand, Geld oder Zeit braucht eine Quelle mit Datum."),
)


class StrategyPage(BasePage):
    """The strategy in force, read chapter by chapter."""

    adopted_on = models.DateField(_("beschlossen am"), null=True, blank=True)
    adopted_by = models.CharField(_("beschlossen von"), max_length=120, blank=True)
    original_url = models.URLField(_("Wortlaut (Original)"), max_length=500, blank=True)
    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [*BasePage.search_fields, index.SearchField("sections")]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("adopted_on"), FieldPanel("adopted_by"), FieldPanel("original_url")],
            heading=_("Beschluss"),
        ),
        FieldPanel("sections"),
        SOURCES_PANEL,
    ]

    template = "strategy/strategy_page.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["strategy.Chapter"]
    max_count_per_parent = 1
    needs_source = True
    kind_label = _("Strategie")

    class Meta:
        verbose_name = _("Strategie")
        verbose_name_plural = _("Strategien")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["chapters"] = list(
            Chapter.objects.child_of(self).live().defer("sections").order_by("path")
        )
        context["version"] = StrategyVersion.objects.in_force().first()
        return context


class Chapter(BasePage):
    """A chapter. Readers meet it as a question; people comment on its sections."""

    question = models.CharField(
        _("Frage"),
        max_length=160,
        blank=True,
        help_text=_(
            "Welche Frage beantwortet das Kapitel? Sie steht als Überschrift auf der Seite."
        ),
    )
    sections = StreamField(
        SectionsBlock(),
        verbose_name=_("Abschnitte"),
        blank=True,
        help_text=_("Jeder Abschnitt hat eine eigene Adresse und kann einzeln kommentiert werden."),
    )

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("question", boost=2),
        index.SearchField("sections"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("question"),
        FieldPanel("sections"),
        SOURCES_PANEL,
    ]

    template = "strategy/chapter.html"
    parent_page_types = ["strategy.StrategyPage"]
    subpage_types: list[str] = []
    needs_source = True
    kind_label = _("Kapitel der Strategie")

    class Meta:
        verbose_name = _("Kapitel")
        verbose_name_plural = _("Kapitel")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        chapters = list(Chapter.objects.sibling_of(self).live().defer("sections").order_by("path"))
        position = next((i for i, chapter in enumerate(chapters) if chapter.pk == self.pk), None)
        context["chapters"] = chapters
        if position is not None:
            context["number"] = position + 1
            context["previous_chapter"] = chapters[position - 1] if position else None
            context["next_chapter"] = (
                chapters[position + 1] if position + 1 < len(chapters) else None
            )
        return context
