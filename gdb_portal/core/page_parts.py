"""A page together with the rows that belong to it, in one query.

Wagtail asks once for a page and once more for each kind of row that editors add to it (milestones,
sources, roles) or choose from a list (districts). Here the database hands those rows over with the
page, as JSON; the relations then answer from memory, exactly as they do for a draft.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import ManyToManyField, ManyToOneRel, Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from .orderable import Orderable
from .prepared import Prepared, Slot

AnyModel = TypeVar("AnyModel", bound=Model)
AnyPage = TypeVar("AnyPage", bound=Page)
Part = ManyToOneRel | ManyToManyField
PREFIX = "part_"


def read_page(model: type[AnyPage], pk: int, *, related: tuple[str, ...] = ()) -> AnyPage | None:
    """The page with its rows and the named foreign keys."""
    return next(iter(_page_with_parts(model, related).ask(pk=pk)), None)  # type: ignore[arg-type]


@functools.cache
def _page_with_parts(model: type[AnyPage], related: tuple[str, ...]) -> PreparedWithParts[AnyPage]:
    return PreparedWithParts(
        lambda: model._default_manager.select_related(*related).filter(pk=Slot("pk")),
        # Rows that editors add in the page's own form; comments of editors, for example, are not.
        lambda: (
            [
                relation
                for relation in get_all_child_relations(model)
                if issubclass(relation.related_model, Orderable)
            ]
            + get_all_child_m2m_relations(model)
        ),
    )


class PreparedWithParts(Prepared[AnyModel]):
    """A prepared queryset whose objects come with the rows of the given relations.

    `beyond` names foreign keys that the queryset selects, with the relations of what they lead to.
    """

    def __init__(
        self,
        build: Callable[[], QuerySet[AnyModel]],
        parts: Callable[[], Sequence[Part]],
        beyond: Callable[[], dict[str, Sequence[Part]]] = dict,
    ) -> None:
        super().__init__(
            lambda: build().annotate(
                **{
                    PREFIX + key + _name(part): _rows(part, f"{key}_id" if key else "pk")
                    for key, part in self._wanted()
                }
            )
        )
        self._parts, self._beyond = parts, beyond

    def _wanted(self) -> list[tuple[str, Part]]:
        further = [(key, part) for key, parts in self._beyond().items() for part in parts]
        return [*(("", part) for part in self._parts()), *further]

    @functools.cached_property
    def _readers(self) -> list[tuple[str, str, Callable[[dict[str, Any]], Model]]]:
        return [(key, _name(part), reader_of(_model_of(part))) for key, part in self._wanted()]

    def ask(self, **values: Any) -> list[AnyModel]:
        found = super().ask(**values)
        for owner in found:
            caches: dict[str, dict[str, list[Model]]] = {"": {}}
            for key, name, read in self._readers:
                rows = [read(row) for row in getattr(owner, PREFIX + key + name)]
                caches.setdefault(key, {})[name] = rows
            for key, rows_by_name in caches.items():
                holder = getattr(owner, key) if key else owner
                if holder is not None:
                    holder._prefetched_objects_cache = rows_by_name  # type: ignore[union-attr]
        return found


def _name(part: Part) -> str:
    return part.name if isinstance(part, ManyToManyField) else str(part.get_accessor_name())


def _model_of(part: Part) -> type[Model]:
    return cast(type[Model], part.related_model)


def _rows(part: Part, owner: str = "pk") -> ArraySubquery:
    model = _model_of(part)
    rows = model._default_manager.filter(**{_owner(part): OuterRef(owner)})
    return ArraySubquery(rows.values(row=row_of(model)))


def _owner(part: Part) -> str:
    """How a row's question names the page that it belongs to."""
    if isinstance(part, ManyToManyField):
        return str(part.remote_field.name)
    return str(part.field.attname)


def row_of(model: type[Model]) -> JSONObject:
    """All columns of a row as one value, which `reader_of` makes an object again."""
    names = [field.attname for field in model._meta.concrete_fields]
    return JSONObject(**{name: name for name in names})


def reader_of(model: type[AnyModel]) -> Callable[[dict[str, Any]], AnyModel]:
    """Makes the object from what `row_of` gave."""
    fields = [(field.attname, field.to_python) for field in model._meta.concrete_fields]
    names = [name for name, _to_python in fields]

    def read(values: dict[str, Any]) -> AnyModel:
        return model.from_db(None, names, [to_python(values[name]) for name, to_python in fields])

    return read
