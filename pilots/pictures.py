"""A pilot's pictures: sizes read with one question, and made before anybody waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

GALLERY_SIZES = ("width-400", "width-800", "width-1200")
PORTRAIT_SIZES = ("fill-96x96", "fill-192x192")
FORMATS = ("avif", "webp", "jpeg")


def pictures_of(stream: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every picture of a pilot's parts, with the sizes in which its page shows it."""
    for part in stream:
        if part.block_type == "gallery":
            yield from ((figure["image"], GALLERY_SIZES) for figure in part.value)
        elif part.block_type == "team":
            yield from (
                (member["picture"], PORTRAIT_SIZES) for member in part.value if member["picture"]
            )


def load_renditions(stream: Any) -> None:
    """Give all pictures the sizes they have, with one question to the database."""
    images = [image for image, _sizes in pictures_of(stream) if image is not None]
    if images:
        prefetch_related_objects(images, Prefetch("renditions", to_attr="prefetched_renditions"))


def render_pictures(stream: Any) -> int:
    """Make every size of every picture that is still missing; returns how many there are now."""
    count = 0
    for image, sizes in pictures_of(stream):
        if image is not None:
            specs = [f"format-{format}|{size}" for format in FORMATS for size in sizes]
            count += len(image.get_renditions(*specs))
    return count
