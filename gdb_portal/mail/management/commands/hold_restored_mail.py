"""After a restore: do not send again what was sent after the backup was made."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gdb_portal.mail.services import stop_before


class Command(BaseCommand):
    help = "Stops every mail that waited when the backup was made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", required=True, help="moment of the backup (ISO 8601)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moment = dt.datetime.fromisoformat(options["since"])
        except ValueError as error:
            raise CommandError(f"Not a moment in ISO 8601: {options['since']}") from error
        if moment.tzinfo is None:
            moment = timezone.make_aware(moment)
        self.stdout.write(f"{stop_before(moment)} mails stopped")
