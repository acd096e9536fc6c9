"""The sixteen fields of action, in four groups."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.pages import BasePage

from .field_group import FieldGroup
from .strategy_page import SOURCES_PANEL


class FieldIndex(BasePage):
    """All fields of action, group by group."""

    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [*BasePage.search_fields, index.SearchField("sections")]
    content_panels = [*BasePage.content_panels, FieldPanel("sections"), SOURCES_PANEL]

    template = "strategy/field_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["strategy.FieldOfAction"]
    max_count_per_parent = 1
    kind_label = _("Handlungsfelder")

    class Meta:
        verbose_name = _("Übersicht der Handlungsfelder")
        verbose_name_plural = _("Übersichten der Handlungsfelder")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..measure_reading import measures_per_field  # noqa: PLC0415  app ready: it asks the models

        context = super().get_context(request, *args, **kwargs)
        fields = list(
            FieldOfAction.objects.child_of(self)
            .live()
            .select_related("group")
            .defer("sections")
            .order_by("group__sort_order", "path")
        )
        counts = measures_per_field()
        for field in fields:
            field.measure_count = counts.get(field.translation_key, 0)
        context["groups"] = [
            {"group": group, "fields": list(members)}
            for group, members in groupby(fields, key=lambda field: field.group)
        ]
        return context


class FieldOfAction(BasePage):
    """A subject that cuts across departments on purpose."""

    group = models.ForeignKey(
        FieldGroup, verbose_name=_("Gruppe"), on_delete=models.PROTECT, related_name="fields"
    )
    long_title = models.CharField(
        _("Langer Name"),
        max_length=200,
        blank=True,
        help_text=_("Der ganze Name in der Strategie, wenn er länger ist als der Titel."),
    )
    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("long_title"),
        index.SearchField("sections"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("group"),
        FieldPanel("long_title"),
        FieldPanel("sections"),
        SOURCES_PANEL,
    ]

    template = "strategy/field_of_action.html"
    shown_with = ("group",)
    parent_page_types = ["strategy.FieldIndex"]
    subpage_types: list[str] = []
    needs_source = True
    kind_label = _("Handlungsfeld")

    class Meta:
        verbose_name = _("Handlungsfeld")
        verbose_name_plural = _("Handlungsfelder")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..measure_reading import read_in  # noqa: PLC0415  app ready: it asks the models
        from ..progress_rollup import roll_up  # noqa: PLC0415  app ready: it asks the models
        from .measure import Measure  # noqa: PLC0415  app ready: measures refer to fields

        context = super().get_context(request, *args, **kwargs)
        context["measures"] = read_in(Measure.objects.in_field(self), self.locale_id)
        context["rollup"] = roll_up(context["measures"])
        context["siblings"] = list(
            FieldOfAction.objects.sibling_of(self)
            .live()
            .filter(group_id=self.group_id)
            .defer("sections")
            .order_by("path")
        )
        return context
