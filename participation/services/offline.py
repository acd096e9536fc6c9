"""Entering what people wrote on paper or said at an event."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q

from gdb_portal.accounts.models import User
from gdb_portal.core.events import record_event

from ..enums import PHASE_FEATURES, Feature, ModerationMode
from ..exceptions import EnteredBefore, PhaseClosed
from ..models import Comment, OfflineOrigin, Topic
from .comment import publish_comment

COMMENT_KINDS = [kind for kind, can in PHASE_FEATURES.items() if Feature.COMMENT in can]


@transaction.atomic
def enter_offline(
    topic: Topic,
    *,
    by: User,
    text: str,
    channel: str,
    said_on: dt.date,
    place: str,
    number: str,
    kind: str = "",
    stance: str = "",
) -> Comment:
    """Take in a contribution without an author, moderated like any other.

    It must have been made while people could comment; entering may come later, until the outcome
    is published. Raises PhaseClosed, EnteredBefore.
    """
    Topic.objects.select_for_update(of=("self",), no_key=True).get(pk=topic.pk)
    in_time = topic.phases.filter(
        Q(starts_at__date__lte=said_on) & Q(ends_at__date__gte=said_on), kind__in=COMMENT_KINDS
    )
    open_topics = Topic.objects.public().filter(pk=topic.pk, outcome=None)
    if not in_time.exists() or not open_topics.exists():
        raise PhaseClosed
    comment = Comment.objects.create(topic=topic, text=text, kind=kind, stance=stance)
    try:
        with transaction.atomic():
            OfflineOrigin.objects.create(
                comment=comment,
                topic=topic,
                channel=channel,
                said_on=said_on,
                place=place,
                number=number,
                entered_by=by,
            )
    except IntegrityError as error:
        raise EnteredBefore from error
    record_event("comment.entered_offline", on=comment, by=by, topic=topic.pk, channel=channel)
    if topic.moderation_mode == ModerationMode.POST:
        return publish_comment(comment, by=None)
    return comment
