"""A page together with the rows that belong to it, in one query.

Wagtail asks once for a page and once more for each kind of row that editors add to it (milestones,
sources, roles). Here the database hands those rows over with the page, as JSON; the relations then
answer from memory, exactly as they do for a draft.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import ManyToOneRel, Model, OuterRef
from django.db.models.functions import JSONObject
from modelcluster.models import get_all_child_relations
from wagtail.models import Orderable, Page

AnyPage = TypeVar("AnyPage", bound=Page)
PREFIX = "part_"


def read_page(model: type[AnyPage], pk: int, *, related: tuple[str, ...] = ()) -> AnyPage | None:
    """The page with its rows and the named foreign keys."""
    parts = _parts_of(model)
    columns = {PREFIX + part.get_accessor_name(): _rows(part) for part in parts}
    pages = model._default_manager.select_related(*related)
    page = pages.annotate(**columns).filter(pk=pk).first()
    if page is None:
        return None
    page._prefetched_objects_cache = {
        part.get_accessor_name(): [
            _row(part.related_model, values)
            for values in getattr(page, PREFIX + part.get_accessor_name())
        ]
        for part in parts
    }
    return page


def _parts_of(model: type[Page]) -> list[ManyToOneRel]:
    """Relations to rows that editors add in the page's own form."""
    return [
        relation
        for relation in get_all_child_relations(model)
        if issubclass(relation.related_model, Orderable)
    ]


def _rows(part: ManyToOneRel) -> ArraySubquery:
    rows = part.related_model._default_manager.filter(**{part.field.attname: OuterRef("pk")})
    names = [field.attname for field in part.related_model._meta.concrete_fields]
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def _row(model: type[Model], values: dict[str, Any]) -> Model:
    fields = model._meta.concrete_fields
    return model.from_db(
        None,
        [field.attname for field in fields],
        [field.to_python(values[field.attname]) for field in fields],
    )
