"""Invented gatherings, so that the list of those to come is not empty."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.utils import timezone

from gdb_portal.pages.models import Gathering, GatheringIndex
from participation.models import Topic
from strategy.seed.records import Seeder

from .persons import person

CONTENT = Path(__file__).parent / "content" / "gatherings.toml"


def ensure_gatherings() -> int:
    """Each is made once; what somebody removed stays removed."""
    index = GatheringIndex.objects.live().filter(locale__language_code="de").first()
    seeder = Seeder()
    for entry in tomllib.loads(CONTENT.read_text())["gatherings"] if index else []:
        _ensure(seeder, index, entry)
    return len(seeder.report.created)


def _ensure(seeder: Seeder, index: GatheringIndex, entry: dict[str, Any]) -> None:
    def leave(gathering: Gathering) -> None:
        """Somebody may have moved it since."""

    seeder.ensure(
        f"demo:gathering:{entry['slug']}",
        entry["slug"],
        find=lambda: Gathering.objects.child_of(index).filter(slug=entry["slug"]).first(),
        make=lambda: _make(index, entry),
        refresh=leave,
        state=lambda gathering: str(gathering.pk),
    )


def _make(index: GatheringIndex, entry: dict[str, Any]) -> Gathering:
    topic = Topic.objects.filter(slug=entry["topic"]).first() if "topic" in entry else None
    copied = (
        "slug", "title", "kind", "lead", "place", "access_note", "status", "status_note",
        "registration_url",
    )  # fmt: skip
    gathering = Gathering(
        locale=index.locale,
        starts_on=timezone.localdate() + dt.timedelta(days=entry["from_day"]),
        starts_time=entry["starts_time"],
        ends_time=entry["ends_time"],
        topic=topic,
        about=topic.page if topic else None,
        **{name: entry[name] for name in copied if name in entry},
    )
    index.add_child(instance=gathering)
    revision = gathering.save_revision(user=person("redaktion"))
    revision.publish(user=person("chefredaktion"))
    return gathering
