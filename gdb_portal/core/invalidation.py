"""When editors publish, the public pages that show content are thrown away."""

from typing import Any

from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from .page_cache import CONTENT, invalidate


def forget_pages(**kwargs: Any) -> None:
    """Any page may be listed, linked or counted on any other: publishing is rare, so forget all."""
    invalidate(CONTENT)


for signal in (page_published, page_unpublished, post_page_move, published, unpublished):
    signal.connect(forget_pages, dispatch_uid="forget_public_pages")
