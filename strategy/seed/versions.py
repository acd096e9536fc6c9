"""The version of the strategy that the Senate adopted."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from ..models import StrategyPage, StrategyVersion
from ..services.version import release_version
from .directory import read
from .records import Seeder


def seed_versions(seeder: Seeder) -> None:
    """Freeze the seeded chapters as version 1, once; without a strategy page there is none."""
    page = StrategyPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if page is None or not page.get_children().live().exists():
        return
    entry: dict[str, Any] = read("versions.toml")["first"]
    seeder.ensure(
        "version:1",
        # Only the number: what is frozen is never refreshed.
        1,
        find=lambda: StrategyVersion.objects.filter(number=1).first(),
        make=lambda: release_version(page, by=None, **entry),
        refresh=lambda version: None,
        state=lambda version: str(version.pk),
    )
