"""Sorting contributions, writing themes, and publishing them with four eyes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.transitions import ensure_transition

from ..models import Comment, Topic
from ..services.comment import forget_topic_pages
from .enums import THEME_TRANSITIONS, ThemeStatus
from .exceptions import NothingBehindIt, NotTheirWords, OtherTopic, OwnWords, ThemeChanged
from .models import Label, Theme, ThemeSource

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User
    from strategy.models import Measure


@transaction.atomic
def label_comments(topic: Topic, name: str, comments: Iterable[Comment], *, by: User) -> Label:
    """The contributions carry the label; those that carried it before keep it.

    Raises OtherTopic.
    """
    comments = _all_of(topic, comments)
    label, _created = Label.objects.get_or_create(topic=topic, name=name)
    label.comments.add(*comments)
    record_event("topic.labelled", on=topic, by=by, label=label.pk, number=len(comments))
    return label


@transaction.atomic
def unlabel_comments(label: Label, comments: Iterable[Comment], *, by: User) -> None:
    """The contributions lose the label; a label without contributions is gone."""
    comments = _all_of(label.topic, comments)
    label.comments.remove(*comments)
    record_event("topic.unlabelled", on=label.topic, by=by, label=label.pk, number=len(comments))
    if not label.comments.exists():
        label.delete()


@transaction.atomic
def write_theme(
    topic: Topic, *, by: User, title: str, summary: str, measure: Measure | None = None
) -> Theme:
    """A draft that only those who evaluate can see."""
    theme = Theme.objects.create(
        topic=topic, title=title, summary=summary, measure=measure, written_by=by
    )
    record_event("theme.written", on=theme, by=by, topic=topic.pk)
    return theme


@transaction.atomic
def change_theme(
    theme: Theme, *, by: User, title: str, summary: str, measure: Measure | None = None
) -> Theme:
    """The theme has new words; if it was public, it is a draft again until somebody reads them.

    Raises ThemeChanged when it was merged meanwhile.
    """
    theme = _lock(theme)
    theme.title, theme.summary, theme.measure = title, summary, measure
    _touched(theme, by)
    theme.save()
    record_event("theme.changed", on=theme, by=by)
    return theme


@transaction.atomic
def add_sources(theme: Theme, comments: Iterable[Comment], *, by: User) -> None:
    """The theme rests on these contributions too; it is a draft until somebody reads it again.

    Raises OtherTopic, ThemeChanged.
    """
    theme = _lock(theme)
    comments = _all_of(theme.topic, comments)
    for comment in comments:
        ThemeSource.objects.get_or_create(theme=theme, comment=comment)
    _touched(theme, by)
    theme.save()
    record_event("theme.sources_added", on=theme, by=by, number=len(comments))


@transaction.atomic
def quote_source(source: ThemeSource, quote: str, *, by: User) -> None:
    """The theme shows these words of the contribution, or none. Raises NotTheirWords."""
    theme = _lock(source.theme)
    if quote and quote not in source.comment.text:
        raise NotTheirWords
    source.quote = quote
    source.save(update_fields=["quote"])
    _touched(theme, by)
    theme.save()
    record_event("theme.quoted", on=theme, by=by, comment=source.comment_id)


@transaction.atomic
def remove_source(source: ThemeSource, *, by: User) -> None:
    """The theme no longer rests on this contribution."""
    theme = _lock(source.theme)
    comment = source.comment_id
    source.delete()
    _touched(theme, by)
    theme.save()
    record_event("theme.source_removed", on=theme, by=by, comment=comment)


@transaction.atomic
def publish_theme(theme: Theme, *, by: User) -> Theme:
    """Everybody can read the theme, with the name of the person who checked it.

    Raises OwnWords, NothingBehindIt, IllegalTransition.
    """
    theme = _lock(theme)
    ensure_transition(theme.status, ThemeStatus.PUBLISHED, THEME_TRANSITIONS)
    if theme.written_by_id == by.pk:
        raise OwnWords
    if not theme.sources.public().exists():
        raise NothingBehindIt
    theme.status = ThemeStatus.PUBLISHED
    theme.reviewed_by, theme.published_at = by, timezone.now()
    theme.save()
    record_event("theme.published", on=theme, by=by)
    forget_topic_pages(theme.topic_id)
    return theme


@transaction.atomic
def take_back_theme(theme: Theme, *, by: User) -> Theme:
    """The theme is a draft again and gone from every page. Raises IllegalTransition."""
    theme = _lock(theme)
    ensure_transition(theme.status, ThemeStatus.DRAFT, THEME_TRANSITIONS)
    _make_draft(theme)
    theme.save()
    record_event("theme.taken_back", on=theme, by=by)
    return theme


@transaction.atomic
def merge_theme(theme: Theme, into: Theme, *, by: User) -> Theme:
    """What the theme rests on now carries the other one, which somebody must read again.

    The merged one stays in the record. Raises OtherTopic, ThemeChanged.
    """
    if theme.pk == into.pk or theme.topic_id != into.topic_id:
        raise OtherTopic
    # Always in one order: two merges the other way round wait for each other only once.
    first, second = sorted([theme, into], key=lambda one: one.pk)
    locked = {one.pk: one for one in (_lock(first), _lock(second))}
    theme, into = locked[theme.pk], locked[into.pk]
    kept = into.sources.values_list("comment_id", flat=True)
    theme.sources.exclude(comment__in=list(kept)).update(theme=into)
    theme.sources.all().delete()
    theme.status, theme.merged_into = ThemeStatus.MERGED, into
    theme.save()
    _touched(into, by)
    into.save()
    record_event("theme.merged", on=theme, by=by, into=into.pk)
    forget_topic_pages(theme.topic_id)
    return into


def _lock(theme: Theme) -> Theme:
    theme = Theme.objects.select_for_update(of=("self",)).select_related("topic").get(pk=theme.pk)
    if theme.status == ThemeStatus.MERGED:
        raise ThemeChanged
    return theme


def _touched(theme: Theme, by: User) -> None:
    """Whoever changed it last can't be the one who checks it."""
    if theme.is_published:
        _make_draft(theme)
    theme.written_by, theme.reviewed_by = by, None


def _make_draft(theme: Theme) -> None:
    theme.status = ThemeStatus.DRAFT
    theme.published_at = theme.reviewed_by = None
    forget_topic_pages(theme.topic_id)


def _all_of(topic: Topic, comments: Iterable[Comment]) -> list[Comment]:
    found = list(comments)
    if any(comment.topic_id != topic.pk for comment in found):
        raise OtherTopic
    return found
