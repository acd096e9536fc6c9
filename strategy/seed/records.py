"""Make once, refresh while untouched, never overwrite an editor, never bring back what is gone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from ..models import SeedRecord

# Raise it when the way from data to objects changes, so that untouched objects are refreshed.
FORMAT = 1

Thing = TypeVar("Thing", bound=models.Model)


@dataclass
class SeedReport:
    """What one run did."""

    created: list[str] = field(default_factory=list)
    refreshed: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    unchanged: int = 0

    def __str__(self) -> str:
        return (
            f"{len(self.created)} created, {len(self.refreshed)} refreshed, "
            f"{self.unchanged} unchanged, {len(self.left_alone)} left as editors made them"
        )


def fingerprint_of(data: Any) -> str:
    text = json.dumps([FORMAT, data], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Seeder:
    """Knows what earlier runs did; one instance per run."""

    def __init__(self) -> None:
        self.records = {record.key: record for record in SeedRecord.objects.all()}
        self.report = SeedReport()

    def ensure(
        self,
        key: str,
        data: Any,
        *,
        find: Callable[[], Thing | None],
        make: Callable[[], Thing],
        refresh: Callable[[Thing], None],
        state: Callable[[Thing], str],
    ) -> Thing | None:
        """The object called `key`, made or refreshed where allowed; None when it was removed."""
        fingerprint = fingerprint_of(data)
        record = self.records.get(key)
        thing = find()
        if record is None:
            if thing is not None:
                self.report.left_alone.append(key)
                return thing
            thing = make()
            self.report.created.append(key)
        elif record.fingerprint == fingerprint:
            self.report.unchanged += 1
            return thing
        elif thing is None or state(thing) != record.state:
            self.report.left_alone.append(key)
            return thing
        else:
            refresh(thing)
            self.report.refreshed.append(key)
        self.records[key], _created = SeedRecord.objects.update_or_create(
            key=key, defaults={"fingerprint": fingerprint, "state": state(thing)}
        )
        return thing
