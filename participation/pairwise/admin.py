"""How editors work on comparisons."""

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, ObjectList, PublishingPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from .forms import ComparisonForm
from .models import Comparison


class ComparisonViewSet(SnippetViewSet):
    """Comparisons are drafted, previewed, checked and scheduled like their topics."""

    model = Comparison
    icon = "order"
    menu_label = _("Paarvergleiche")
    menu_order = 206
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "title",
        Column("topic", label=_("Thema")),
        Column("sheet_count", label=_("Personen, die verglichen haben")),
        LiveStatusTagColumn(label=_("Stand")),
        UpdatedAtColumn(label=_("Geändert")),
    ]
    list_filter = ["topic", "live"]
    search_fields = ["title", "introduction"]
    inspect_view_enabled = False
    edit_handler = ObjectList(
        [
            HelpPanel(
                heading=_("So entsteht ein Paarvergleich"),
                content=_(
                    "<p>Ein Paarvergleich gehört zu einem Thema. Menschen sehen immer zwei "
                    "Vorschläge und sagen, welcher ihnen wichtiger ist. Daraus rechnet das Portal "
                    "eine Rangfolge mit ihrer Unsicherheit. Niemand sieht, wer was geantwortet "
                    "hat.</p>"
                    "<p>Gut sind 5 bis 15 kurze Vorschläge, die man gegeneinander abwägen kann. Je "
                    "mehr es sind, desto mehr Menschen braucht es: Bei 10 Vorschlägen und 12 "
                    "Paaren je Person sind 50 Menschen ein guter Anfang.</p>"
                    "<p>Ein Vorschlag kann aus einem öffentlichen Beitrag des Themas stammen. Wird "
                    "der Beitrag ausgeblendet oder zurückgezogen, verschwindet auch der "
                    "Vorschlag.</p>"
                    "<p>Sobald jemand verglichen hat, bleiben die Vorschläge, wie sie sind. Lesen "
                    "Sie sie vorher in der Vorschau. Freigeben muss jemand anderes.</p>"
                ),
            ),
            FieldPanel("title"),
            FieldPanel("topic"),
            FieldPanel("introduction"),
            FieldPanel("phase_kind"),
            FieldPanel("pairs_per_person"),
            InlinePanel(
                "items",
                heading=_("Vorschläge"),
                label=_("Vorschlag"),
                panels=[
                    FieldPanel("text"),
                    # Not a list of all contributions: there may be tens of thousands.
                    FieldPanel("comment", widget=forms.NumberInput),
                ],
            ),
            PublishingPanel(),
        ],
        base_form_class=ComparisonForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Comparison.objects.select_related("topic").annotate(
            sheet_count=Count("sheets", distinct=True)
        )
