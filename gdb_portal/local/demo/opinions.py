"""A topic on which many invented people voted, so that its opinion map has something to show."""

from __future__ import annotations

import tomllib
import uuid
from pathlib import Path
from typing import Any

from django.db import transaction

from participation.enums import VoteValue
from participation.models import Topic
from participation.moderation.services import approve
from participation.services.comment import submit_comment
from participation.services.vote import cast_comment_vote
from strategy.seed.records import Seeder

from .contributions import publish_topic, vote_on
from .persons import crowd, person

CONTENT = Path(__file__).parent / "content" / "opinions.toml"
NAMESPACE = uuid.UUID("e7b1a1c4-51f7-4b37-9f55-3d1f0a9b7c26")


@transaction.atomic
def ensure_opinions() -> None:
    """The topic and its votes are made once; the worker makes the map."""
    content = tomllib.loads(CONTENT.read_text())
    slug = content["topic"]["slug"]
    Seeder().ensure(
        f"demo:topic:{slug}",
        slug,
        find=lambda: Topic.objects.filter(slug=slug).first(),
        make=lambda: _make(content),
        refresh=lambda topic: None,
        state=lambda topic: str(topic.pk),
    )


def _make(content: dict[str, Any]) -> Topic:
    topic = publish_topic(content["topic"])
    vote_on(topic, content["topic"]["votes"])
    people = crowd(sum(content["camps"]))
    camp_of = [camp for camp, size in enumerate(content["camps"]) for _person in range(size)]
    for number, said in enumerate(content["contributions"]):
        comment = submit_comment(
            topic,
            by=person(said["by"]),
            text=said["text"],
            request_key=uuid.uuid5(NAMESPACE, f"{topic.slug}:{number}"),
        )
        approve(comment, by=person("moderation"))
        for place, voter in enumerate(people):
            # Not everybody votes on everything, and nobody always votes with their camp.
            if (place * 7 + number * 3) % 8 == 0:
                continue
            agrees = said["views"][camp_of[place]] == "+"
            if (place * 5 + number * 11) % 9 == 0:
                agrees = not agrees
            value = VoteValue.AGREE if agrees else VoteValue.DISAGREE
            cast_comment_vote(comment, by=voter, value=value)
    return topic
