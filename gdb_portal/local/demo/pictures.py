"""Symbolic pictures in the galleries of two pilots, so that one sees what a gallery looks like."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from pilots.models import Pilot
from strategy.seed.markup import block_id
from strategy.seed.records import Seeder

from .drawings import DRAWINGS, SIZE
from .persons import person

CONTENT = Path(__file__).parent / "content" / "pictures.toml"


def ensure_pictures() -> int:
    """Each gallery is made once; what somebody changed or removed stays so."""
    seeder = Seeder()
    for gallery in tomllib.loads(CONTENT.read_text())["galleries"]:
        german = Pilot.objects.live().in_source_language()
        pilot = german.filter(slug=gallery["pilot"]).first()
        if pilot is not None:
            _ensure(seeder, pilot, gallery)
    return len(seeder.report.created)


def _ensure(seeder: Seeder, pilot: Pilot, gallery: dict[str, Any]) -> None:
    def leave(pilot: Pilot) -> None:
        """Somebody may have put other pictures there since."""

    seeder.ensure(
        f"demo:gallery:{pilot.slug}",
        pilot.slug,
        find=lambda: pilot if _has_gallery(pilot) else None,
        make=lambda: _make(pilot, gallery),
        refresh=leave,
        state=lambda page: str(page.pk),
    )


def _has_gallery(pilot: Pilot) -> bool:
    return any(part.block_type == "gallery" for part in pilot.parts)


def _make(pilot: Pilot, gallery: dict[str, Any]) -> Pilot:
    name = f"demo:{pilot.slug}:gallery"
    items = [
        {"type": "item", "id": block_id(name, entry["drawing"]), "value": _figure(entry)}
        for entry in gallery["pictures"]
    ]
    shown = {"type": "gallery", "id": block_id(name), "value": items}
    block = Pilot._meta.get_field("parts").stream_block
    pilot.parts = block.to_python([shown, *pilot.parts.raw_data])
    pilot.save_revision(user=person("redaktion")).publish(user=person("chefredaktion"))
    return pilot


def _figure(entry: dict[str, Any]) -> dict[str, Any]:
    image = {"image": _draw(entry), "alt_text": entry["alt_text"], "decorative": False}
    return {"image": image, "caption": entry["caption"], "credit": ""}


def _draw(entry: dict[str, Any]) -> int:
    file = ContentFile(DRAWINGS[entry["drawing"]](), name=f"symbolbild-{entry['drawing']}.png")
    width, height = SIZE
    image = get_image_model().objects.create(
        title=entry["title"],
        description=entry["alt_text"][:255],
        file=file,
        width=width,
        height=height,
        uploaded_by_user=person("redaktion"),
    )
    return int(image.pk)
