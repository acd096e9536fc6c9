"""What every page of the portal shares."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index


class BasePage(Page):
    """A page with a lead. Its path of ancestors is read once per page."""

    lead: models.TextField = models.TextField(
        _("Einleitung"),
        blank=True,
        max_length=700,
        help_text=_(
            "Ein bis drei Sätze, die allein verständlich sind. "
            "Sie stehen auch in Listen und in der Suche."
        ),
    )

    search_fields = [*Page.search_fields, index.SearchField("lead", boost=2)]

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug", help_text=_("Letzter Teil der Adresse. In allen Sprachen gleich.")
                ),
                FieldPanel(
                    "seo_title", help_text=_("Nur, wenn der Titel für Suchmaschinen zu lang ist.")
                ),
                FieldPanel(
                    "search_description", help_text=_("Bleibt leer: die Einleitung wird genommen.")
                ),
            ],
            heading=_("Adresse und Suchmaschinen"),
        ),
        InlinePanel(
            "sign_videos",
            heading=_("Gebärdensprache"),
            label=_("Video"),
            max_num=1,
            help_text=_(
                "Ein Video, in dem diese Seite gebärdet wird. Es steht oben auf der Seite."
            ),
        ),
    ]

    class Meta:
        abstract = True

    # Foreign keys that its template shows, loaded together with it.
    shown_with: tuple[str, ...] = ()
    # What is published is public, what is not is in the CMS only: there is nothing between.
    private_page_options: list[str] = []

    # Whether it states facts that need a published source.
    needs_source = False

    # What the page calls itself in lists of mixed kinds, e.g. search results.
    kind_label = _("Seite")

    def get_view_restrictions(self) -> Any:
        return PageViewRestriction.objects.none()

    @cached_property
    def ancestors(self) -> list[Page]:
        """From the start page down to the parent, with one query."""
        return list(self.get_ancestors().filter(depth__gt=1))

    @property
    def breadcrumb(self) -> list[dict[str, Any]]:
        return [{"label": page.title, "href": page.url} for page in self.ancestors]

    @property
    def contents(self) -> list[dict[str, str]]:
        """The headings of its sections, as links for a table of contents."""
        return [
            {"label": block.value["heading"], "href": f"#{block.value['anchor']}"}
            for block in getattr(self, "sections", ())
            if block.value.get("anchor")
        ]

    @property
    def card_note(self) -> str:
        """One line below the title in the picture of a shared link."""
        return ""

    @property
    def description(self) -> str:
        return self.search_description or self.lead
