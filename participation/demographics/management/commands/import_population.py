"""Take over official figures about Berlin's population from a CSV file."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.demographics.population_file import LARGEST_FILE, FileRefused, read_population
from participation.demographics.services import import_population, remove_population


def day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no day; write it as 2026-06-30.") from None


class Command(BaseCommand):
    help = (
        "Reads how many people live in Berlin by district, age and gender, to stand beside who"
        " took part. Columns: merkmal (bezirk, alter, geschlecht), auspraegung, anzahl. All answers"
        " of a question or none of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--source", default="", help="who published the figures; is shown")
        parser.add_argument("--as-of", type=day, help="the day that the figures are of; is shown")
        parser.add_argument("--dry-run", action="store_true", help="check the file, change nothing")
        parser.add_argument("--remove", action="store_true", help="compare with nothing any more")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.stdout.write(f"Figures of {remove_population()} questions removed.")
            return
        path, source, as_of = options["file"], options["source"].strip(), options["as_of"]
        if path is None or not source or as_of is None:
            raise CommandError("Name a file, with --source who published it, and --as-of its day.")
        if len(source) > 250:
            raise CommandError("The source is longer than 250 characters.")
        try:
            with path.open("rb") as file:
                # One byte more than allowed is enough to know that it is too much.
                figures = read_population(file.read(LARGEST_FILE + 1))
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from error
        except FileRefused as error:
            raise CommandError(str(error)) from error
        if not options["dry_run"]:
            import_population(figures, source=source, as_of=as_of)
        for question, numbers in figures.items():
            self.stdout.write(f"{question}: {len(numbers)} answers, {sum(numbers.values())} people")
        self.stdout.write("Nothing was changed." if options["dry_run"] else "Figures taken over.")
