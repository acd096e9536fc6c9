"""What editors may put into a page. Headings above the third level belong to the page itself.

`Meta.headings` says which children a block shows as a heading, and of which level; `Meta.unread`
names those that no reader sees.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
TABLE_OPTIONS = {"minSpareRows": 0, "startRows": 3, "startCols": 3, "renderer": "text"}
UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)


def anchor_from(heading: str) -> str:
    """A readable anchor: "Für wen?" becomes "fuer-wen"."""
    return slugify(heading.translate(UMLAUTS).replace(":", ""))[:60]


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words, with who said them."""

    quote = blocks.TextBlock(label=_("Zitat"))
    attribution = blocks.CharBlock(
        label=_("Von wem"),
        required=False,
        help_text=_("Funktion oder Gruppe, wenn möglich ohne Namen."),
    )
    source_url = blocks.URLBlock(label=_("Quelle"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Zitat")
        template = "blocks/quote.html"


class NoticeBlock(blocks.StructBlock):
    """A notice that readers must not miss."""

    title = blocks.CharBlock(label=_("Überschrift"))
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_TEXT_FEATURES)
    tone = blocks.ChoiceBlock(
        label=_("Art"),
        choices=[("info", _("Hinweis")), ("warning", _("Achtung")), ("success", _("Erreicht"))],
        default="info",
    )

    class Meta:
        icon = "warning"
        label = _("Hinweis")
        headings = {"title": 3}
        template = "blocks/notice.html"


class FigureBlock(blocks.StructBlock):
    """An image: with a text alternative, or marked as decoration."""

    image = ImageBlock(
        label=_("Bild"),
        help_text=_("Beschreiben Sie, was zu sehen ist, oder markieren Sie das Bild als Schmuck."),
    )
    caption = blocks.CharBlock(label=_("Bildunterschrift"), required=False)
    credit = blocks.CharBlock(label=_("Bildnachweis"), required=False)

    class Meta:
        icon = "image"
        label = _("Bild")
        template = "blocks/figure.html"


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Bezeichnung"))
    value = blocks.CharBlock(label=_("Wert"))

    class Meta:
        icon = "list-ul"
        label = _("Angabe")


class FactsBlock(blocks.ListBlock):
    """Names and values, side by side."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(FactBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Fakten")
        template = "blocks/facts.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Frage oder Überschrift"))
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "arrow-down"
        label = _("Eintrag")
        headings = {"title": 3}


class AccordionBlock(blocks.ListBlock):
    """Questions that open to their answers; works without JavaScript."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(AccordionItemBlock(), **kwargs)

    class Meta:
        icon = "collapse-down"
        label = _("Aufklappbare Fragen")
        template = "blocks/accordion.html"


class StepBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Schritt"))
    text = blocks.TextBlock(label=_("Erklärung"), required=False)

    class Meta:
        icon = "order"
        label = _("Schritt")


class StepsBlock(blocks.ListBlock):
    """Steps in their order, drawn as a line with stations."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "order"
        label = _("Schritte")
        template = "blocks/steps.html"


class TableBlock(WagtailTableBlock):
    """A table whose first row names the columns; without it screen readers read loose cells."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(table_options=TABLE_OPTIONS, **kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value and value.get("data") and not value.get("first_row_is_table_header"):
            raise ValidationError(
                _(
                    "Bitte machen Sie die erste Zeile zur Kopfzeile: "
                    "Vorgelesen ist die Tabelle sonst unverständlich."
                )
            )
        if value and value.get("data") and not value.get("table_caption"):
            raise ValidationError(_("Bitte geben Sie der Tabelle eine Überschrift (Beschriftung)."))
        return value

    class Meta:
        icon = "table"
        label = _("Tabelle")
        template = "blocks/table.html"


class ContentBlock(blocks.StreamBlock):
    """The parts of a page's text."""

    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=TEXT_FEATURES)
    notice = NoticeBlock()
    facts = FactsBlock()
    steps = StepsBlock()
    table = TableBlock()
    accordion = AccordionBlock()
    figure = FigureBlock()
    quote = QuoteBlock()


class SectionBlock(blocks.StructBlock):
    """A section that can be linked and discussed: its anchor stays when its heading changes."""

    heading = blocks.CharBlock(label=_("Überschrift"), max_length=160)
    anchor = blocks.CharBlock(
        label=_("Anker"),
        required=False,
        max_length=60,
        help_text=_(
            "Teil der Adresse hinter #. Bleibt leer: wird aus der Überschrift gebildet. "
            "Bitte nach der Veröffentlichung nicht mehr ändern."
        ),
    )
    body = ContentBlock(label=_("Inhalt"))

    class Meta:
        icon = "title"
        label = _("Abschnitt")
        template = "blocks/section.html"
        headings = {"heading": 2}
        unread = ("anchor",)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        anchor = value.get("anchor") or anchor_from(value.get("heading", ""))
        if anchor != slugify(anchor):
            raise StructBlockValidationError(
                block_errors={
                    "anchor": ValidationError(
                        _("Bitte nur Kleinbuchstaben, Ziffern und Bindestriche.")
                    )
                }
            )
        value["anchor"] = anchor
        return value


class SectionsBlock(blocks.StreamBlock):
    """A page's sections; no two share an anchor."""

    section = SectionBlock()

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        seen: dict[str, int] = {}
        for child in value:
            anchor = child.value["anchor"]
            seen[anchor] = seen.get(anchor, 0) + 1
            if seen[anchor] > 1:
                child.value["anchor"] = f"{anchor}-{seen[anchor]}"
        return value
