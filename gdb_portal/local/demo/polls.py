"""Makes the demonstration's polls, and lets its persons answer them."""

from __future__ import annotations

from typing import Any

from participation.models import Poll, PollQuestion, Topic
from participation.services.poll import answer_poll

from .persons import person, voters


def make_poll(topic: Topic, entry: dict[str, Any]) -> Poll:
    """The poll is public, and each line of `answers` was sent by another person."""
    poll = Poll(topic=topic, title=entry["title"], introduction=entry["introduction"], live=False)
    poll.questions = [
        PollQuestion(
            kind=asked["kind"],
            text=asked["text"],
            hint=asked.get("hint", ""),
            options="\n".join(asked.get("options", [])),
            most=asked.get("most"),
        )
        for asked in entry["questions"]
    ]
    poll.save()
    poll.save_revision(user=person("redaktion")).publish(user=person("chefredaktion"))
    poll = Poll.objects.get(pk=poll.pk)
    questions = list(poll.questions.all())
    for by, answers in zip(voters(), entry["answers"], strict=False):
        said = {question.pk: answer for question, answer in zip(questions, answers, strict=True)}
        answer_poll(poll, by=by, answers=said, read=poll.fingerprint())
    return poll
