"""Print how moderation is going; for people and for monitoring."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation.moderation.status import ModerationStatus, alerts_of, read_status


class Command(BaseCommand):
    help = "Prints what waits for moderators, what of it is overdue, and the alerts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print numbers for a program")
        parser.add_argument("--check", action="store_true", help="fail when there is an alert")

    def handle(self, *args: Any, **options: Any) -> None:
        status = read_status()
        alerts = alerts_of(status)
        if options["json"]:
            self.stdout.write(json.dumps(self._numbers(status, [a.name for a in alerts])))
        else:
            for label, count, late in (
                ("neue Beiträge:", status.comments, status.late_comments),
                ("Meldungen:", status.reports, status.late_reports),
                ("davon rechtswidrig:", status.illegal_reports, status.late_illegal_reports),
                ("Beschwerden:", status.appeals, status.late_appeals),
            ):
                self.stdout.write(f"{label:<24}{count}, überfällig {late}")
            hours = int(status.oldest.total_seconds() // 3600)
            self.stdout.write(f"{'am längsten wartet:':<24}{hours} h")
            self.stdout.write(f"{'niemand da seit:':<24}{status.unattended_days} Werktagen")
            self.stdout.write(f"{'moderieren dürfen:':<24}{status.moderators}")
            for alert in alerts:
                self.stdout.write(f"ALARM {alert.name}: {alert.label}")
        if options["check"] and alerts:
            raise CommandError(", ".join(alert.name for alert in alerts))

    def _numbers(self, status: ModerationStatus, alerts: list[str]) -> dict[str, Any]:
        return {
            "comments_waiting": status.comments,
            "comments_overdue": status.late_comments,
            "reports_open": status.reports,
            "reports_overdue": status.late_reports,
            "illegal_reports_open": status.illegal_reports,
            "illegal_reports_overdue": status.late_illegal_reports,
            "appeals_open": status.appeals,
            "appeals_overdue": status.late_appeals,
            "moderation_overdue": status.late_count,
            "moderation_oldest_open_seconds": int(status.oldest.total_seconds()),
            "unattended_working_days": status.unattended_days,
            "moderators": status.moderators,
            "alerts": alerts,
        }
