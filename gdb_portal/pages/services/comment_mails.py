"""Telling the people of the CMS what was said in the margin of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Comment, CommentReply, Page, PageSubscription

from gdb_portal.core.events import record_event
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import queue_mail

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

KIND = "page_commented"


@transaction.atomic
def tell_of_comments(
    page: Page,
    *,
    by: User,
    said: Sequence[Comment | CommentReply],
    settled: Sequence[Comment] = (),
    threads: Sequence[Comment] = (),
) -> int:
    """Queue a mail to everybody who hears of comments on this page, except to who just wrote.

    One mail waits per page and person, and what is said until it goes is in it: the editor saves
    every few seconds, and a review in ten comments is one mail. `threads` are the comments that
    were answered or settled: who wrote there hears of it, subscribed or not. Returns how many
    mails were queued.
    """
    moments = [one.created_at for one in said]
    moments += [one.resolved_at for one in settled if one.resolved_at]
    if not moments:
        return 0
    persons = [
        person
        for person in listeners(page, [one.pk for one in threads]).exclude(pk=by.pk).order_by("pk")
        if not _waiting(page, person).exists()
    ]
    if not persons:
        return 0
    event = record_event("page.commented", on=page, by=by)
    since: dt.datetime = min(moments)
    for person in persons:
        queue_mail(
            KIND,
            key=f"{event.pk}-{person.pk}",
            recipient=person,
            context={"page": page.pk, "since": since.isoformat()},
            cause=event,
        )
    return len(persons)


def listeners(page: Page, threads: Sequence[int]) -> QuerySet[User]:
    """Who asked for this page's comments, and who wrote in one of the threads (primary keys).

    Whoever switched these mails off in the CMS hears nothing.
    """
    subscribed = PageSubscription.objects.filter(page=page, comment_notifications=True)
    replied = CommentReply.objects.filter(comment__in=threads)
    began = Comment.objects.filter(pk__in=threads)
    return (
        get_user_model()
        .objects.filter(
            Q(pk__in=subscribed.values("user"))
            | Q(pk__in=replied.values("user"))
            | Q(pk__in=began.values("user")),
            is_active=True,
        )
        .exclude(wagtail_userprofile__updated_comments_notifications=False)
    )


def _waiting(page: Page, person: User) -> QuerySet[OutboxMail]:
    return OutboxMail.objects.waiting().filter(kind=KIND, recipient=person, context__page=page.pk)
