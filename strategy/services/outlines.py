"""Taking over the outlines of all districts, or giving them up again."""

from __future__ import annotations

from django.db import transaction

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import CONTENT, invalidate

from ..geojson import read_outlines
from ..models import District, DistrictOutline


@transaction.atomic
def import_outlines(content: bytes, *, source: str) -> dict[str, int]:
    """Every district has its outline from this file; returns the number of points of each.

    Raises BadGeoJson, and changes nothing, when the file does not have them all.
    """
    districts = {district.name: district for district in District.objects.all()}
    outlines = read_outlines(content, districts)
    counts = {}
    for name, polygons in outlines.items():
        DistrictOutline.objects.update_or_create(
            district=districts[name], defaults={"polygons": polygons, "source": source}
        )
        counts[name] = sum(len(ring) for polygon in polygons for ring in polygon)
        record_event("district.outlined", on=districts[name], by=None, points=counts[name])
    invalidate(CONTENT)
    return counts


@transaction.atomic
def remove_outlines() -> int:
    """The schematic map is drawn again. Returns how many outlines were removed."""
    count, _rows = DistrictOutline.objects.all().delete()
    invalidate(CONTENT)
    return count
