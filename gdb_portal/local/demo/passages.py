"""What the demonstration's persons say about and vote on single sentences, all of it invented."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from participation.enums import VoteValue
from participation.models import Comment, Topic, VotedPassage
from participation.moderation.services import approve
from participation.passages import topics_on_strategy
from participation.services.anchor import comment_on_passage, keep_page_texts
from participation.services.passage_vote import vote_on_passage
from strategy.models import PageVersion, Section, StrategyVersion, TextVersion

from .persons import person, voters

CONTENT = Path(__file__).parent / "content" / "passages.toml"
NAMESPACE = uuid.UUID("0c0d7a2e-92c9-4f0e-8a43-2f1c07a5a9d4")


class Found(NamedTuple):
    """Where the words of an entry stand."""

    topic: Topic
    section: Section
    place: int
    start: int


def ensure_passages() -> int:
    """Each remark and vote is made once; where its words or its topic are missing, it is left out.

    Returns how many remarks were made.
    """
    keep_page_texts()
    content, made = tomllib.loads(CONTENT.read_text()), 0
    for number, said in enumerate(content["said"]):
        key = uuid.uuid5(NAMESPACE, f"passage:{number}")
        if not Comment.objects.filter(request_key=key).exists():
            for found in _find(said):
                _say(said, key, found)
                made += 1
    for voted in content["voted"]:
        for found in _find(voted):
            _vote(voted, found)
    return made


def _say(said: dict[str, Any], key: uuid.UUID, found: Found) -> None:
    comment = comment_on_passage(
        found.topic,
        found.section,
        found.place,
        by=person(said["by"]),
        start=found.start,
        end=found.start + len(said["quote"]),
        text=said["text"],
        request_key=key,
    )
    if not comment.is_published:
        approve(comment, by=person("moderation"))


def _vote(voted: dict[str, Any], found: Found) -> None:
    known = VotedPassage.objects.filter(topic=found.topic, section=found.section, place=found.place)
    if known.exists():
        return
    hands = iter(voters())
    for value in (VoteValue.AGREE, VoteValue.DISAGREE):
        for _number in range(voted[value.value]):
            vote_on_passage(
                found.topic, found.section, found.place, by=next(hands), value=value.value
            )


def _find(entry: dict[str, Any]) -> Iterator[Found]:
    """The first paragraph of the entry's section that holds its words; nothing if none does."""
    topic = Topic.objects.public().filter(slug=entry["topic"]).first()
    text = _text(topic, is_draft=entry.get("is_draft", False)) if topic else None
    if topic is None or text is None:
        return
    for section in Section.objects.of(text).with_text().filter(anchor=entry["section"]):
        for place, (_block, words) in enumerate(section.paragraphs, start=1):
            if entry["quote"] in words:
                yield Found(topic, section, place, words.index(entry["quote"]))
                return


def _text(topic: Topic, *, is_draft: bool) -> TextVersion | None:
    if not topics_on_strategy().filter(pk=topic.pk).exists():
        return PageVersion.objects.released().of(topic.page).first()
    if is_draft:
        return StrategyVersion.objects.released().filter(is_demonstration=True).first()
    return StrategyVersion.objects.in_force().first()
