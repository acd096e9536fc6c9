"""Print how sending is going; for people and for monitoring."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gdb_portal.mail.enums import MailStatus
from gdb_portal.mail.status import OutboxStatus, alerts_of, read_status


class Command(BaseCommand):
    help = "Prints the numbers of the outbox and its alerts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print numbers for a program")
        parser.add_argument("--check", action="store_true", help="fail when there is an alert")

    def handle(self, *args: Any, **options: Any) -> None:
        status = read_status()
        alerts = alerts_of(status)
        if options["json"]:
            self.stdout.write(json.dumps(self._numbers(status, [a.name for a in alerts])))
        else:
            for name, label in MailStatus.choices:
                self.stdout.write(f"{str(label) + ':':<24}{status.counts[name]}")
            self.stdout.write(f"{'älteste eilige wartet:':<24}{_minutes(status.late_urgent)}")
            self.stdout.write(f"{'älteste andere wartet:':<24}{_minutes(status.late_other)}")
            for alert in alerts:
                self.stdout.write(f"ALARM {alert.name}: {alert.label}")
        if options["check"] and alerts:
            raise CommandError(", ".join(alert.name for alert in alerts))

    def _numbers(self, status: OutboxStatus, alerts: list[str]) -> dict[str, Any]:
        return {
            **{f"mails_{name}": count for name, count in status.counts.items()},
            "urgent_late_seconds": int(status.late_urgent.total_seconds()),
            "other_late_seconds": int(status.late_other.total_seconds()),
            "sent_last_hour": status.sent_last_hour,
            "failed_last_hour": status.failed_last_hour,
            "unknown_last_day": status.unknown_last_day,
            "server_down": status.server is not None,
            "paused_kinds": len(status.paused),
            "suppressed_addresses": status.suppressed_count,
            "alerts": alerts,
        }


def _minutes(age: Any) -> str:
    return f"{int(age.total_seconds() // 60)} min"
