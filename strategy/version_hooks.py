"""The decision history's place in the CMS; imported by `wagtail_hooks`."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import DecisionStep


class DecisionStepViewSet(SnippetViewSet):
    model = DecisionStep
    icon = "history"
    list_display = ["title", "happened_on", "kind"]
    list_filter = ["kind"]
    panels = [
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldPanel("text"),
        MultiFieldPanel([FieldPanel("happened_on"), FieldPanel("date_words")], heading=_("Wann")),
        FieldPanel("version"),
        MultiFieldPanel(
            [
                FieldPanel("source_label"),
                FieldPanel("source_publisher"),
                FieldPanel("source_url"),
                FieldPanel("source_as_of"),
            ],
            heading=_("Woher man es weiß"),
        ),
    ]


register_snippet(DecisionStepViewSet)
