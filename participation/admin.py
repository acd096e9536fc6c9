"""How editors work on topics."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PublishingPanel,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Topic


class TopicViewSet(SnippetViewSet):
    """Topics are drafted, previewed, checked and scheduled like pages."""

    model = Topic
    icon = "group"
    menu_label = _("Beteiligung")
    menu_order = 205
    add_to_admin_menu = True
    list_display = ["title", "administration", "live"]
    list_filter = ["administration", "live", "moderation_mode"]
    search_fields = ["title", "introduction"]
    inspect_view_enabled = False
    panels = [
        HelpPanel(
            content=_(
                "Ein Thema sagt vorher, was offen ist, was feststeht und wer bis wann antwortet. "
                "Erst dann kann es veröffentlicht werden."
            )
        ),
        FieldPanel("page"),
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("open_to_influence"), FieldPanel("not_open")],
            heading=_("Was Beiträge ändern können"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("administration"),
                FieldRowPanel([FieldPanel("answer_until"), FieldPanel("answer_working_days")]),
            ],
            heading=_("Wer antwortet"),
        ),
        FieldPanel("moderation_mode"),
        InlinePanel("phases", heading=_("Phasen"), label=_("Phase"), min_num=1),
        PublishingPanel(),
    ]
