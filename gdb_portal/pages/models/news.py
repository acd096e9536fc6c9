"""News: dated items about the strategy."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.pages import BasePage
from strategy.enums import DatePrecision
from strategy.models.strategy_page import SOURCES_PANEL
from strategy.partial_dates import format_partial


class NewsIndex(BasePage):
    """All news, newest first, by year."""

    template = "pages/news_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]
    max_count_per_parent = 1
    kind_label = _("Neuigkeiten")

    class Meta:
        verbose_name = _("Übersicht der Neuigkeiten")
        verbose_name_plural = _("Übersichten der Neuigkeiten")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..news_list import news_list  # noqa: PLC0415  app ready: it asks the models

        context = super().get_context(request, *args, **kwargs)
        return {**context, **news_list(request, self)}


class NewsPage(BasePage):
    """One piece of news. Its date is that of the event, not of its publication here."""

    dated_on = models.DateField(_("Datum"))
    dated_precision = models.CharField(
        _("Datum bekannt"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    about = models.ForeignKey(
        Page,
        verbose_name=_("gehört zu"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Die Maßnahme, das Pilotprojekt oder das Kapitel, um das es geht."),
    )
    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("sections"),
        index.FilterField("dated_on"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("dated_on"), FieldPanel("dated_precision")]),
        FieldPanel("about"),
        FieldPanel("sections"),
        SOURCES_PANEL,
    ]

    template = "pages/news_page.html"
    shown_with = ("about",)
    parent_page_types = ["pages.NewsIndex"]
    subpage_types: list[str] = []
    needs_source = True
    kind_label = _("Neuigkeit")

    class Meta:
        verbose_name = _("Neuigkeit")
        verbose_name_plural = _("Neuigkeiten")

    @property
    def date(self) -> str:
        return format_partial(self.dated_on, self.dated_precision)

    @property
    def card_note(self) -> str:
        return self.date
