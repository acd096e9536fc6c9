"""Changes of the strategy and their causes in the CMS; imported by `wagtail_hooks`."""

from django.forms import NumberInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from strategy.models import StrategyChange


class StrategyChangeViewSet(SnippetViewSet):
    model = StrategyChange
    icon = "history"
    list_display = ["__str__", "happened_on", "version"]
    panels = [
        FieldPanel("text"),
        FieldPanel("reason"),
        FieldPanel("happened_on"),
        MultiFieldPanel(
            [FieldPanel("version"), FieldPanel("section"), FieldPanel("measure")],
            heading=_("Wo man es sieht"),
        ),
        # A choice list of all contributions would hold hundreds of thousands.
        InlinePanel(
            "causes",
            panels=[FieldPanel("comment", widget=NumberInput)],
            heading=_("Beiträge, die dazu führten"),
            label=_("Anlass"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("source_label"),
                FieldPanel("source_publisher"),
                FieldPanel("source_url"),
            ],
            heading=_("Woher man es weiß"),
        ),
    ]


register_snippet(StrategyChangeViewSet)
