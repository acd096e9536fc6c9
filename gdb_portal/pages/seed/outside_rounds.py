"""Participation on mein.Berlin.de that the sources name."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings

from participation.models import OutsideRound
from strategy.enums import DatePrecision
from strategy.partial_dates import partial_from
from strategy.seed.pages import PageSeeder
from strategy.seed.records import Seeder

CONTENT = Path(__file__).parent / "content" / "outside_rounds.toml"
COPIED = ("title", "text", "url", "source", "as_of")


def seed_outside_rounds(seeder: Seeder, pages: PageSeeder) -> None:
    """Each round exists once and is public, unless an editor removed or changed it."""
    content = tomllib.loads(CONTENT.read_text())
    for entry in content["rounds"]:
        _ensure(seeder, pages, {**content["defaults"], **entry})


def _ensure(seeder: Seeder, pages: PageSeeder, entry: dict[str, Any]) -> None:
    def make() -> OutsideRound:
        found = OutsideRound(live=False)
        _fill(found, pages, entry)
        found.save()
        found.save_revision().publish()
        return found

    def refresh(found: OutsideRound) -> None:
        _fill(found, pages, entry)
        found.save_revision().publish()

    seeder.ensure(
        f"outside_round:{entry['key']}",
        entry,
        find=lambda: OutsideRound.objects.filter(url=entry["url"]).first(),
        make=make,
        refresh=refresh,
        state=lambda found: str(found.latest_revision_id),
    )


def _fill(found: OutsideRound, pages: PageSeeder, entry: dict[str, Any]) -> None:
    for name in COPIED:
        setattr(found, name, entry[name])
    for edge in ("starts", "ends"):
        text = entry.get(f"{edge}_on")
        day, precision = partial_from(text) if text else (None, DatePrecision.MONTH)
        setattr(found, f"{edge}_on", day)
        setattr(found, f"{edge}_precision", precision)
    found.period_note = entry.get("period_note", "")
    found.page = pages.pages.get((settings.LANGUAGE_CODE, entry["page"]))
