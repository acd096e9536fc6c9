"""Saying publicly what became of a topic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from gdb_portal.core.events import record_event

from ..exceptions import TopicStillOpen
from ..models import Outcome, OutcomeDecision, Topic
from .comment import forget_topic_pages

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


class DecisionText(NamedTuple):
    verdict: str
    text: str
    link: str = ""


@transaction.atomic
def publish_outcome(
    topic: Topic, *, by: User, text: str, decisions: Iterable[DecisionText] = ()
) -> Outcome:
    """Everyone reads what became of the topic, beside what was promised. Said again, it is changed.

    The first day stays: a later correction does not make a late outcome early or an early one late.
    Raises TopicStillOpen before the last open phase has ended, by the database's clock.
    """
    topic = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    over = Topic.objects.public().with_dates().filter(taking_part_ends_at__lte=Now())
    if not over.filter(pk=topic.pk).exists():
        raise TopicStillOpen
    outcome, created = Outcome.objects.get_or_create(
        topic=topic, defaults={"text": text, "published_by": by}
    )
    if not created:
        outcome.text, outcome.changed_at = text, timezone.now()
        outcome.save(update_fields=["text", "changed_at"])
        outcome.decisions.all().delete()
    OutcomeDecision.objects.bulk_create(
        OutcomeDecision(outcome=outcome, position=number, **decision._asdict())
        for number, decision in enumerate(decisions)
    )
    kind = "topic.outcome_published" if created else "topic.outcome_changed"
    record_event(kind, on=topic, by=by)
    forget_topic_pages(topic.pk)
    return outcome
