"""A page together with the rows that belong to it, in one query.

Wagtail asks once for a page and once more for each kind of row that editors add to it (milestones,
sources, roles). Here the database hands those rows over with the page, as JSON; the relations then
answer from memory, exactly as they do for a draft.
"""

from __future__ import annotations

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
    # Rows that editors add in the page's own form; comments of editors, for example, are not.
    parts = [
        relation
        for relation in get_all_child_relations(model)
        if issubclass(relation.related_model, Orderable)
    ]
    pages = model._default_manager.select_related(*related).filter(pk=pk)
    return next(iter(with_parts(pages, parts)), None)


def with_parts(owners: QuerySet[AnyModel], parts: Sequence[ManyToOneRel]) -> list[AnyModel]:
    """All `owners`, each with the rows of the given relations, in one query."""
    columns = {PREFIX + part.get_accessor_name(): _rows(part) for part in parts}
    found = list(owners.annotate(**columns))
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
