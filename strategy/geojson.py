"""Outlines of districts from an official GeoJSON file: checked, and as light as a map needs.

A file from outside is never trusted: its size, its form, its numbers and its names are checked, and
either all districts come from it or none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]

LARGEST_FILE: Final = 20_000_000
MOST_POINTS: Final = 500_000
# Where Berlin lies, in degrees; a file in metres (EPSG:25833) falls outside.
WEST, SOUTH, EAST, NORTH = 12.9, 52.2, 13.9, 52.8
METRES_PER_DEGREE: Final = 111_320.0
# A bend that is smaller can't be seen: a pixel of a wide map is some 40 metres.
TOLERANCE: Final = 40.0
LATITUDE: Final = math.radians(52.5)
DECIMALS: Final = 5


class BadGeoJson(ValueError):
    """The file can't be used; the argument says why, for whoever runs the command."""


def read_outlines(content: bytes, names: Iterable[str]) -> dict[str, list[Polygon]]:
    """The simplified polygons of each of `names`, from a FeatureCollection in WGS 84.

    A feature belongs to the district whose name stands in one of its properties. Raises BadGeoJson
    for a file that is too large, no such collection, lies elsewhere, or lacks or repeats a name.
    """
    if len(content) > LARGEST_FILE:
        raise BadGeoJson(f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    wanted = {name.casefold(): name for name in names}
    found: dict[str, list[Polygon]] = {}
    points = 0
    for feature in _features(content):
        name = _name_of(feature, wanted)
        if name is None:
            continue
        if name in found:
            raise BadGeoJson(f"{name} is there twice.")
        polygons = _polygons(feature.get("geometry"), name)
        points += sum(len(ring) for polygon in polygons for ring in polygon)
        if points > MOST_POINTS:
            raise BadGeoJson(f"The file has more than {MOST_POINTS} points.")
        found[name] = [thin for polygon in polygons if (thin := _simplified(polygon))]
        if not found[name]:
            raise BadGeoJson(f"The outline of {name} encloses nothing.")
    missing = sorted(set(wanted.values()) - set(found))
    if missing:
        raise BadGeoJson(f"These districts are missing: {', '.join(missing)}.")
    return found


def _features(content: bytes) -> list[dict[str, Any]]:
    try:
        collection = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadGeoJson("The file is no JSON in UTF-8.") from error
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise BadGeoJson("The file is no GeoJSON FeatureCollection.")
    features = collection.get("features")
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise BadGeoJson("The FeatureCollection has no list of features.")
    return features


def _no_number(word: str) -> float:
    raise ValueError(word)


def _name_of(feature: dict[str, Any], wanted: dict[str, str]) -> str | None:
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return None
    words = [value.strip().casefold() for value in properties.values() if isinstance(value, str)]
    return next((wanted[word] for word in words if word in wanted), None)


def _polygons(geometry: Any, name: str) -> list[Polygon]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        coordinates = [coordinates]
    elif kind != "MultiPolygon":
        raise BadGeoJson(f"The outline of {name} is neither Polygon nor MultiPolygon.")
    if not isinstance(coordinates, list):
        raise BadGeoJson(f"The outline of {name} has no coordinates.")
    return [_rings(polygon, name) for polygon in coordinates]


def _rings(polygon: Any, name: str) -> Polygon:
    if not isinstance(polygon, list) or not polygon:
        raise BadGeoJson(f"A polygon of {name} has no rings.")
    rings = []
    for ring in polygon:
        if not isinstance(ring, list) or len(ring) < 4:
            raise BadGeoJson(f"A ring of {name} has fewer than four points.")
        points = [_point(point, name) for point in ring]
        if points[0] != points[-1]:
            raise BadGeoJson(f"A ring of {name} is not closed.")
        rings.append(points)
    return rings


def _point(point: Any, name: str) -> Point:
    if not isinstance(point, list) or len(point) < 2:
        raise BadGeoJson(f"A point of {name} is no pair of numbers.")
    longitude, latitude = point[0], point[1]
    for number in (longitude, latitude):
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise BadGeoJson(f"A point of {name} is no pair of numbers.")
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        raise BadGeoJson(
            f"A point of {name} lies outside Berlin. The file must be in WGS 84 (longitude, "
            "latitude)."
        )
    return float(longitude), float(latitude)


def _simplified(polygon: Polygon) -> Polygon:
    """Without what can't be seen; empty when nothing of the polygon can."""
    rings = [simplify(ring) for ring in polygon]
    if len(rings[0]) < 4:
        return []
    return [rings[0], *(ring for ring in rings[1:] if len(ring) >= 4)]


def simplify(ring: Ring, tolerance: float = TOLERANCE) -> Ring:
    """The closed ring with only those points that bend it by more than `tolerance` metres.

    Douglas and Peucker's way, from the two points farthest apart; without recursion, so that no
    ring is too long for it. Rounded to about a metre.
    """
    flat = [_in_metres(point) for point in ring[:-1]]
    if len(flat) < 3:
        return []
    far = max(range(len(flat)), key=lambda number: _distance(flat[0], flat[number]))
    open_ring = [*range(len(flat)), 0]
    keep = {0, far}
    stack = [(0, far), (far, len(flat))]
    while stack:
        first, last = stack.pop()
        start, end = flat[open_ring[first]], flat[open_ring[last]]
        worst, place = 0.0, 0
        for number in range(first + 1, last):
            off = _off_line(flat[number], start, end)
            if off > worst:
                worst, place = off, number
        if worst > tolerance:
            keep.add(place)
            stack += [(first, place), (place, last)]
    kept = [ring[number] for number in sorted(keep)]
    rounded = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in kept]
    return [*rounded, rounded[0]]


def _in_metres(point: Point) -> Point:
    longitude, latitude = point
    return longitude * METRES_PER_DEGREE * math.cos(LATITUDE), latitude * METRES_PER_DEGREE


def _distance(one: Point, other: Point) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


def _off_line(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the stretch between two others."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x * along_x + along_y * along_y
    if length == 0:
        return _distance(point, start)
    share = ((point[0] - start[0]) * along_x + (point[1] - start[1]) * along_y) / length
    share = min(1.0, max(0.0, share))
    return _distance(point, (start[0] + share * along_x, start[1] + share * along_y))


def svg_paths(outlines: dict[str, list[Polygon]], width: int) -> tuple[dict[str, str], int]:
    """Each outline as the `d` of an SVG path, north up, and the height that belongs to `width`."""
    every = [p for polygons in outlines.values() for polygon in polygons for p in polygon[0]]
    west, east, south, north = _bounds(every)
    scale = width / (east - west)

    def place(point: Sequence[float]) -> str:
        x, y = _in_metres((point[0], point[1]))
        return f"{(x - west) * scale:.0f} {(north - y) * scale:.0f}"

    paths = {
        name: "".join(
            f"M{'L'.join(place(point) for point in ring[:-1])}Z"
            for polygon in polygons
            for ring in polygon
        )
        for name, polygons in outlines.items()
    }
    return paths, math.ceil((north - south) * scale)


def place_on_map(outlines: dict[str, list[Polygon]], point: Point, width: int) -> tuple[int, int]:
    """Where a point lies on the map that `svg_paths` draws."""
    every = [p for polygons in outlines.values() for polygon in polygons for p in polygon[0]]
    west, east, _south, north = _bounds(every)
    scale = width / (east - west)
    x, y = _in_metres(point)
    return round((x - west) * scale), round((north - y) * scale)


def _bounds(points: list[Point]) -> tuple[float, float, float, float]:
    flat = [_in_metres((point[0], point[1])) for point in points]
    across, up = [x for x, _y in flat], [y for _x, y in flat]
    return min(across), max(across), min(up), max(up)
