"""From what happened to who is to be told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..enums import NewsKind
from ..models import News
from ..news import audiences, note_for
from .noticing import notice_news

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from ...cases.models import Answer, Effect
    from ...models import Comment

BATCH = 500


def note_news(kind: NewsKind, subject_id: int, *, topic_id: int, by: User | None) -> None:
    """Write down that followers may want to hear of it, in the transaction in which it happens.

    What became public again is spread again; who was told already is not told twice.
    """
    News.objects.update_or_create(
        kind=kind,
        subject_id=subject_id,
        defaults={"spread_at": None},
        create_defaults={"topic_id": topic_id, "by": by},
    )


def comment_became_public(comment: Comment, by: User | None) -> None:
    """Listens to "comment published": the moderator who approved it is not its author."""
    note_news(NewsKind.COMMENT, comment.pk, topic_id=comment.topic_id, by=comment.author)


def spread_news() -> int:
    """Note for every follower what is new, once each. Returns how many news were spread."""
    notice_news()
    spread = 0
    while one := _spread_next():
        spread += one
        if spread >= BATCH:
            break
    return spread


@transaction.atomic
def _spread_next() -> int:
    news = News.objects.unspread().order_by("pk").select_for_update(skip_locked=True).first()
    if news is None:
        return 0
    for audience in audiences(news):
        note_for(news, audience)
    news.spread_at = timezone.now()
    news.save(update_fields=["spread_at"])
    return 1


def answer_became_public(answer: Answer, by: User | None) -> None:
    """Listens to "answer published"."""
    topic_id = answer.case.comment.topic_id
    note_news(NewsKind.ANSWER, answer.pk, topic_id=topic_id, by=by)


def effect_became_public(effect: Effect, by: User | None) -> None:
    """Listens to "effect recorded"."""
    topic_id = effect.case.comment.topic_id
    note_news(NewsKind.EFFECT, effect.pk, topic_id=topic_id, by=by)
