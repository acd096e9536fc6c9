"""How measures come about: the implementation process."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.orderable import Orderable
from gdb_portal.core.pages import BasePage

from ..enums import ImplementationPhase
from .strategy_page import SOURCES_PANEL


class ImplementationProcess(BasePage):
    """The five phases, who decides and helps, and who works with whom."""

    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("sections"),
        index.RelatedFields("steps", [index.SearchField("aim"), index.SearchField("result")]),
    ]
    content_panels = [
        *BasePage.content_panels,
        InlinePanel("steps", heading=_("Phasen"), label=_("Phase"), max_num=5),
        FieldPanel("sections"),
        SOURCES_PANEL,
    ]

    template = "strategy/implementation_process.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    kind_label = _("Umsetzung")

    class Meta:
        verbose_name = _("Umsetzungsprozess")
        verbose_name_plural = _("Umsetzungsprozesse")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..cooperation import read_cooperation  # noqa: PLC0415  app ready: it asks the models
        from ..cooperation_network import draw_network  # noqa: PLC0415  app ready: same reason
        from ..phase_line import measures_by_phase  # noqa: PLC0415  app ready: same reason

        context = super().get_context(request, *args, **kwargs)
        cooperation = read_cooperation(self.locale_id)
        here = measures_by_phase(cooperation.measures)
        context["steps"] = [(step, here.get(step.phase, [])) for step in self.steps.all()]
        context["cooperation"] = cooperation.rows
        context["network"] = draw_network(cooperation)
        return context


class ImplementationStep(Orderable):
    """What one of the five phases is for in this process."""

    page = ParentalKey(ImplementationProcess, on_delete=models.CASCADE, related_name="steps")
    phase = models.CharField(_("Phase"), max_length=12, choices=ImplementationPhase.choices)
    aim = models.TextField(_("Ziel"))
    result = models.TextField(_("Ergebnis"))
    formats = models.TextField(
        _("Formate"), blank=True, help_text=_("Eines je Zeile: Welche Treffen und Runden gibt es?")
    )
    roles = models.TextField(_("Rollen"), blank=True, help_text=_("Eine je Zeile."))
    tools = models.TextField(_("Werkzeuge"), blank=True, help_text=_("Eines je Zeile."))

    class Meta(Orderable.Meta):
        verbose_name = _("Phase der Umsetzung")
        verbose_name_plural = _("Phasen der Umsetzung")
        constraints = [
            models.UniqueConstraint(fields=["page", "phase"], name="each_phase_once_per_process")
        ]

    def __str__(self) -> str:
        return self.get_phase_display()

    @property
    def format_list(self) -> list[str]:
        return self.formats.splitlines()

    @property
    def role_list(self) -> list[str]:
        return self.roles.splitlines()

    @property
    def tool_list(self) -> list[str]:
        return self.tools.splitlines()
