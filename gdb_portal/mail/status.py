"""How sending is going, in numbers, and what somebody should look after. One truth for the CMS, for
`manage.py mail_status` and for whoever watches the installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import MailStatus, Priority
from .models import JobSignal, KindPause, MailServer, OutboxMail, Suppression

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
# How long each job may be silent, in beats of its schedule and some patience.
JOBS: Final = {
    "send-urgent-mail": dt.timedelta(minutes=5),
    "send-due-mail": dt.timedelta(minutes=15),
    "repair-mail": HOUR,
}


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """`counts`: mails of the last seven days by state (waiting ones of any age)."""

    counts: dict[str, int]
    late_urgent: dt.timedelta
    late_other: dt.timedelta
    sent_last_hour: int
    failed_last_hour: int
    unknown_last_day: int
    last_sent_at: dt.datetime | None
    server: MailServer | None
    paused: list[KindPause]
    suppressed_count: int
    silent_jobs: list[str]


def read_status(now: dt.datetime | None = None) -> OutboxStatus:
    """The present numbers. Late counts from the moment a mail could have gone."""
    now = now or timezone.now()
    mails = OutboxMail.objects.all()
    recent = mails.filter(created_at__gt=now - 7 * DAY)
    counts = {
        **dict.fromkeys(MailStatus.values, 0),
        **dict(recent.values_list("status").annotate(Count("pk")).order_by()),
        str(MailStatus.QUEUED): mails.waiting().count(),
    }
    due = mails.due(now).order_by()
    signals = dict(JobSignal.objects.values_list("job", "finished_at"))
    return OutboxStatus(
        counts=counts,
        late_urgent=_age(due.filter(priority=Priority.TRANSACTIONAL), now),
        late_other=_age(due.exclude(priority=Priority.TRANSACTIONAL), now),
        sent_last_hour=recent.filter(sent_at__gt=now - HOUR).count(),
        failed_last_hour=recent.filter(status=MailStatus.FAILED, claimed_at__gt=now - HOUR).count(),
        unknown_last_day=recent.filter(status=MailStatus.UNKNOWN, claimed_at__gt=now - DAY).count(),
        last_sent_at=recent.aggregate(Max("sent_at"))["sent_at__max"],
        server=MailServer.objects.filter(down_since__isnull=False).first(),
        paused=list(KindPause.objects.order_by("kind")),
        suppressed_count=Suppression.objects.active(now).count(),
        silent_jobs=[
            job
            for job, patience in JOBS.items()
            if job in signals and signals[job] < now - patience
        ],
    )


def _age(due: Any, now: dt.datetime) -> dt.timedelta:
    # A mail that failed for the moment is late from its first day, not from its next try.
    oldest = due.filter(attempts=0).aggregate(Min("next_attempt_at"))["next_attempt_at__min"]
    return now - oldest if oldest else dt.timedelta(0)


@dataclass(frozen=True, slots=True)
class Alert:
    """Something a person must look after. `name` is also the heading in docs/runbooks/mail.md."""

    name: str
    label: Any
    is_on: Callable[[OutboxStatus], bool]


ALERTS: Final = (
    Alert(
        "mail-server-down",
        _("Der Mailserver nimmt seit über zehn Minuten keine Mails an."),
        lambda status: (
            status.server is not None
            and status.server.down_since is not None
            and timezone.now() - status.server.down_since > dt.timedelta(minutes=10)
        ),
    ),
    Alert(
        "mail-urgent-late",
        _("Codes zum Anmelden kommen nicht rechtzeitig hinaus."),
        lambda status: status.late_urgent > dt.timedelta(minutes=2),
    ),
    Alert(
        "mail-late",
        _("Mails warten länger als eine Viertelstunde."),
        lambda status: status.late_other > dt.timedelta(minutes=15),
    ),
    Alert(
        "mail-failing",
        _("Auffällig viele Mails scheitern."),
        lambda status: (
            status.failed_last_hour >= 10 and status.failed_last_hour > status.sent_last_hour // 10
        ),
    ),
    Alert(
        "mail-unknown",
        _("Bei einigen Mails ist ungewiss, ob sie angekommen sind."),
        lambda status: status.unknown_last_day > 0,
    ),
    Alert(
        "mail-job-silent",
        _("Eine regelmäßige Aufgabe des Postausgangs läuft nicht mehr."),
        lambda status: bool(status.silent_jobs),
    ),
    Alert(
        "mail-kind-paused",
        _("Eine Art von Mails ist seit über einem Tag angehalten."),
        lambda status: any(timezone.now() - kind.paused_at > DAY for kind in status.paused),
    ),
)


def alerts_of(status: OutboxStatus) -> list[Alert]:
    """Those rules that say: look now."""
    return [alert for alert in ALERTS if alert.is_on(status)]
