"""Filters in the address: which values are chosen, what each would find, and the links between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, QueryDict

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Facet(Generic[Row]):
    """One filter. `values_of` names the values of a row, `labels` all values in their order."""

    parameter: str
    title: Any
    labels: Mapping[str, Any]
    values_of: Callable[[Row], Iterable[str]]


@dataclass(slots=True)
class Faceted(Generic[Row]):
    """Rows after filtering, with everything a filter column shows."""

    rows: list[Row]
    facets: list[dict[str, Any]] = field(default_factory=list)
    chosen: list[dict[str, Any]] = field(default_factory=list)


def chosen_values(request: HttpRequest, facet: Facet[Row]) -> frozenset[str]:
    """Values in the address that exist; anything else is ignored."""
    return frozenset(request.GET.getlist(facet.parameter)) & frozenset(facet.labels)


def apply_facets(request: HttpRequest, rows: list[Row], facets: list[Facet[Row]]) -> Faceted[Row]:
    """Filter `rows`: any of the chosen values within a facet, all facets together.

    A count says how many rows a value finds under the other facets' choices.
    """
    chosen = {facet.parameter: chosen_values(request, facet) for facet in facets}
    values = {
        facet.parameter: [frozenset(facet.values_of(row)) for row in rows] for facet in facets
    }

    def matches(number: int, *, without: str = "") -> bool:
        return all(
            not wanted or parameter == without or wanted & values[parameter][number]
            for parameter, wanted in chosen.items()
        )

    result = Faceted([row for number, row in enumerate(rows) if matches(number)])
    for facet in facets:
        counts = Counter(
            value
            for number in range(len(rows))
            if matches(number, without=facet.parameter)
            for value in values[facet.parameter][number]
        )
        options = [
            {
                "label": label,
                "href": toggle(request, facet.parameter, value),
                "count": counts[value],
                "is_active": value in chosen[facet.parameter],
            }
            for value, label in facet.labels.items()
            if counts[value] or value in chosen[facet.parameter]
        ]
        result.facets.append(
            {"title": facet.title, "parameter": facet.parameter, "options": options}
        )
        result.chosen += [
            {"label": option["label"], "href": option["href"]}
            for option in options
            if option["is_active"]
        ]
    return result


def toggle(request: HttpRequest, parameter: str, value: str) -> str:
    """The address with `value` chosen, or no longer chosen; always the first page."""
    query = request.GET.copy()
    query.pop("seite", None)
    values = set(query.getlist(parameter)) ^ {value}
    query.setlist(parameter, sorted(values))
    return address(request, query)


def with_value(request: HttpRequest, parameter: str, value: str | None) -> str:
    """The address with `parameter` set to `value`, or without it."""
    query = request.GET.copy()
    if value is None:
        query.pop(parameter, None)
    else:
        query[parameter] = value
    return address(request, query)


def address(request: HttpRequest, query: QueryDict) -> str:
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path
