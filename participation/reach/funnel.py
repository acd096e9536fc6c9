"""From reading to speaking: how many pages were opened, forms begun, contributions sent.

Only the pages are counted in passing (`DailyCount`). Contributions, votes and followers are counted
from their own rows, so their numbers are those of the result page and the open table.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Min, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..digests.models import Subscription
from ..disclosure import SMALLEST_CELL, publishable
from ..enums import CommentStatus
from ..models import Comment, PollSheet, Tally, Topic, Vote
from .enums import Span, TopicPage
from .models import DailyCount

# What the public version is rounded down to.
TENS, HUNDREDS, ROUNDED_TO_HUNDREDS_FROM = 10, 100, 1000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way. `share` of the widest in thousandths: the length of the bar."""

    label: Any
    number: int
    share: int
    # Of the step before, in percent; None for the first, and where counting began too late.
    of_step_before: int | None = None


@dataclass(slots=True)
class Day:
    day: dt.date
    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(slots=True)
class Funnel:
    """A topic's way from reading to speaking in a span of days."""

    steps: list[Step]
    pages: list[tuple[Any, int]]
    days: list[Day]
    counted_since: dt.date | None


def first_day(span: str) -> dt.date | None:
    """The first day of a span that ends today; None where it begins with the counting."""
    return None if span == Span.ALL else timezone.localdate() - dt.timedelta(days=int(span) - 1)


def funnel_of(topic: Topic, since: dt.date | None = None) -> Funnel:
    """Everything from `since` on, exact, for those who evaluate; three queries."""
    days = days_of(topic, since)
    totals: dict[str, int] = defaultdict(int)
    for day in days:
        for name, number in day.numbers.items():
            totals[name] += number
    began = DailyCount.objects.on(topic).aggregate(day=Min("day"))["day"]
    return Funnel(
        steps=_steps(
            (_("Seite des Themas geöffnet"), totals[TopicPage.TOPIC]),
            (_("Formular geöffnet"), totals[TopicPage.FORM]),
            (_("Beitrag abgeschickt"), totals["submitted"]),
            (_("Beitrag öffentlich"), totals["published"]),
        ),
        pages=[(page.label, totals[page]) for page in TopicPage],
        days=days,
        counted_since=began,
    )


def days_of(topic: Topic, since: dt.date | None = None) -> list[Day]:
    """Every day on which something was counted, the oldest first; two queries."""
    days: dict[dt.date, Day] = {}

    def day(of: dt.date) -> Day:
        return days.setdefault(of, Day(of))

    for counted in DailyCount.objects.on(topic).since(since):
        day(counted.day).numbers[counted.kind] = counted.number
    sent = (
        _online(topic)
        .annotate(
            sent_on=TruncDate("submitted_at"),
            public_on=TruncDate("published_at"),
        )
        .values("sent_on", "public_on", "status")
        .annotate(number=Count("pk"))
        .order_by("sent_on", "public_on", "status")
    )
    for row in sent:
        if since is None or row["sent_on"] >= since:
            day(row["sent_on"]).numbers["submitted"] += row["number"]
        if row["status"] != CommentStatus.PUBLISHED:
            continue
        if since is None or row["public_on"] >= since:
            day(row["public_on"]).numbers["published"] += row["number"]
    return [days[one] for one in sorted(days)]


def beside(topic: Topic) -> list[tuple[Any, int | None]]:
    """What else people do at a topic, until now. None while the topic hides its counts."""
    shown = topic.shows_counts()
    tally = Tally.objects.filter(topic=topic).first() or Tally(topic=topic)
    on_topic = tally.agree_count + tally.neutral_count + tally.disagree_count
    on_comments = Vote.objects.filter(topic=topic, comment__isnull=False).count()
    return [
        (_("Stimmen zum Thema"), on_topic if shown else None),
        (_("Stimmen zu Beiträgen"), on_comments if shown else None),
        (_("ausgefüllte Umfragebögen"), PollSheet.objects.filter(poll__topic=topic).count()),
        (_("folgen dem Thema"), Subscription.objects.to(topic).count()),
    ]


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A step as everybody may see it: rounded, or None where it is too few or tells too much."""

    label: Any
    number: int | None
    share: int
    is_rounded: bool = True


def public_funnel(topic: Topic) -> list[PublicStep]:
    """The way rounded down; nothing where hardly anybody read. One query.

    What was sent is left out where it would tell how few contributions are not public.
    """
    pages = DailyCount.objects.on(topic).filter(kind__in=[TopicPage.TOPIC, TopicPage.FORM])
    contributions = _online(topic).order_by().values_list(F("status")).annotate(total=Count("pk"))
    counted: dict[str, int] = dict(
        pages.values_list(F("kind")).annotate(total=Sum("number")).union(contributions, all=True)
    )
    read = {page: counted.get(page, 0) for page in (TopicPage.TOPIC, TopicPage.FORM)}
    widest = rounded(read[TopicPage.TOPIC])
    if widest is None:
        return []
    sent = sum(counted.get(status, 0) for status in CommentStatus.values)
    public = counted.get(CommentStatus.PUBLISHED, 0)
    parts = publishable({"public": public, "not_public": sent - public})

    def step(label: Any, number: int | None, *, is_rounded: bool = True) -> PublicStep:
        return PublicStep(label, number, _share(number or 0, widest), is_rounded)

    return [
        step(_("Seite des Themas geöffnet"), widest),
        step(_("Formular geöffnet"), rounded(read[TopicPage.FORM])),
        step(
            _("Beitrag abgeschickt"),
            None if parts["not_public"] is None else sent,
            is_rounded=False,
        ),
        step(_("Beitrag öffentlich"), public, is_rounded=False),
    ]


def rounded(number: int) -> int | None:
    """Down to tens, from a thousand on to hundreds; None for less than the first ten."""
    unit = HUNDREDS if number >= ROUNDED_TO_HUNDREDS_FROM else TENS
    return number // unit * unit if number >= max(TENS, SMALLEST_CELL) else None


def page_readings(since: dt.date | None) -> list[tuple[str, int]]:
    """How often pages that belong to no topic were opened, by kind, the most read first."""
    rows = DailyCount.objects.of_pages().since(since).values("kind").annotate(sum=Sum("number"))
    return [(row["kind"], row["sum"]) for row in rows.order_by("-sum", "kind")]


def _online(topic: Topic) -> Any:
    """What came in by a form of the portal: a sheet of paper was never read on a screen."""
    return Comment.objects.on(topic).filter(offline=None)


def _steps(*counted: tuple[Any, int]) -> list[Step]:
    widest = max(number for _label, number in counted)
    steps: list[Step] = []
    for label, number in counted:
        before = steps[-1].number if steps else 0
        part = round(100 * number / before) if before >= number and before else None
        steps.append(Step(label, number, _share(number, widest), part))
    return steps


def _share(number: int, widest: int) -> int:
    return min(round(1000 * number / widest), 1000) if widest else 0
