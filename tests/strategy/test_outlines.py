"""Outlines of districts from a file: synthetic ones, and all that can be wrong with one."""

import json
import math

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy import geojson
from strategy.geojson import BadGeoJson, read_outlines, simplify, svg_paths
from strategy.models import DistrictOutline
from tests.factories.strategy import DistrictFactory

pytestmark = pytest.mark.req("N1")

WEST = [[13.2, 52.5], [13.4, 52.5], [13.4, 52.6], [13.2, 52.6], [13.2, 52.5]]
EAST = [[13.4, 52.5], [13.6, 52.5], [13.6, 52.6], [13.4, 52.6], [13.4, 52.5]]


def feature(name, *rings, kind="Polygon", **properties):
    coordinates = list(rings) if kind == "Polygon" else [list(rings)]
    return {
        "type": "Feature",
        "properties": {"nr": 7, "Gemeinde_name": name, **properties},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


GOOD = collection(feature("West", WEST), feature("ost", EAST, kind="MultiPolygon"))


def test_each_district_finds_its_shape_by_its_name_however_it_is_written():
    found = read_outlines(GOOD, ["West", "Ost"])

    assert found["West"] == [[[tuple(point) for point in WEST]]]
    assert found["Ost"] == [[[tuple(point) for point in EAST]]]


def test_features_that_are_no_district_are_left_out():
    found = read_outlines(collection(feature("West", WEST), feature("Land", EAST)), ["West"])

    assert set(found) == {"West"}


def test_what_can_not_be_seen_is_left_away():
    # A metre to the side, again and again, between two corners.
    south = [[13.2 + n / 1000, 52.5 + (n % 2) * 1e-5] for n in range(201)]
    ring = [*south, [13.4, 52.6], [13.2, 52.6], [13.2, 52.5]]

    found = read_outlines(collection(feature("West", ring)), ["West"])

    [[thin]] = found["West"]
    assert len(thin) == 5


def test_a_hole_stays_and_a_speck_goes():
    hole = [[13.25, 52.52], [13.35, 52.52], [13.35, 52.58], [13.25, 52.58], [13.25, 52.52]]
    speck = [[13.3, 52.3], [13.3001, 52.3], [13.3001, 52.3001], [13.3, 52.3]]
    content = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"name": "West"},
                    "geometry": {"type": "MultiPolygon", "coordinates": [[WEST, hole], [speck]]},
                }
            ],
        }
    ).encode()

    [polygon] = read_outlines(content, ["West"])["West"]

    assert [len(ring) for ring in polygon] == [5, 5]


# A busy machine is slow, not wrong.
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.floats(13.0, 13.8, allow_nan=False), st.floats(52.3, 52.7, allow_nan=False)),
        min_size=3,
        max_size=60,
    )
)
def test_no_point_lies_farther_from_the_thin_line_than_allowed(points):
    ring = [*points, points[0]]

    thin = simplify(ring, 40.0)

    assert thin[0] == thin[-1]
    flat = [geojson._in_metres(point) for point in thin]
    for point in points:
        here = geojson._in_metres(point)
        nearest = min(
            geojson._off_line(here, start, end)
            for start, end in zip(flat, [*flat[1:], flat[0]], strict=True)
        )
        # Rounding to five places moves a corner by a metre at most.
        assert nearest <= 42.0


BAD = {
    "no JSON": b"<html>",
    "no UTF-8": b'{"type": "\xff"}',
    "nothing": b"",
    "a list": b"[]",
    "one feature": json.dumps(feature("West", WEST)).encode(),
    "no features": b'{"type": "FeatureCollection"}',
    "features of numbers": b'{"type": "FeatureCollection", "features": [1]}',
    "nested to the sky": b'{"a":' * 100_000,
    "a point": collection(feature("West", WEST, kind="Point")),
    "no geometry": collection({"type": "Feature", "properties": {"n": "West"}, "geometry": None}),
    "no rings": collection(feature("West")),
    "three points": collection(feature("West", WEST[:3])),
    "an open ring": collection(feature("West", WEST[:4])),
    "words for numbers": collection(feature("West", [["a", "b"]] * 4)),
    "truth for numbers": collection(feature("West", [[True, True]] * 4)),
    "not a number": b'{"type": "FeatureCollection", "features": [{"properties": {"n": "West"},'
    b'"geometry": {"type": "Polygon", "coordinates": [[[NaN, 52.5]]]}}]}',
    "endless": collection(feature("West", [[1e999, 52.5]] * 4)),
    "metres": collection(feature("West", [[390000, 5820000]] * 4)),
    "turned round": collection(feature("West", [[y, x] for x, y in WEST])),
    "a line": collection(feature("West", [WEST[0], WEST[1], WEST[1], WEST[0]])),
    "twice": collection(feature("West", WEST), feature("West", EAST)),
    "missing": collection(feature("Ost", EAST)),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_file_that_is_not_right_is_refused_with_a_reason(content):
    with pytest.raises(BadGeoJson, match=r"\."):
        read_outlines(content, ["West"])


def test_a_file_that_is_too_large_is_not_even_read(monkeypatch):
    monkeypatch.setattr(geojson, "LARGEST_FILE", len(GOOD) - 1)

    with pytest.raises(BadGeoJson, match="larger"):
        read_outlines(GOOD, ["West", "Ost"])


def test_a_file_with_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr(geojson, "MOST_POINTS", 9)

    with pytest.raises(BadGeoJson, match="points"):
        read_outlines(GOOD, ["West", "Ost"])


def test_the_map_has_north_up_and_neighbours_that_touch():
    paths, height = svg_paths(read_outlines(GOOD, ["West", "Ost"]), 1000)

    assert paths["West"] == f"M0 {height}L500 {height}L500 0L0 0Z"
    assert paths["Ost"] == f"M500 {height}L1000 {height}L1000 0L500 0Z"
    # At Berlin's latitude a degree of latitude is 1.64 times as long as one of longitude.
    assert math.isclose(height, 1000 * 0.1 / 0.4 / math.cos(math.radians(52.5)), abs_tol=1)


# -- Command -------------------------------------------------------------------------------------


@pytest.fixture
def districts(db):
    return [
        DistrictFactory(name="West", latitude="52.55", longitude="13.3"),
        DistrictFactory(name="Ost", latitude="52.55", longitude="13.5"),
    ]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bezirke.geojson"
    path.write_bytes(GOOD)
    return path


def test_the_command_takes_over_all_outlines_with_their_source(districts, file, capsys):
    call_command("import_districts", file, source="Amt <X>, Lizenz Y")

    assert set(DistrictOutline.objects.values_list("district__name", "source")) == {
        ("West", "Amt <X>, Lizenz Y"),
        ("Ost", "Amt <X>, Lizenz Y"),
    }
    assert "2 districts, 10 points" in capsys.readouterr().out


def test_a_second_file_replaces_the_first(districts, file):
    call_command("import_districts", file, source="Erste", verbosity=0)

    call_command("import_districts", file, source="Zweite", verbosity=0)

    assert set(DistrictOutline.objects.values_list("source", flat=True)) == {"Zweite"}
    assert DistrictOutline.objects.count() == 2


def test_a_dry_run_changes_nothing(districts, file, capsys):
    call_command("import_districts", file, source="X", dry_run=True)

    assert DistrictOutline.objects.count() == 0
    assert "Nothing was changed" in capsys.readouterr().out


def test_a_district_without_a_shape_keeps_all_from_changing(districts, file):
    call_command("import_districts", file, source="Erste", verbosity=0)
    DistrictFactory(name="Süd")

    with pytest.raises(CommandError, match="missing: Süd"):
        call_command("import_districts", file, source="Zweite")

    assert set(DistrictOutline.objects.values_list("source", flat=True)) == {"Erste"}


@pytest.mark.parametrize("source", ["", "  "])
def test_nothing_is_taken_over_without_a_source(districts, file, source):
    with pytest.raises(CommandError, match="--source"):
        call_command("import_districts", file, source=source)


def test_a_file_that_is_not_there_is_said_so(districts, tmp_path):
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_districts", tmp_path / "nichts", source="X")


def test_one_can_go_back_to_the_schematic_map(districts, file):
    call_command("import_districts", file, source="X", verbosity=0)

    call_command("import_districts", remove=True)

    assert DistrictOutline.objects.count() == 0
