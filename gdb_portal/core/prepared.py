"""Questions to the database that are put into SQL once and asked often.

Putting a queryset into SQL costs Django more than PostgreSQL needs to answer it. A page that
everybody reads asks the same few questions with other values each time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import QuerySet, Value

Row = TypeVar("Row")


class Slot(Value):
    """A place in a prepared question, filled with a value when the question is asked."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Among(Value):
    """Any of a list: `pk=Among(Slot("ids"))`, or of an `ArraySubquery`.

    As `__in`, but with one place for however many values, and an index serves it beside an `OR`.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, parameters = compiler.compile(self.value)
        return f"ANY({sql})", list(parameters)


class Prepared(Generic[Row]):
    """A queryset with slots, e.g. `Prepared(lambda: Page.objects.filter(pk=Slot("pk")))`.

    Built when it is asked for the first time: querysets can't be built before all models are
    there. Whatever changes from one time to the next, the clock too, must be a slot.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._ready: tuple[QuerySet[Any, Row], Any, str, tuple[Any, ...]] | None = None

    def ask(self, **values: Any) -> list[Row]:
        """All rows for these values, as the queryset itself would give them."""
        if self._ready is None:
            self._ready = self._put_into_sql()
        queryset, compiler, sql, parameters = self._ready
        filled = tuple(values[p.value] if isinstance(p, Slot) else p for p in parameters)
        # What the compiler knows of the columns is shared; connections belong to their threads.
        mine = copy.copy(compiler)
        mine.connection = connections[queryset.db]
        mine.as_sql = lambda *_args, **_options: (sql, filled)
        asked = queryset.all()
        asked.query.get_compiler = lambda *_args, **_options: mine  # type: ignore[method-assign]
        return list(asked)

    def _put_into_sql(self) -> tuple[QuerySet[Any, Row], Any, str, tuple[Any, ...]]:
        queryset = self._build()
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        return queryset, compiler, sql, tuple(parameters)
