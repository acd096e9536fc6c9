"""Take over the progress of measures from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gdb_portal.accounts.models import User
from strategy.services.progress_import import FileUnreadable, decode, import_progress


class Command(BaseCommand):
    help = (
        "Changes measures as the rows of a CSV file say, all of them or none. Columns: massnahme,"
        " begruendung, and any of stand, stand_vom, phase, beginn, ende, zustaendig, geld. An empty"
        ' cell leaves a fact as it is, "-" makes it unknown.'
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, only")
        parser.add_argument("--by", metavar="MAIL", help="who answers for it, by mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        person = None
        if options["by"] and (person := User.objects.filter(email=options["by"]).first()) is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        try:
            text = decode(path.read_bytes())
            result = import_progress(text, name=path.name, by=person, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except FileUnreadable as error:
            raise CommandError(f"{path}: {error}") from None
        for row in result.rows:
            for error in row.errors:
                self.stdout.write(self.style.ERROR(f"line {row.number}: {row.name}: {error}"))
            for difference in row.entry.differences if row.entry else ():
                self.stdout.write(
                    f"line {row.number}: {row.name}: {difference.label}:"
                    f" {difference.before} → {difference.after}"
                )
        if result.error_count:
            raise CommandError(f"{result.error_count} rows with errors; nothing was changed.")
        done = "changed" if result.is_applied else "would change"
        self.stdout.write(
            f"{result.changed_count} {done}, {result.unchanged_count} say it already."
        )
