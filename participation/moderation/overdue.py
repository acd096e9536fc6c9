"""What a notice of overdue moderation is still about: one line for each thing that waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .deadlines import due_on, late_comments
from .enums import OverdueStep, ReportGround
from .models import Appeal, OverdueNotice, Report

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """`due` is a date or a moment in words; `url` leads to the desk, which only moderators see.

    Urgent is what may be against the law.
    """

    what: str
    topic: str
    due: str
    since: dt.datetime
    url: str
    is_urgent: bool = False


def lines_of(notice: OverdueNotice, reader: User) -> list[OverdueLine]:
    """What still waits as it did when it was told: what is urgent first, then the oldest.

    A moderator reads only what they may decide on; the administrators all of it.
    """
    since: dict[str, dict[int, dt.datetime]] = {"comment": {}, "report": {}, "appeal": {}}
    for step in notice.steps.all():
        for name, moments in since.items():
            pk = getattr(step, f"{name}_id")
            if pk is not None:
                moments[pk] = step.since
    lines = [
        *_comments(since["comment"]),
        *_reports(since["report"]),
        *_appeals(since["appeal"], None if is_for_administrators(notice) else reader),
    ]
    return sorted(lines, key=lambda line: (not line.is_urgent, line.since, line.url))


def is_for_administrators(notice: OverdueNotice) -> bool:
    return bool(notice.step == OverdueStep.ADMINISTRATORS)


def _comments(since: dict[int, dt.datetime]) -> list[OverdueLine]:
    return [
        OverdueLine(
            what=_("neuer Beitrag"),
            topic=comment.topic.title,
            due=date_format(due_on(comment.waiting_since), "DATE_FORMAT"),
            since=comment.waiting_since,
            url=reverse("moderation:review", args=[comment.pk]),
        )
        for comment in late_comments().filter(pk__in=since).select_related("topic")
        if comment.waiting_since == since[comment.pk]
    ]


def _reports(since: dict[int, dt.datetime]) -> list[OverdueLine]:
    return [
        OverdueLine(
            what=_("Meldung %(number)s: rechtswidriger Inhalt") % {"number": report.reference}
            if report.ground == ReportGround.ILLEGAL
            else _("Meldung %(number)s") % {"number": report.reference},
            topic=report.comment.topic.title,
            due=_moment(report.due_at),
            since=report.created_at,
            url=reverse("moderation:review", args=[report.comment_id]),
            is_urgent=report.ground == ReportGround.ILLEGAL,
        )
        for report in Report.objects.open().filter(pk__in=since).select_related("comment__topic")
    ]


def _appeals(since: dict[int, dt.datetime], reader: User | None) -> list[OverdueLine]:
    rows: Any = Appeal.objects.open() if reader is None else Appeal.objects.for_moderator(reader)
    return [
        OverdueLine(
            what=_("Beschwerde %(number)s") % {"number": appeal.reference},
            topic=appeal.decision.comment.topic.title,
            due=_moment(appeal.due_at),
            since=appeal.created_at,
            url=reverse("moderation:appeal", args=[appeal.reference]),
        )
        for appeal in rows.filter(pk__in=since).select_related("decision__comment__topic")
    ]


def _moment(value: dt.datetime) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")
