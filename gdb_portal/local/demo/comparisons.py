"""A comparison that many invented people answered, so that a ranking can be seen."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from participation.models import Comment, Topic
from participation.pairwise.models import Comparison, ComparisonItem
from participation.pairwise.services.answering import answer_pair
from strategy.seed.records import Seeder

from .persons import crowd, person

CONTENT = Path(__file__).parent / "content" / "comparisons.toml"


@transaction.atomic
def ensure_comparisons() -> None:
    """The comparison and its answers are made once; the worker makes the ranking."""
    content = tomllib.loads(CONTENT.read_text())
    topic = Topic.objects.filter(slug=content["topic"]).first()
    if topic is None:
        # Somebody removed it: what was removed stays removed.
        return
    Seeder().ensure(
        f"demo:comparison:{topic.slug}",
        content["title"],
        find=lambda: Comparison.objects.filter(topic=topic, title=content["title"]).first(),
        make=lambda: _make(topic, content),
        refresh=lambda comparison: None,
        state=lambda comparison: str(comparison.pk),
    )


def _make(topic: Topic, content: dict[str, Any]) -> Comparison:
    comparison = Comparison(
        topic=topic,
        title=content["title"],
        introduction=content["introduction"],
        pairs_per_person=content["pairs_per_person"],
        # Always the same pairs: a demonstration looks alike wherever it runs.
        seed="demonstration",
        live=False,
    )
    comparison.items = [
        ComparisonItem(text=item["text"], comment=_contribution(topic, item))
        for item in content["items"]
    ]
    comparison.save()
    comparison.save_revision(user=person("redaktion")).publish(user=person("chefredaktion"))
    comparison = Comparison.objects.prefetch_related("items__comment").get(pk=comparison.pk)
    items = comparison.items.all()
    views = {item.pk: said["views"] for item, said in zip(items, content["items"], strict=True)}
    camp_of = [camp for camp, size in enumerate(content["camps"]) for _person in range(size)]
    for place, by in enumerate(crowd(len(camp_of))):
        for number, (first, second) in enumerate(comparison.pairs_for(by)[: content["answered"]]):
            # Nobody always answers by their camp, and close things are hard to decide.
            ahead = views[first][camp_of[place]] - views[second][camp_of[place]]
            ahead += (place * 7 + number * 5) % 9 - 4
            preference = "first" if ahead > 0 else "second" if ahead < 0 else "equal"
            answer_pair(
                comparison,
                by=by,
                pair=(first, second),
                preference=preference,
                read=comparison.fingerprint(),
            )
    return comparison


def _contribution(topic: Topic, item: dict[str, Any]) -> Comment | None:
    if "contribution" not in item:
        return None
    said = Comment.objects.on(topic).published().filter(text__startswith=item["contribution"])
    return said.order_by("pk").first()
