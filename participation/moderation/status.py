"""How moderation is going, in numbers, and what somebody should look after. One truth for the CMS,
for `manage.py moderation_status` and for whoever watches the installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..working_days import working_days_between
from .deadlines import late_comments, oldest_waiting_since, waiting_comments
from .enums import ReportGround
from .models import Appeal, Report
from .services import unattended_since
from .staff import moderators


@dataclass(frozen=True, slots=True)
class ModerationStatus:
    """What waits and what of it is late; `oldest` is how long the oldest waits.

    `unattended_days`: working days for which something waits and no moderator was here.
    """

    comments: int
    reports: int
    illegal_reports: int
    appeals: int
    late_comments: int
    late_reports: int
    late_illegal_reports: int
    late_appeals: int
    oldest: dt.timedelta
    unattended_days: int
    moderators: int

    @property
    def late_count(self) -> int:
        return self.late_comments + self.late_reports + self.late_appeals

    @property
    def waiting_count(self) -> int:
        return self.comments + self.reports + self.appeals


def read_status(now: dt.datetime | None = None) -> ModerationStatus:
    """The present numbers."""
    now = now or timezone.now()
    late = Report.objects.late(now)
    oldest, absent = oldest_waiting_since(), unattended_since()
    return ModerationStatus(
        comments=waiting_comments().count(),
        reports=Report.objects.open().count(),
        illegal_reports=Report.objects.open().filter(ground=ReportGround.ILLEGAL).count(),
        appeals=Appeal.objects.open().count(),
        late_comments=late_comments(now).count(),
        late_reports=late.count(),
        late_illegal_reports=late.filter(ground=ReportGround.ILLEGAL).count(),
        late_appeals=Appeal.objects.late(now).count(),
        oldest=now - oldest if oldest else dt.timedelta(0),
        unattended_days=working_days_between(
            timezone.localtime(absent).date(), timezone.localtime(now).date()
        )
        if absent
        else 0,
        moderators=moderators().count(),
    )


@dataclass(frozen=True, slots=True)
class Alert:
    """Something a person must look after. `name` is also the heading in the runbook,
    docs/runbooks/moderation.md."""

    name: str
    label: Any
    is_on: Callable[[ModerationStatus], bool]


ALERTS: Final = (
    Alert(
        "moderation-illegal-late",
        _("Eine Meldung über rechtswidrigen Inhalt wartet länger als 24 Stunden."),
        lambda status: status.late_illegal_reports > 0,
    ),
    Alert(
        "moderation-late",
        _("In der Moderation ist etwas überfällig."),
        lambda status: status.late_count > status.late_illegal_reports,
    ),
    Alert(
        "moderation-unattended",
        _("In der Moderation wartet etwas, und seit Tagen war niemand da."),
        lambda status: status.unattended_days >= settings.GDB_MODERATORS_AWAY_WORKING_DAYS,
    ),
    Alert(
        "moderation-nobody",
        _("Niemand hat die Rolle „Moderation“."),
        lambda status: status.moderators == 0,
    ),
)


def alerts_of(status: ModerationStatus) -> list[Alert]:
    """Those rules that say: look now."""
    return [alert for alert in ALERTS if alert.is_on(status)]
