"""Legal pages, entry pages and all else that is plain text."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.pages import BasePage
from strategy.models.strategy_page import SOURCES_PANEL

from ..enums import StandardPageExtra


class StandardPage(BasePage):
    """A page of sections, with at most one thing that the portal adds to it."""

    reviewed_on = models.DateField(
        _("zuletzt geprüft am"), null=True, blank=True, help_text=_("Wichtig bei Rechtstexten.")
    )
    extra = models.CharField(
        _("Ergänzung"),
        max_length=16,
        choices=StandardPageExtra.choices,
        blank=True,
        help_text=_("Was das Portal unter dem Text von selbst zeigt."),
    )
    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [*BasePage.search_fields, index.SearchField("sections")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("sections"),
        MultiFieldPanel([FieldPanel("reviewed_on"), FieldPanel("extra")], heading=_("Angaben")),
        SOURCES_PANEL,
    ]

    template = "pages/standard_page.html"
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    kind_label = _("Seite")

    class Meta:
        verbose_name = _("Textseite")
        verbose_name_plural = _("Textseiten")
