"""What a pilot's page may show beyond its text: pictures, documents, contact, team, questions.

Each stands once on a page, under a heading of its own that the page's overview links to.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from gdb_portal.core.blocks import AccordionItemBlock, FigureBlock


class GalleryBlock(blocks.ListBlock):
    """Pictures side by side, each with its description, caption and credit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(FigureBlock(), min_num=1, max_num=24, **kwargs)

    class Meta:
        icon = "image"
        label = _("Bilder")
        template = "pilots/blocks/gallery.html"
        anchor = "bilder"


class DocumentBlock(blocks.StructBlock):
    """Something to read or use: a file of ours, or what others published."""

    title = blocks.CharBlock(label=_("Titel"), max_length=160)
    document = DocumentChooserBlock(
        label=_("Datei"),
        required=False,
        help_text=_("Bitte nur barrierefreie Dateien. Besser als ein PDF ist oft eine Seite."),
    )
    url = blocks.URLBlock(label=_("oder Adresse"), required=False)
    publisher = blocks.CharBlock(label=_("Herausgegeben von"), required=False, max_length=160)
    note = blocks.TextBlock(label=_("Was darin steht"), required=False, max_length=400)

    class Meta:
        icon = "doc-full"
        label = _("Dokument")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value.get("document")) == bool(value.get("url")):
            error = ValidationError(_("Bitte wählen Sie entweder eine Datei oder eine Adresse."))
            raise StructBlockValidationError(block_errors={"document": error})
        return value


class DocumentsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(DocumentBlock(), min_num=1, **kwargs)

    class Meta:
        icon = "doc-full"
        label = _("Dokumente und Werkzeuge")
        template = "pilots/blocks/documents.html"
        anchor = "dokumente"


class ContactBlock(blocks.StructBlock):
    """Whom to ask, and how: at least one way."""

    who = blocks.CharBlock(label=_("Stelle oder Person"), max_length=160)
    text = blocks.TextBlock(label=_("Wofür, wann"), required=False, max_length=400)
    email = blocks.EmailBlock(label=_("E-Mail"), required=False)
    phone = blocks.CharBlock(label=_("Telefon"), required=False, max_length=40)
    url = blocks.URLBlock(label=_("Website oder Formular"), required=False)

    class Meta:
        icon = "mail"
        label = _("Kontakt")
        template = "pilots/blocks/contact.html"
        anchor = "kontakt"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not (value.get("email") or value.get("phone") or value.get("url")):
            error = ValidationError(_("Bitte nennen Sie mindestens einen Weg der Kontaktaufnahme."))
            raise StructBlockValidationError(block_errors={"email": error})
        return value


class TeamMemberBlock(blocks.StructBlock):
    """A person or group that works on the pilot, with their consent."""

    name = blocks.CharBlock(label=_("Person oder Gruppe"), max_length=120)
    role = blocks.CharBlock(label=_("Aufgabe"), required=False, max_length=160)
    organisation = blocks.CharBlock(label=_("Organisation"), required=False, max_length=160)
    url = blocks.URLBlock(label=_("Website"), required=False)
    picture = ImageBlock(label=_("Bild"), required=False)

    class Meta:
        icon = "user"
        label = _("Person oder Gruppe")


class TeamBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(TeamMemberBlock(), min_num=1, **kwargs)

    class Meta:
        icon = "group"
        label = _("Wer daran arbeitet")
        template = "pilots/blocks/team.html"
        anchor = "team"


class QuestionsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(AccordionItemBlock(), min_num=1, **kwargs)

    class Meta:
        icon = "help"
        label = _("Häufige Fragen")
        template = "pilots/blocks/questions.html"
        anchor = "fragen"


class MicrositeBlock(blocks.StreamBlock):
    """The parts of a pilot's page, in the order its editors choose."""

    gallery = GalleryBlock()
    documents = DocumentsBlock()
    team = TeamBlock()
    questions = QuestionsBlock()
    contact = ContactBlock()

    class Meta:
        block_counts = {
            name: {"max_num": 1}
            for name in ("gallery", "documents", "team", "questions", "contact")
        }
