"""Makes the demonstration's topics, and lets its persons write, vote, decide and answer.

Everything goes through the services that citizens and staff use, so this is a test of them as well.
"""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from gdb_portal.accounts.models import User
from participation.cases.models import Case
from participation.cases.services import publish_answer
from participation.enums import Channel, GuestPolicy, VoteValue
from participation.models import Comment, Topic, TopicPhase
from participation.moderation.services import approve, hide, receive_appeal
from participation.services.comment import submit_comment
from participation.services.offline import enter_offline
from participation.services.outcome import DecisionText, publish_outcome
from participation.services.vote import cast_comment_vote, cast_vote
from strategy.models import Administration
from strategy.seed.records import Seeder

from .persons import person, voters
from .polls import make_poll

CONTENT = Path(__file__).parent / "content" / "topics.toml"
NAMESPACE = uuid.UUID("5b7f6cf0-6a57-4c0e-9a3f-3a5f3f0d7b11")


@transaction.atomic
def ensure_topics() -> int:
    """Each topic is made once, with all that people say; what somebody removed stays removed."""
    seeder = Seeder()
    for entry in tomllib.loads(CONTENT.read_text())["topics"]:
        _ensure_topic(seeder, entry)
    return len(seeder.report.created)


def _ensure_topic(seeder: Seeder, entry: dict[str, Any]) -> None:
    slug = entry["slug"]

    def leave(topic: Topic) -> None:
        """People have written below it since."""

    seeder.ensure(
        f"demo:topic:{slug}",
        slug,
        find=lambda: Topic.objects.filter(slug=slug).first(),
        make=lambda: _make(entry),
        refresh=leave,
        state=lambda topic: str(topic.pk),
    )


def _make(entry: dict[str, Any]) -> Topic:
    topic = publish_topic(entry)
    for number, said in enumerate(entry.get("comments", [])):
        _say(topic, said, key=f"{topic.slug}:{number}")
    for sheet in entry.get("sheets", []):
        _enter(topic, sheet)
    vote_on(topic, entry.get("votes", {}))
    for poll in entry.get("polls", []):
        make_poll(topic, poll)
    if "closed_phases" in entry:
        _close(topic, entry)
    return topic


def publish_topic(entry: dict[str, Any]) -> Topic:
    """The topic of a content file, public, with its phases counted from today."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    copied = ("slug", "title", "influence", "open_to_influence", "not_open", "moderation_mode")
    topic = Topic(
        page=_page_at(entry["page"]),
        administration=Administration.objects.get(slug=entry["administration"]),
        introduction=entry["introduction"].strip(),
        answer_working_days=entry["answer_working_days"],
        answer_until=(today + dt.timedelta(days=entry["answer_day"])).date(),
        points_budget=entry.get("points_budget", 0),
        guest_policy=entry.get("guest_policy", GuestPolicy.ACCOUNTS),
        live=False,
        **{name: entry[name] for name in copied},
    )
    return _publish(topic, entry["phases"])


def _publish(topic: Topic, phases: list[dict[str, Any]]) -> Topic:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    topic.phases = [
        TopicPhase(
            kind=phase["kind"],
            starts_at=today + dt.timedelta(days=phase["from_day"]),
            ends_at=today + dt.timedelta(days=phase["to_day"]),
        )
        for phase in phases
    ]
    topic.save()
    topic.save_revision(user=person("redaktion")).publish(user=person("chefredaktion"))
    return Topic.objects.get(pk=topic.pk)


def _close(topic: Topic, entry: dict[str, Any]) -> None:
    """The demonstration looks back: what people said today lies weeks ago, and has its outcome."""
    topic = _publish(topic, entry["closed_phases"])
    if "outcome" in entry:
        said = entry["outcome"]
        publish_outcome(
            topic,
            by=person("verwaltung"),
            text=said["text"].strip(),
            decisions=[DecisionText(**decision) for decision in said["decisions"]],
        )


def _page_at(path: str) -> Page:
    home = Site.objects.get(is_default_site=True).root_page
    return Page.objects.get(url_path=home.url_path.rstrip("/") + path)


def _enter(topic: Topic, sheet: dict[str, Any]) -> None:
    """What somebody wrote on paper, typed in by staff."""
    comment = enter_offline(
        topic,
        by=person("moderation"),
        text=sheet["text"],
        channel=Channel.PAPER,
        said_on=timezone.localdate() + dt.timedelta(days=sheet["said_day"]),
        place=sheet["place"],
        number=sheet["number"],
        kind=sheet.get("kind", ""),
    )
    if not comment.is_published:
        approve(comment, by=person("moderation"))


def _say(topic: Topic, said: dict[str, Any], *, key: str, reply_to: Comment | None = None) -> None:
    comment = submit_comment(
        topic,
        by=person(said["by"]),
        text=said["text"],
        kind=said.get("kind", ""),
        stance=said.get("stance", ""),
        wants_answer=said.get("wants_answer", False),
        reply_to=reply_to,
        request_key=uuid.uuid5(NAMESPACE, key),
    )
    moderator = person("moderation")
    if said["state"] == "published" and not comment.is_published:
        approve(comment, by=moderator)
    elif said["state"] == "hidden":
        decision = hide(comment, by=moderator, rule=said["rule"], reason=said["reason"])
        if "appeal" in said:
            receive_appeal(decision, text=said["appeal"], by=person(said["by"]))
    comment.refresh_from_db()
    for number, reply in enumerate(said.get("replies", [])):
        _say(topic, reply, key=f"{key}:{number}", reply_to=comment)
    if "answer" in said:
        case = Case.objects.get(comment=comment)
        publish_answer(case, by=person("verwaltung"), text=said["answer"].strip())
    hands = iter(voters())
    for value in (VoteValue.AGREE, VoteValue.DISAGREE):
        for _vote_number in range(said.get(value.value, 0)):
            cast_comment_vote(comment, by=next(hands), value=value)


def vote_on(topic: Topic, votes: dict[str, int]) -> None:
    """So many invented people give each value to the topic's question."""
    hands: list[User] = voters()
    for value, count in votes.items():
        for _number in range(count):
            cast_vote(topic, by=hands.pop(), value=value)
