"""The map of districts with their true outlines, where an operator has imported them."""

from __future__ import annotations

from typing import Any, Final

from strategy.geojson import place_on_map, svg_paths
from strategy.models import DistrictOutline

WIDTH: Final = 1000


def outline_map(tiles: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The tiles as shapes, with where their numbers stand; None unless every district has one."""
    rows = {
        outline.district.name: outline
        for outline in DistrictOutline.objects.select_related("district")
    }
    if not rows or any(tile["name"] not in rows for tile in tiles):
        return None
    outlines = {name: row.polygons for name, row in rows.items()}
    paths, height = svg_paths(outlines, WIDTH)
    shapes = []
    for tile in tiles:
        district = rows[tile["name"]].district
        centre = (float(district.longitude), float(district.latitude))
        x, y = place_on_map(outlines, centre, WIDTH)
        shapes.append({**tile, "path": paths[tile["name"]], "x": x, "y": y})
    sources = sorted({row.source for row in rows.values()})
    return {"shapes": shapes, "width": WIDTH, "height": height, "source": "; ".join(sources)}
