"""How editors fill in a measure."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from .strategy_page import SOURCES_PANEL

MEASURE_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("kind_is_own_estimate")]),
            FieldRowPanel([FieldPanel("status"), FieldPanel("status_as_of")]),
            FieldPanel("status_note"),
            FieldRowPanel([FieldPanel("phase"), FieldPanel("phase_is_own_estimate")]),
            FieldPanel("change_reason"),
        ],
        heading=_("Art und Stand"),
        help_text=_(
            "Sagen Sie zu jedem Stand, von wann er ist. Vermutungen sind eigene Einschätzungen."
        ),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_precision")]),
            FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_precision")]),
            FieldPanel("period_note"),
        ],
        heading=_("Zeitraum"),
        help_text=_(
            "Als Datum, damit Listen und offene Daten rechnen können. "
            "Gezeigt wird nur das Bekannte."
        ),
    ),
    MultiFieldPanel(
        [
            FieldPanel("responsible_administration"),
            FieldPanel("lead_partner"),
            FieldPanel("follows"),
        ],
        heading=_("Zuständigkeit"),
    ),
    InlinePanel(
        "involvements",
        heading=_("Beteiligte Organisationen"),
        label=_("Organisation"),
        help_text=_("Je Zeile eine Verwaltung oder ein Partner."),
    ),
    MultiFieldPanel(
        [FieldPanel("is_citywide"), FieldPanel("districts")], heading=_("Wo in Berlin")
    ),
    InlinePanel(
        "milestones",
        heading=_("Meilensteine"),
        label=_("Meilenstein"),
        help_text=_("Der Fortschritt in Prozent ist der Anteil der erreichten Meilensteine."),
    ),
    InlinePanel(
        "indicators",
        heading=_("Kennzahlen"),
        label=_("Kennzahl"),
        help_text=_("Nur veröffentlichte Zahlen. Jeder Messwert nennt seine Quelle."),
    ),
    InlinePanel("field_links", heading=_("Handlungsfelder"), label=_("Handlungsfeld")),
    InlinePanel("idea_links", heading=_("Leitgedanken"), label=_("Leitgedanke"), max_num=4),
    MultiFieldPanel(
        [FieldPanel("budget_amount"), FieldPanel("budget_note")],
        heading=_("Geld"),
        help_text=_(
            "Nur veröffentlichte Beträge. Ein leerer Betrag erscheint als „nicht veröffentlicht“."
        ),
    ),
    FieldPanel("sections"),
    SOURCES_PANEL,
]
