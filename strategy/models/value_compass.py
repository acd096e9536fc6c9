"""The value compass and its four guiding ideas."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.pages import BasePage

from .strategy_page import SOURCES_PANEL


class ValueCompass(BasePage):
    """What all measures are judged by; its four directions are the guiding ideas below it."""

    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [*BasePage.search_fields, index.SearchField("sections")]
    content_panels = [*BasePage.content_panels, FieldPanel("sections"), SOURCES_PANEL]

    template = "strategy/value_compass.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["strategy.GuidingIdea"]
    max_count_per_parent = 1
    kind_label = _("Wertekompass")

    class Meta:
        verbose_name = _("Wertekompass")
        verbose_name_plural = _("Wertekompasse")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..compass_placement import compass_placement  # noqa: PLC0415  app ready: asks models

        context = super().get_context(request, *args, **kwargs)
        ideas = list(GuidingIdea.objects.child_of(self).live().defer("sections").order_by("path"))
        context["ideas"] = ideas
        return {**context, **compass_placement(ideas, self.locale_id)}


class GuidingIdea(BasePage):
    """One of the four values, with the questions by which it judges a measure."""

    short_title = models.CharField(
        _("Ein Wort"),
        max_length=30,
        blank=True,
        help_text=_("z. B. „nachhaltig“; steht im Kompass."),
    )
    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("short_title"),
        index.SearchField("sections"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("short_title"),
        FieldPanel("sections"),
        SOURCES_PANEL,
    ]

    template = "strategy/guiding_idea.html"
    parent_page_types = ["strategy.ValueCompass"]
    subpage_types: list[str] = []
    needs_source = True
    kind_label = _("Leitgedanke")

    class Meta:
        verbose_name = _("Leitgedanke")
        verbose_name_plural = _("Leitgedanken")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..measure_reading import read_in  # noqa: PLC0415  app ready: it asks the models
        from ..progress_rollup import roll_up  # noqa: PLC0415  app ready: it asks the models
        from .measure import Measure  # noqa: PLC0415  app ready: measures refer to guiding ideas

        context = super().get_context(request, *args, **kwargs)
        ideas = list(GuidingIdea.objects.sibling_of(self).live().defer("sections").order_by("path"))
        context["ideas"] = ideas
        # Its place in the compass is its colour there.
        context["number"] = next((n for n, idea in enumerate(ideas, 1) if idea.pk == self.pk), None)
        context["measures"] = read_in(Measure.objects.on_idea(self), self.locale_id)
        context["rollup"] = roll_up(context["measures"])
        return context
