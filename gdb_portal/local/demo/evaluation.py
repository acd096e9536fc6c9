"""Themes that invented staff made of invented contributions."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from participation.evaluation.models import Theme
from participation.evaluation.services import (
    add_sources,
    publish_theme,
    quote_source,
    write_theme,
)
from participation.models import Comment, Topic
from strategy.seed.records import Seeder

from .persons import person

CONTENT = Path(__file__).parent / "content" / "evaluation.toml"


@transaction.atomic
def ensure_themes() -> None:
    """Each theme is made once; where its topic is missing, it is left out."""
    for number, entry in enumerate(tomllib.loads(CONTENT.read_text())["themes"]):
        topic = Topic.objects.public().filter(slug=entry["topic"]).first()
        if topic is not None:
            _ensure(topic, entry, f"{topic.slug}:{number}")


def _ensure(topic: Topic, entry: dict[str, Any], name: str) -> None:
    Seeder().ensure(
        f"demo:theme:{name}",
        name,
        find=lambda: Theme.objects.filter(topic=topic, title=entry["title"]).first(),
        make=lambda: _make(topic, entry),
        refresh=lambda theme: None,
        state=lambda theme: str(theme.pk),
    )


def _make(topic: Topic, entry: dict[str, Any]) -> Theme:
    editor = person("redaktion")
    theme = write_theme(topic, by=editor, title=entry["title"], summary=entry["summary"].strip())
    for quote in entry["quotes"]:
        comment = Comment.objects.on(topic).published().get(text__contains=quote)
        add_sources(theme, [comment], by=editor)
        quote_source(theme.sources.get(comment=comment), quote, by=editor)
    return publish_theme(theme, by=person("chefredaktion"))
