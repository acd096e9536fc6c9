"""Rows that editors put into an order by hand."""

from __future__ import annotations

from wagtail.models import Orderable as WagtailOrderable


class Orderable(WagtailOrderable):
    """Wagtail's row with a place, in an order that is total.

    Rows made by code have no place; among equals the older one comes first. Without that the
    database may return them in any order, and does after a vacuum.
    """

    class Meta(WagtailOrderable.Meta):
        abstract = True
        ordering = ["sort_order", "id"]
