"""The version of the strategy that the Senate adopted, and the way to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from ..models import DecisionStep, StrategyChange, StrategyPage, StrategyVersion
from ..services.version import release_version
from .directory import ensure_row, read, read_sources
from .records import Seeder


def seed_versions(seeder: Seeder) -> None:
    """Freeze the seeded chapters as version 1, once; without a strategy page there is none."""
    page = StrategyPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if page is None or not page.get_children().live().exists():
        return
    content = read("versions.toml")
    entry: dict[str, Any] = content["first"]
    first = seeder.ensure(
        "version:1",
        # Only the number: what is frozen is never refreshed.
        1,
        find=lambda: StrategyVersion.objects.filter(number=1).first(),
        make=lambda: release_version(page, by=None, **entry),
        refresh=lambda version: None,
        state=lambda version: str(version.pk),
    )
    sources = read_sources()
    for step in content["steps"]:
        source = sources[step["source"]]
        values = {
            "kind": step["kind"],
            "title": step["title"],
            "text": step.get("text", ""),
            "happened_on": step["happened_on"],
            "date_words": step.get("date_words", ""),
            "version": first if step.get("is_of_first") else None,
            "source_label": source["label"],
            "source_publisher": source["publisher"],
            "source_url": source.get("url", ""),
            "source_as_of": source["as_of"],
        }
        ensure_row(seeder, DecisionStep, {"title": step["title"]}, values)
    for change in content["changes"]:
        source = sources[change["source"]]
        values = {
            "text": change["text"],
            "reason": change["reason"],
            "happened_on": change["happened_on"],
            "version": first,
            "section": first.sections.filter(anchor=change["anchor"]).first() if first else None,
            "source_label": source["label"],
            "source_publisher": source["publisher"],
            "source_url": source.get("url", ""),
        }
        natural = {"happened_on": change["happened_on"], "source_label": source["label"]}
        ensure_row(seeder, StrategyChange, natural, values)
