"""Plan and build the digests that are due, and say what happened."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gdb_portal.mail.tokens import shortened
from participation.digests.models import DigestRecipient
from participation.digests.services import (
    build_unprocessed,
    look_again_at_due,
    plan_due_runs,
    spread_news,
)


class Command(BaseCommand):
    help = "Plans and builds the digests that are due, and prints what it did."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help="pretend it is this moment (ISO 8601)")
        parser.add_argument("--dry-run", action="store_true", help="show, but change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now = self._moment(options["now"])
        with transaction.atomic():
            before = set(
                DigestRecipient.objects.exclude(processed_at=None).values_list("pk", flat=True)
            )
            look_again_at_due(now)
            spread_news()
            runs = plan_due_runs(now)
            build_unprocessed(now)
            self._report(runs, before)
            if options["dry_run"]:
                transaction.set_rollback(True)
                self.stdout.write("Probelauf: nichts gespeichert, nichts verschickt.")

    def _moment(self, text: str | None) -> dt.datetime:
        if not text:
            return timezone.now()
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"--now ist kein Zeitpunkt nach ISO 8601: {text}") from error
        return moment if moment.tzinfo else timezone.make_aware(moment)

    def _report(self, runs: list, before: set[int]) -> None:
        built = (
            DigestRecipient.objects.exclude(processed_at=None)
            .exclude(pk__in=before)
            .select_related("run", "administration", "person", "reader")
        )
        self.stdout.write(f"{len(runs)} Läufe geplant, {len(built)} Sammelmails bearbeitet.")
        for recipient in built:
            state = "Mail eingereiht" if recipient.mail_id else recipient.note
            count = recipient.items.count()
            reader = shortened(recipient.reader.address) if recipient.reader else ""
            parts = (recipient.administration, recipient.person, reader)
            audience = " / ".join(str(part) for part in parts if part)
            self.stdout.write(f"  {recipient.run} – {audience}: {state} ({count})")
