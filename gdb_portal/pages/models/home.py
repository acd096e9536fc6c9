"""The start page."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.pages import BasePage


class HomePage(BasePage):
    """What the strategy is, what is open now, and what became of earlier input."""

    claim = models.CharField(
        _("Leitsatz"),
        max_length=120,
        blank=True,
        help_text=_("Die große Zeile oben auf der Startseite: ein kurzer Satz."),
    )
    sections = StreamField(
        SectionsBlock(),
        verbose_name=_("Abschnitte"),
        blank=True,
        help_text=_("Stehen unter den Übersichten. In Leichter Sprache sind sie die ganze Seite."),
    )

    search_fields = [*BasePage.search_fields, index.SearchField("sections")]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("claim")], heading=_("Oben auf der Seite")),
        FieldPanel("sections"),
    ]

    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "strategy.StrategyPage",
        "strategy.ValueCompass",
        "strategy.FieldIndex",
        "strategy.MeasureIndex",
        "strategy.ImplementationProcess",
        "pilots.PilotIndex",
        "pages.NewsIndex",
        "pages.GatheringIndex",
        "pages.NewsletterIndex",
        "pages.StandardPage",
    ]
    kind_label = _("Start")

    class Meta:
        verbose_name = _("Startseite")
        verbose_name_plural = _("Startseiten")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..home import home_overview  # noqa: PLC0415  app ready: it asks the models

        context = super().get_context(request, *args, **kwargs)
        return {**context, **home_overview(self)}
