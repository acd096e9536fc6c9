"""Finding what editors made public. Nobody tells us of it: what nobody noted yet is new.

Anti-joins, not windows: a page that was published by hand, by schedule, by approval or from a file
is found alike, late commits too. News carries the moment of publication, so whoever follows since
then is not told what was there before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from pilots.models import Finding, PilotUpdate
from strategy.models import Measure, MeasureChange, Milestone

from ...models import Topic
from ..enums import NewsKind, StepKind
from ..models import MeasureStep, News

MEASURE = ("title", "pk", "kind", "measure_id")


def notice_news() -> int:
    """Note what became public about measures and topics since somebody last looked.

    Two at once note everything once. Returns how much was new.
    """
    return _notice_changes() + _notice_steps() + _notice_topics()


def _unnoticed(rows: QuerySet, kind: NewsKind) -> QuerySet:
    return rows.filter(~Exists(News.objects.filter(kind=kind, subject_id=OuterRef("pk"))))


def _notice_changes() -> int:
    """What was said of measures' progress; see strategy's record."""
    public = MeasureChange.objects.filter(
        measure__live=True, measure__locale__language_code=settings.LANGUAGE_CODE
    )
    rows = _unnoticed(public, NewsKind.CHANGE).order_by("pk")
    news = [
        News(
            kind=NewsKind.CHANGE,
            subject_id=change.pk,
            measure_id=change.measure_id,
            by_id=change.by_id,
            happened_at=change.created_at,
        )
        for change in rows.only("pk", "measure_id", "by_id", "created_at")
    ]
    News.objects.bulk_create(news, ignore_conflicts=True)
    return len(news)


def _notice_topics() -> int:
    public = Topic.objects.public().filter(first_published_at__isnull=False)
    rows = _unnoticed(public, NewsKind.TOPIC).order_by("pk")
    news = [
        News(
            kind=NewsKind.TOPIC,
            subject_id=topic.pk,
            topic=topic,
            by_id=topic.live_revision.user_id if topic.live_revision else None,
            happened_at=topic.first_published_at,
        )
        for topic in rows.select_related("live_revision")
    ]
    News.objects.bulk_create(news, ignore_conflicts=True)
    return len(news)


def _notice_steps() -> int:
    count = 0
    for rows in _unknown_steps():
        for title, source, kind, measure_id in list(rows.order_by("pk").values_list(*MEASURE)):
            count += _notice_step(measure_id, StepKind(kind), title, source)
    return count


def _unknown_steps() -> Iterator[QuerySet]:
    """Milestones, updates and findings on public pages that were not known by word or number."""
    reached = Case(
        When(reached_on=None, then=Value(StepKind.PLANNED.value)),
        default=Value(StepKind.REACHED.value),
    )
    yield _unknown(Milestone.objects.annotate(kind=reached))
    pilots = {"measure_id": F("pilot_id")}
    update, finding = Value(StepKind.UPDATE.value), Value(StepKind.FINDING.value)
    yield _unknown(PilotUpdate.objects.annotate(kind=update, **pilots))
    yield _unknown(Finding.objects.annotate(kind=finding, **pilots))


def _unknown(rows: QuerySet) -> QuerySet:
    known = MeasureStep.objects.filter(
        Q(title=OuterRef("title")) | Q(source_id=OuterRef("pk")),
        measure=OuterRef("measure_id"),
        kind=OuterRef("kind"),
    )
    public = Measure.objects.live().in_source_language()
    return rows.filter(~Exists(known), Exists(public.filter(pk=OuterRef("measure_id"))))


@transaction.atomic
def _notice_step(measure_id: int, kind: StepKind, title: str, source_id: int) -> bool:
    """Make the step known. What stands there when a measure first appears is no news of its own."""
    step, created = MeasureStep.objects.get_or_create(
        measure_id=measure_id, kind=kind, title=title, defaults={"source_id": source_id}
    )
    if not created:
        return False
    measure = Measure.objects.select_related("live_revision").get(pk=measure_id)
    if measure.last_published_at == measure.first_published_at:
        return False
    News.objects.create(
        kind=NewsKind.STEP,
        subject_id=step.pk,
        measure_id=measure_id,
        by_id=measure.live_revision.user_id if measure.live_revision else None,
        happened_at=_since(measure.last_published_at),
    )
    return True


def _since(moment: dt.datetime | None) -> dt.datetime:
    return moment or timezone.now()
