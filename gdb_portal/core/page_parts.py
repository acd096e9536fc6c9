"""A page together with the rows that belong to it, in one query.

Wagtail asks once for a page and once more for each kind of row that editors add to it (milestones,
sources, roles). Here the database hands those rows over with the page, as JSON; the relations then
answer from memory, exactly as they do for a draft.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, TypeVar, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import ManyToOneRel, Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from modelcluster.models import get_all_child_relations
from wagtail.models import Orderable, Page

AnyModel = TypeVar("AnyModel", bound=Model)
AnyPage = TypeVar("AnyPage", bound=Page)
PREFIX = "part_"


def read_page(model: type[AnyPage], pk: int, *, related: tuple[str, ...] = ()) -> AnyPage | None:
    """The page with its rows and the named foreign keys."""
    pages, parts = _pages_with_parts(model, related)  # type: ignore[arg-type]
    return next(iter(_filled(pages.filter(pk=pk), parts)), None)


@functools.cache
def _pages_with_parts(
    model: type[AnyPage], related: tuple[str, ...]
) -> tuple[QuerySet[AnyPage], list[ManyToOneRel]]:
    """The question, put together once: that costs more than asking it. Never evaluated itself."""
    # Rows that editors add in the page's own form; comments of editors, for example, are not.
    parts = [
        relation
        for relation in get_all_child_relations(model)
        if issubclass(relation.related_model, Orderable)
    ]
    return _annotated(model._default_manager.select_related(*related), parts), parts


def with_parts(owners: QuerySet[AnyModel], parts: Sequence[ManyToOneRel]) -> list[AnyModel]:
    """All `owners`, each with the rows of the given relations, in one query."""
    return _filled(_annotated(owners, parts), parts)


def _annotated(owners: QuerySet[AnyModel], parts: Sequence[ManyToOneRel]) -> QuerySet[AnyModel]:
    return owners.annotate(**{PREFIX + part.get_accessor_name(): _rows(part) for part in parts})


def _filled(owners: QuerySet[AnyModel], parts: Sequence[ManyToOneRel]) -> list[AnyModel]:
    found = list(owners)
    for owner in found:
        owner._prefetched_objects_cache = {  # type: ignore[attr-defined]
            part.get_accessor_name(): [
                _row(_model_of(part), values)
                for values in getattr(owner, PREFIX + part.get_accessor_name())
            ]
            for part in parts
        }
    return found


def _model_of(part: ManyToOneRel) -> type[Model]:
    return cast(type[Model], part.related_model)


@functools.cache
def _rows(part: ManyToOneRel) -> ArraySubquery:
    model = _model_of(part)
    rows = model._default_manager.filter(**{part.field.attname: OuterRef("pk")})
    names = [field.attname for field in model._meta.concrete_fields]
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def _row(model: type[Model], values: dict[str, Any]) -> Model:
    fields = model._meta.concrete_fields
    return model.from_db(
        None,
        [field.attname for field in fields],
        [field.to_python(values[field.attname]) for field in fields],
    )
