"""How editors work on topics."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    PublishingPanel,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, TitleColumn, UpdatedAtColumn
from wagtail.admin.widgets.slug import SlugInput
from wagtail.snippets.views.snippets import SnippetViewSet

from .forms.poll import PollForm
from .forms.topic import TopicForm
from .models import OutsideRound, Poll, Topic

# The pages that show their topics.
PAGES_WITH_TOPICS = [
    "strategy.StrategyPage",
    "strategy.Chapter",
    "strategy.ValueCompass",
    "strategy.GuidingIdea",
    "strategy.FieldOfAction",
    "strategy.Measure",
    "strategy.ImplementationProcess",
    "pilots.Pilot",
]


def phase_in_words(topic: Topic) -> str:
    phase = topic.present_phase()
    return str(phase.get_kind_display()) if phase else "–"


class TopicViewSet(SnippetViewSet):
    """Topics are drafted, previewed, checked and scheduled like pages."""

    model = Topic
    icon = "group"
    menu_label = _("Beteiligung")
    menu_order = 205
    add_to_admin_menu = True
    list_display = [
        "title",
        Column(phase_in_words, label=_("Phase jetzt")),
        Column("administration.short_name", label=_("Es antwortet")),
        LiveStatusTagColumn(label=_("Stand")),
        UpdatedAtColumn(label=_("Geändert")),
    ]
    list_filter = ["administration", "live", "moderation_mode"]
    search_fields = ["title", "introduction"]
    inspect_view_enabled = False
    edit_handler = ObjectList(
        [
            HelpPanel(
                heading=_("So entsteht ein Thema"),
                content=_(
                    "<p>Ein Thema sagt vorher, was offen ist, was feststeht und wer bis wann "
                    "antwortet. Erst mit diesen Angaben und mindestens einer Phase kann es "
                    "freigegeben werden.</p>"
                    "<p>Sie schreiben den Entwurf, sehen ihn in der Vorschau und reichen ihn ein. "
                    "Freigeben muss jemand anderes.</p>"
                ),
            ),
            TitleFieldPanel("title", placeholder=False, classname=""),
            FieldPanel("slug", widget=SlugInput(locale="de")),
            PageChooserPanel("page", PAGES_WITH_TOPICS),
            FieldPanel("introduction"),
            MultiFieldPanel(
                [
                    FieldPanel("influence"),
                    FieldPanel("open_to_influence"),
                    FieldPanel("not_open"),
                ],
                heading=_("Was Beiträge ändern können"),
                help_text=_("Versprechen Sie nur, was wirklich noch offen ist."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("administration"),
                    FieldRowPanel([FieldPanel("answer_until"), FieldPanel("answer_working_days")]),
                    FieldPanel("has_second_reader"),
                ],
                heading=_("Wer antwortet"),
            ),
            InlinePanel(
                "phases",
                heading=_("Phasen"),
                label=_("Phase"),
                min_num=1,
                help_text=_(
                    "In „Mitreden“ schreiben und stimmen Menschen ab, in „Abstimmen“ stimmen sie "
                    "nur ab. In den anderen Phasen lesen sie. Zeiten gelten in Berlin; Phasen "
                    "dürfen sich nicht überschneiden."
                ),
            ),
            FieldPanel("points_budget"),
            FieldPanel("hides_counts"),
            FieldPanel(
                "moderation_mode",
                help_text=_(
                    "Im Zweifel vorher prüfen. Bei „sofort“ liest die Moderation erst danach, "
                    "wenn etwas gemeldet wird."
                ),
            ),
            FieldPanel("guest_policy"),
            PublishingPanel(),
        ],
        base_form_class=TopicForm,
    )


def sheets_url(poll: Poll) -> str:
    return reverse("polls:sheets", args=[poll.pk])


class PollViewSet(SnippetViewSet):
    """Polls are drafted, previewed, checked and scheduled like their topics."""

    model = Poll
    icon = "tasks"
    menu_label = _("Umfragen")
    menu_order = 206
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "title",
        Column("topic", label=_("Thema")),
        TitleColumn("sheet_count", label=_("Ausgefüllte Bögen (CSV)"), get_url=sheets_url),
        LiveStatusTagColumn(label=_("Stand")),
        UpdatedAtColumn(label=_("Geändert")),
    ]
    list_filter = ["topic", "live"]
    search_fields = ["title", "introduction"]
    inspect_view_enabled = False
    edit_handler = ObjectList(
        [
            HelpPanel(
                heading=_("So entsteht eine Umfrage"),
                content=_(
                    "<p>Eine Umfrage gehört zu einem Thema. Jede Person füllt einen Bogen aus und "
                    "kann ihn ändern, solange die Phase läuft. Niemand sieht, wer was geantwortet "
                    "hat.</p>"
                    "<p>Sobald jemand geantwortet hat, bleiben die Fragen, wie sie sind. Lesen Sie "
                    "sie vorher in der Vorschau. Freigeben muss jemand anderes.</p>"
                ),
            ),
            FieldPanel("title"),
            FieldPanel("topic"),
            FieldPanel("introduction"),
            FieldPanel("phase_kind"),
            InlinePanel(
                "questions",
                heading=_("Fragen"),
                label=_("Frage"),
                panels=[
                    FieldPanel("text"),
                    FieldPanel("hint"),
                    FieldPanel("kind"),
                    FieldPanel("options"),
                    FieldRowPanel([FieldPanel("most"), FieldPanel("is_required")]),
                ],
            ),
            PublishingPanel(),
        ],
        base_form_class=PollForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Poll.objects.select_related("topic").annotate(sheet_count=Count("sheets"))


class OutsideRoundViewSet(SnippetViewSet):
    """Drafted, checked by another person and published, like topics."""

    model = OutsideRound
    icon = "link-external"
    menu_label = _("mein.Berlin.de")
    menu_order = 207
    add_to_admin_menu = True
    list_display = [
        "title",
        Column("period", label=_("Zeitraum")),
        LiveStatusTagColumn(label=_("Stand")),
        UpdatedAtColumn(label=_("Geändert")),
    ]
    inspect_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("url"),
            FieldPanel("text"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_precision")]),
                    FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_precision")]),
                    FieldPanel("period_note"),
                ],
                heading=_("Zeitraum"),
                help_text=_("Nur, was veröffentlicht ist. Ein leeres Ende heißt: nicht bekannt."),
            ),
            PageChooserPanel("page", PAGES_WITH_TOPICS),
            FieldRowPanel([FieldPanel("source"), FieldPanel("as_of")]),
            PublishingPanel(),
        ]
    )
