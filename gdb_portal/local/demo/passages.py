"""What the demonstration's persons say about single sentences of the invented draft."""

from __future__ import annotations

import tomllib
import uuid
from pathlib import Path
from typing import Any

from participation.models import Comment, Topic
from participation.moderation.services import approve
from participation.services.anchor import comment_on_passage
from strategy.models import Section, StrategyVersion

from .persons import person

CONTENT = Path(__file__).parent / "content" / "passages.toml"
NAMESPACE = uuid.UUID("0c0d7a2e-92c9-4f0e-8a43-2f1c07a5a9d4")


def ensure_passages() -> int:
    """Each remark is made once; where its sentence or its topic is missing, it is left out."""
    made = 0
    for number, said in enumerate(tomllib.loads(CONTENT.read_text())["said"]):
        key = uuid.uuid5(NAMESPACE, f"passage:{number}")
        if not Comment.objects.filter(request_key=key).exists():
            made += _say(said, key)
    return made


def _say(said: dict[str, Any], key: uuid.UUID) -> bool:
    topic = Topic.objects.public().filter(slug=said["topic"]).first()
    version = _version(is_draft=said.get("is_draft", False))
    if topic is None or version is None:
        return False
    for section in Section.objects.of(version).filter(anchor=said["section"]):
        for place, (_block, text) in enumerate(section.paragraphs, start=1):
            start = text.find(said["quote"])
            if start < 0:
                continue
            comment = comment_on_passage(
                topic,
                section,
                place,
                by=person(said["by"]),
                start=start,
                end=start + len(said["quote"]),
                text=said["text"],
                request_key=key,
            )
            if not comment.is_published:
                approve(comment, by=person("moderation"))
            return True
    return False


def _version(*, is_draft: bool) -> StrategyVersion | None:
    if is_draft:
        return StrategyVersion.objects.released().filter(is_demonstration=True).first()
    return StrategyVersion.objects.in_force().first()
