"""What an editor wrote on a page, piece by piece, for the content checks. Asks no database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks, fields
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

from .content_checks import Heading, Picture, Piece, RichText, Words


def pieces_of(page: Page) -> list[Piece]:
    """Lead and all blocks of a page or draft, in reading order."""
    return list(_fields(page))


def _fields(page: Page) -> Iterator[Piece]:
    lead = getattr(page, "lead", "")
    if lead:
        yield Words(_("Einleitung"), "", lead)
    for one in page._meta.get_fields():
        if isinstance(one, fields.StreamField):
            for child in getattr(page, one.attname) or ():
                yield from _block(child.block, child.value, _place(child), str(child.id or ""))
        elif isinstance(one, fields.RichTextField):
            yield RichText(str(one.verbose_name), "", getattr(page, one.attname) or "")


def _place(child: Any) -> str:
    """A section is found by its heading, anything else by what kind of block it is."""
    shown = getattr(child.block.meta, "headings", {})
    name = next((str(child.value.get(key) or "") for key in shown), "") if shown else ""
    return name or str(child.block.label)


def _block(block: blocks.Block, value: Any, place: str, id: str) -> Iterator[Piece]:
    if value is None or isinstance(value, ValueError):
        return
    if isinstance(block, ImageBlock):
        alternative = str(getattr(value, "contextual_alt_text", "") or "")
        yield Picture(place, id, alternative, bool(getattr(value, "decorative", False)))
    elif isinstance(block, blocks.StructBlock):
        yield from _struct(block, value, place, id)
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _block(child.block, child.value, place, str(child.id or "") or id)
    elif isinstance(block, blocks.ListBlock):
        if hasattr(block.meta, "anchor"):
            # It stands under a heading of its own.
            yield Heading(place, id, 2, str(block.label))
        for child in value.bound_blocks:
            yield from _block(child.block, child.value, place, str(child.id or "") or id)
    elif isinstance(block, ImageChooserBlock):
        yield Picture(place, id, str(value.default_alt_text or ""))
    elif isinstance(block, blocks.RichTextBlock):
        yield RichText(place, id, value.source or "")
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield Words(place, id, str(value))


def _struct(block: blocks.StructBlock, value: Any, place: str, id: str) -> Iterator[Piece]:
    headings = getattr(block.meta, "headings", {})
    unread = getattr(block.meta, "unread", ())
    for name, child in value.bound_blocks.items():
        if name in headings:
            yield Heading(place, id, headings[name], str(child.value or ""))
        elif name not in unread:
            yield from _block(child.block, child.value, place, id)
