"""The pilots on a schematic map of districts, and as the same list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from strategy.enums import STATUS_PARAMETERS
from strategy.facets import Facet, apply_facets
from strategy.german_order import german_key
from strategy.names import districts_by_id

from .comparison import MOST
from .models import Pilot
from .outline_map import outline_map

CITYWIDE = "ganz-berlin"


def pilot_list(request: HttpRequest, index: Page) -> dict[str, Any]:
    """Everything the list and the map show; filters come from the address."""
    pilots = list(Pilot.objects.child_of(index).live().with_names())
    pilots.sort(key=lambda pilot: german_key(pilot.title))
    districts = districts_by_id()
    status_of = {status: parameter for parameter, status in STATUS_PARAMETERS.items()}
    facets: list[Facet[Pilot]] = [
        Facet(
            "status",
            _("Status"),
            {key: value.label for key, value in STATUS_PARAMETERS.items()},
            lambda pilot: [status_of[pilot.status]],
        ),
        Facet(
            "bezirk",
            _("Bezirk"),
            {
                CITYWIDE: _("ganz Berlin"),
                **{district.slug: district.name for district in districts.values()},
            },
            _places,
        ),
    ]
    faceted = apply_facets(request, pilots, facets)
    tiles = _tiles(faceted.rows, list(districts.values()))
    return {
        "pilots": faceted.rows,
        "everything": pilots,
        "most_compared": MOST,
        "facets": faceted.facets,
        "chosen": faceted.chosen,
        "is_filtered": bool(faceted.chosen),
        "clear_href": request.path,
        "count": len(faceted.rows),
        "tiles": tiles,
        "outlines": outline_map(tiles),
        "citywide": [pilot for pilot in faceted.rows if pilot.is_citywide],
    }


def _places(pilot: Pilot) -> list[str]:
    here = [district.slug for district in pilot.districts.all()]
    return [*here, CITYWIDE] if pilot.is_citywide else here


def _tiles(pilots: list[Pilot], districts: list[Any]) -> list[dict[str, Any]]:
    """A tile per district at its place on the grid, from north-west to south-east."""
    tiles = []
    for district in sorted(districts, key=lambda row: (row.tile_row, row.tile_column)):
        here = [
            pilot
            for pilot in pilots
            if district.pk in {place.pk for place in pilot.districts.all()}
        ]
        tiles.append(
            {
                "name": district.name,
                "pilots": here,
                "href": here[0].url if len(here) == 1 else f"?bezirk={district.slug}",
                "column": district.tile_column,
                "row": district.tile_row,
            }
        )
    return tiles
