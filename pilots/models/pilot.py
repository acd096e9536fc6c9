"""Pilots: measures that are tried in one place before others take them up."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.orderable import Orderable
from gdb_portal.core.pages import BasePage
from strategy.enums import DatePrecision
from strategy.models.measure import Measure
from strategy.models.measure_queryset import MeasureManager
from strategy.models.strategy_page import SOURCES_PANEL
from strategy.partial_dates import format_partial

from ..blocks import MicrositeBlock
from ..pictures import load_renditions


class PilotIndex(BasePage):
    """All pilots, on a schematic map and as the same list."""

    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [*BasePage.search_fields, index.SearchField("sections")]
    content_panels = [*BasePage.content_panels, FieldPanel("sections"), SOURCES_PANEL]

    template = "pilots/pilot_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pilots.Pilot"]
    max_count_per_parent = 1
    kind_label = _("Pilotprojekte")

    class Meta:
        verbose_name = _("Übersicht der Pilotprojekte")
        verbose_name_plural = _("Übersichten der Pilotprojekte")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..pilot_list import pilot_list  # noqa: PLC0415  app ready: it asks the models

        context = super().get_context(request, *args, **kwargs)
        return {**context, **pilot_list(request, self)}


class Pilot(Measure):
    """A measure with a place, milestones, updates and findings."""

    place = models.CharField(
        _("Ort"), max_length=160, blank=True, help_text=_("z. B. „Hardenbergplatz, Bahnhof Zoo“.")
    )
    latitude = models.DecimalField(
        _("Breite"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("Länge"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    place_is_approximate = models.BooleanField(_("Lage nur ungefähr bekannt"), default=False)

    parts = StreamField(
        MicrositeBlock(),
        verbose_name=_("Bausteine"),
        blank=True,
        help_text=_("Bilder, Dokumente, Team, Fragen und Kontakt; sie stehen unter dem Text."),
    )

    objects = MeasureManager()

    content_panels = [
        *Measure.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("place_is_approximate"),
            ],
            heading=_("Ort"),
        ),
        InlinePanel("updates", heading=_("Zwischenstände"), label=_("Zwischenstand")),
        InlinePanel("findings", heading=_("Erkenntnisse"), label=_("Erkenntnis")),
        FieldPanel("parts"),
    ]
    search_fields = [
        *Measure.search_fields,
        index.SearchField("place"),
        index.SearchField("parts"),
        index.RelatedFields("updates", [index.SearchField("title"), index.SearchField("text")]),
        index.RelatedFields("findings", [index.SearchField("title"), index.SearchField("text")]),
    ]

    template = "pilots/pilot.html"
    parent_page_types = ["pilots.PilotIndex"]
    subpage_types: list[str] = []
    kind_label = _("Pilotprojekt")

    class Meta:
        verbose_name = _("Pilotprojekt")
        verbose_name_plural = _("Pilotprojekte")

    @property
    def kicker(self) -> str:
        return str(self.kind_label)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        load_renditions(self.parts)
        context = super().get_context(request, *args, **kwargs)
        context["updates"] = list(self.updates.all())
        context["findings"] = list(self.findings.all())
        context["contents"] = self._contents(context)
        return context

    def _contents(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        """What stands on the page, in its order, as links."""
        own = [
            (_("Was bisher geschah"), "zwischenstaende", context["updates"]),
            (_("Was daraus gelernt wurde"), "erkenntnisse", context["findings"]),
        ]
        own += [(part.block.label, part.block.meta.anchor, True) for part in self.parts]
        return [
            *self.contents,
            *({"label": label, "href": f"#{anchor}"} for label, anchor, there in own if there),
        ]


class PilotUpdate(Orderable):
    """What was new at a moment, in a few sentences."""

    pilot = ParentalKey(Pilot, on_delete=models.CASCADE, related_name="updates")
    title = models.CharField(_("Überschrift"), max_length=160)
    text = models.TextField(_("Was ist neu?"))
    dated_on = models.DateField(_("Datum"))
    dated_precision = models.CharField(
        _("Datum bekannt"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    source_url = models.URLField(_("Quelle"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Zwischenstand")
        verbose_name_plural = _("Zwischenstände")
        ordering = ["-dated_on", "sort_order", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def date(self) -> str:
        return format_partial(self.dated_on, self.dated_precision)


class Finding(Orderable):
    """What was learnt, and where it may help."""

    pilot = ParentalKey(Pilot, on_delete=models.CASCADE, related_name="findings")
    title = models.CharField(_("Erkenntnis in einem Satz"), max_length=200)
    text = models.TextField(_("Erklärung"))
    is_own_estimate = models.BooleanField(_("eigene Einschätzung"), default=False)
    source_url = models.URLField(_("Quelle"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Erkenntnis")
        verbose_name_plural = _("Erkenntnisse")

    def __str__(self) -> str:
        return self.title
