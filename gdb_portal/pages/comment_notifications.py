"""The mail about comments in the margin of a page, read when it goes out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment, CommentReply, Page, PageSubscription

from gdb_portal.accounts.models import User
from gdb_portal.accounts.personal_data import register_personal_data
from gdb_portal.core.events import register_event
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail

from .services.comment_mails import KIND, listeners

# A review goes on for a while: it is told as one mail.
HOLD = dt.timedelta(minutes=10)


def page_commented(mail: OutboxMail) -> dict[str, Any] | None:
    """What others said since then, as far as it is there and the person still wants to know."""
    page = Page.objects.filter(pk=mail.context.get("page")).first()
    person = mail.recipient
    if page is None or person is None:
        return None
    if not page.permissions_for_user(person).can_edit():
        return None
    since = dt.datetime.fromisoformat(mail.context["since"])
    mine = _threads_of(page, person)
    if not listeners(page, mine).filter(pk=person.pk).exists():
        return None
    subscribed = PageSubscription.objects.filter(
        page=page, user=person, comment_notifications=True
    ).exists()
    comments = Comment.objects.filter(page=page).select_related("user").order_by("pk")
    replies = (
        CommentReply.objects.filter(comment__page=page, created_at__gte=since)
        .exclude(user=person)
        .select_related("user", "comment__user")
        .order_by("comment_id", "pk")
    )
    settled = comments.filter(resolved_at__gte=since).exclude(resolved_by=person)
    new = comments.filter(created_at__gte=since, resolved_at=None).exclude(user=person)
    if not subscribed:
        new = new.none()
        replies, settled = replies.filter(comment__in=mine), settled.filter(pk__in=mine)
    shown = {
        "new": list(new),
        "replies": list(replies),
        "settled": list(settled.select_related("resolved_by")),
    }
    count = sum(map(len, shown.values()))
    if not count:
        return None
    title = page.specific_deferred.get_admin_display_title()
    return {
        "subject": ngettext(
            "%(count)s Kommentar am Rand von „%(title)s“",
            "%(count)s Kommentare am Rand von „%(title)s“",
            count,
        )
        % {"count": count, "title": title},
        "title": title,
        "path": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        **shown,
    }


def _threads_of(page: Page, person: User) -> list[int]:
    """The primary keys of the comments that the person wrote or answered."""
    began = Comment.objects.filter(page=page, user=person)
    answered = Comment.objects.filter(page=page, replies__user=person)
    return list((began | answered).distinct().values_list("pk", flat=True))


def export_comments(user: User) -> list[dict[str, Any]]:
    rows = [
        *Comment.objects.filter(user=user).select_related("page").order_by("pk"),
        *CommentReply.objects.filter(user=user).select_related("comment__page").order_by("pk"),
    ]
    return [
        {
            gettext("Seite"): (getattr(row, "page", None) or row.comment.page).title,
            gettext("Text"): row.text,
            gettext("Geschrieben am"): row.created_at,
        }
        for row in rows
    ]


def register() -> None:
    register_event("page.commented", _("Am Rand der Seite wurde kommentiert."))
    register_personal_data(
        "page_comments", title=_("Kommentare am Rand von Seiten"), export=export_comments
    )
    register_mail_kind(
        MailKind(
            name=KIND,
            label=_("Kommentare am Rand einer Seite"),
            template="emails/page_commented",
            build=page_commented,
            hold=HOLD,
            why=_(
                "Sie bekommen diese Mail, weil Sie dort mitschreiben. Abschalten können Sie das am "
                "Rand der Seite oder unter „Konto“ in der Redaktion."
            ),
        )
    )
